// The lock page of a shared phone (templates/offline/lock.html): who is it, and the own six digits.

import { endSession, isIdle, lock, phone, setPhone } from "./person.js";
import { checkPin, people, setPin } from "./pin.js";
import { element } from "./words.js";

const unlock = document.getElementById("unlock");
const setting = document.getElementById("set-pin");

// Only paths of this site: the address may have been written by anybody.
function onward() {
  const said = new URLSearchParams(location.search).get("tiep") ?? "/";
  if (location.pathname !== "/khoa") return location.reload();
  return location.replace(/^\/(?![/\\])/.test(said) ? said : "/");
}

export async function begin() {
  document.getElementById("lock-sign-in").addEventListener("click", signInInstead);
  endSession();
  setInterval(endSession, 10_000); // of who left without signal, as soon as there is some
  const found = await phone();
  const known = await people();
  const isNew = found?.owner && !isIdle(found) && !known.some(([owner]) => owner === found.owner);
  document.getElementById("lock-new").hidden = !isNew;
  document.getElementById("lock-other").hidden = !!isNew;
  if (isNew) return askForNew(found);
  unlock.hidden = !known.length;
  document.getElementById("lock-nobody").hidden = known.length > 0;
  document.getElementById("lock-people").append(...known.map(([owner, { name }]) => choice(owner, name, known.length)));
  unlock.addEventListener("submit", tryPin);
}

function choice(owner, name, count) {
  const pill = element("label", "pill");
  const radio = Object.assign(element("input"), { type: "radio", name: "owner", value: owner, required: true });
  radio.checked = count === 1;
  pill.append(radio, element("span", "", name));
  return pill;
}

async function tryPin(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  const { owner, pin } = unlock.elements;
  const problem = await checkPin(owner.value, pin.value);
  document.getElementById("lock-error").textContent = problem;
  pin.value = "";
  if (problem) return;
  const name = unlock.querySelector("input:checked").nextElementSibling.textContent;
  await setPhone((found) => ({ owner: owner.value, name, shared: true, seenAt: Date.now(), ending: found?.ending }));
  onward();
}

function askForNew({ owner, name }) {
  setting.hidden = false;
  setting.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { new_pin: pin, again } = setting.elements;
    const isSame = pin.value === again.value;
    document.getElementById("set-error").textContent = isSame ? "" : "Hai lần nhập chưa giống nhau.";
    if (!isSame) return;
    await setPin(owner, name, pin.value);
    await setPhone((found) => ({ ...found, pinless: false, seenAt: Date.now() }));
    onward();
  });
}

// Whoever was here before is gone: their session ends before somebody else types a password.
async function signInInstead() {
  const found = await phone();
  await lock(found?.owner || found?.ending);
  if (await endSession()) location.assign("/dang-nhap");
  else document.getElementById("lock-error").textContent = "Chưa có mạng: lần đăng nhập này cần có mạng.";
}
