// What a person tried with htmx was refused, or nothing came back: said beside it, with what was kept
// and what to do. Also the CSRF token, which a new sign-in in another tab makes stale.

const KEPT = "Những gì vừa nhập vẫn còn trên trang này.";
const NOT_SENT = ["Chưa gửi được: không có mạng", `${KEPT} Hãy để trang mở và bấm gửi lại khi có mạng.`];
const TOO_SLOW = ["Chưa biết trường đã nhận hay chưa: mạng quá chậm", `${KEPT} Hãy bấm gửi lại.`];
const SIGNED_OUT = ["Chưa lưu: cần đăng nhập lại",
  `${KEPT} Hãy đăng nhập ở một thẻ khác của trình duyệt, rồi quay lại đây bấm gửi lại.`];
const FAILED = ["Chưa lưu: máy chủ gặp lỗi", `${KEPT} Hãy thử lại sau ít phút.`];

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

// The server's error pages (templates/errors/) say it best: their words are shown, not the page.
function saidBy(xhr) {
  const page = parse(xhr.responseText).querySelector("[data-error]");
  return page && [...page.querySelectorAll("h1, [data-error-text]")].map((part) => part.textContent.trim());
}

export const unsay = (place) => place.querySelectorAll(".js-notice").forEach((box) => box.remove());

function say(element, lines) {
  const place = element.closest("form, [data-notice-here]") ?? document.getElementById("main");
  unsay(place);
  const box = document.createElement("div");
  box.className = "notice notice--error js-notice";
  box.setAttribute("role", "alert");
  box.innerHTML = '<div class="notice__body"><p class="notice__title"></p><p></p></div>';
  box.querySelectorAll("p").forEach((line, at) => { line.textContent = lines[at] ?? ""; });
  const bar = place.querySelector(".actionbar");
  bar ? bar.prepend(box) : place.append(box);
  box.scrollIntoView({ block: "nearest" });
}

// A poll that fails is not worth a message: the dot says it. Only what a person tried is answered.
function answer(event, lines) {
  if (event.detail.requestConfig.verb !== "get") say(event.detail.elt, lines);
}

document.addEventListener("htmx:sendError", (event) => answer(event, NOT_SENT));
document.addEventListener("htmx:timeout", (event) => answer(event, TOO_SLOW));
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  answer(event, saidBy(xhr) ?? (xhr.status === 401 ? SIGNED_OUT : FAILED));
  if ([400, 401, 403].includes(xhr.status)) addEventListener("focus", renewToken, { once: true });
});
// A 409 or 422 with a fragment is swapped in; a whole error page must not replace what was typed.
document.addEventListener("htmx:beforeSwap", (event) => {
  const words = event.detail.xhr.status >= 400 && saidBy(event.detail.xhr);
  if (!words) return;
  event.detail.shouldSwap = false;
  answer(event, words);
});

const token = (page) => page.querySelector('meta[name="csrf-token"]');

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token(document)?.content ?? "";
});

// Back from signing in elsewhere: this page's token belongs to the old session, what was typed does not.
async function renewToken() {
  const reply = await fetch(location.href).catch(() => null);
  if (reply?.ok) takeToken(parse(await reply.text()));
}

export function takeToken(page) {
  const fresh = token(page)?.content;
  if (!fresh) return;
  token(document).content = fresh;
  document.querySelectorAll('input[name="csrf_token"]').forEach((input) => { input.value = fresh; });
}
