// Reminders on this phone: the browser is asked only when the person taps, and where it can answer.

const form = document.querySelector("form[data-push]");
const said = form.querySelector("[data-push-said]");
const tap = form.querySelector("button");

if ("PushManager" in window && "Notification" in window && navigator.serviceWorker) {
  tap.hidden = false;
  said.textContent = "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    askThenSend().catch(() => {
      said.textContent = "Trình duyệt chưa nhận được lời nhắc lúc này. Trang Hôm nay vẫn báo đủ.";
    }).finally(() => form.dispatchEvent(new Event("sisoho:answered", { bubbles: true })));
  });
}

async function askThenSend() {
  if (await Notification.requestPermission() !== "granted") {
    said.textContent = "Trình duyệt không cho phép báo. Có thể mở lại trong phần cài đặt của trang này.";
    return;
  }
  const { pushManager } = await navigator.serviceWorker.ready;
  // One made for an older key of the server would never ring.
  await (await pushManager.getSubscription())?.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.push });
  const { endpoint, keys } = made.toJSON();
  Object.entries({ endpoint, ...keys }).forEach(([name, value]) => { form.elements[name].value = value; });
  form.submit();
}
