// Leaving the phone: sign-out warns of what is unsent and takes the kept pages away; on a shared phone
// "đổi người" locks at once, and so do ten idle minutes.

import { hear } from "./news.js";
import { unsent } from "./outbox.js";
import { endSession, IDLE, isIdle, isShared, lock, nobodyYet, owner, phone, setPhone } from "./person.js";
import { forgetPages } from "./pages.js";
import { canPin } from "./pin.js";
import { change } from "./store.js";
import { button, element, link, notice } from "./words.js";

const LOCK = "/khoa";
const here = () => encodeURIComponent(location.pathname);
const toLock = () => location.replace(`${LOCK}?tiep=${here()}`);

export function watchLeaving() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches('form[action$="/dang-xuat"]')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    event.target.dispatchEvent(new Event("sisoho:answered", { bubbles: true }));
    askThenSignOut(event.target);
  }, true);
  hear(async ({ locked }, isFromElsewhere) => locked && isFromElsewhere && (await phone())?.owner !== owner && toLock());
  if (isShared) watchShared();
}

async function askThenSignOut(form) {
  const left = (await unsent()).length;
  if (!left) return signOut();
  const box = notice("warning", `Còn ${left} bản chưa gửi trên máy này`,
    "Đăng xuất thì bản ghi vẫn ở lại máy, và chỉ gửi được khi chính thầy cô đăng nhập lại ở đây.",
    link("/cho-gui", "Xem bản chờ gửi", "button button--primary"), button("Vẫn đăng xuất", signOut));
  form.replaceWith(box);
}

async function signOut() {
  await forgetPages(owner);
  await change("facts", "people", (people) => ({ ...people, [owner]: undefined }));
  await change("facts", `taken ${owner}`, () => undefined);
  await leave();
}

export async function leave() {
  await lock(owner);
  await remindNoMore().catch(() => {}); // no push here, or no signal: the server forgets it with the session
  const isOver = await endSession();
  if (isOver) await setPhone(nobodyYet);
  if (isOver || canPin) location.replace(isOver ? "/dang-nhap" : LOCK);
  else shut();
}

// This phone must not ring for somebody who has left it: the browser gives its address back, the server drops it.
async function remindNoMore() {
  const made = await (await navigator.serviceWorker?.getRegistration())?.pushManager.getSubscription();
  if (!made) return;
  await made.unsubscribe();
  const token = document.querySelector('form[action$="/dang-xuat"] [name="csrf_token"]').value;
  const body = new URLSearchParams({ csrf_token: token });
  await fetch("/nhac-viec/thoi", { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout?.(3000) });
}

// Plain HTTP without signal: there is no page to go to, so this one is emptied where it stands.
function shut() {
  const main = document.querySelector("main");
  const again = button("Đăng nhập khi có mạng", async () => {
    if (!await endSession()) return again.replaceChildren("Vẫn chưa có mạng, hãy thử lại sau");
    await setPhone(nobodyYet);
    location.replace("/dang-nhap");
  }, "primary");
  main.replaceChildren(notice("warning", "Máy đã khóa", element("p", "",
    "Những gì đã ghi vẫn còn trên máy. Địa chỉ http:// không có mã 6 số, nên cần có mạng để đăng nhập lại."), again));
  document.querySelectorAll("header, nav").forEach((part) => part.remove());
}

function watchShared() {
  addSwitch(document.querySelector('form[action$="/dang-xuat"]'));
  let noted = Date.now();
  const touch = () => {
    if (Date.now() - noted < 20_000) return;
    noted = Date.now();
    setPhone((found) => (found?.owner === owner ? { ...found, seenAt: noted } : found));
  };
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, touch, { passive: true });
  setInterval(lockIfIdle, Math.min(15_000, IDLE));
  document.addEventListener("visibilitychange", () => document.hidden || lockIfIdle());
  addEventListener("pageshow", ({ persisted }) => persisted && lockIfIdle());
}

function addSwitch(signOutForm) {
  const icon = signOutForm.querySelector("svg").cloneNode(true);
  const use = icon.firstElementChild;
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#people"));
  const made = button("Đổi người dùng máy này", leave);
  made.className = "";
  made.prepend(icon);
  signOutForm.before(made);
}

export async function lockIfIdle() {
  if (!isIdle(await phone())) return false;
  if (canPin) toLock();
  else await leave();
  return true;
}
