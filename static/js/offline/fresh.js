// A page that the worker showed from this phone: it says how old it is, and where the school is being asked
// meanwhile, what it answers is worked in. Nothing is replaced under a finger, nor after the person has begun:
// then a line says that there is something newer.

import { takeToken } from "../answers.js";
import { forgetPage } from "./pages.js";
import { becomeFresh, keepSkew, madeAt, owner, showConnection } from "./person.js";
import { button, element, moment, notice } from "./words.js";

const PATIENCE = 4000; // until the page says that it may be old
const QUIET = 300; // no finger on the glass for so long: a tap has become a click by then
const NEWER = ["Có bản mới hơn của trang này", "Tải lại để xem"];
const SIGN_IN = ["Cần đăng nhập lại để gửi", "Đăng nhập"];

let hasBegun = false;
let hasSubmitted = false;
let isDown = false;
let touchedAt = 0;

function watch() {
  hasBegun = [...main().querySelectorAll("input, textarea")]
    .some((input) => input.checked !== input.defaultChecked || input.value !== input.defaultValue);
  const inMain = ({ target }) => main().contains(target);
  for (const sign of ["input", "change"]) document.addEventListener(sign, (event) => { hasBegun ||= inMain(event); }, true);
  document.addEventListener("click", (event) => { hasBegun ||= inMain(event) && !!event.target.closest("summary"); }, true);
  document.addEventListener("submit", () => {
    hasBegun = hasSubmitted = true;
    document.querySelector(".js-newer")?.remove(); // the answer to what is sent says it
  }, true);
  for (const sign of ["pointerdown", "pointerup", "pointercancel", "scroll"]) {
    addEventListener(sign, () => {
      touchedAt = Date.now();
      isDown = sign === "pointerdown" || (sign === "scroll" && isDown);
    }, { passive: true, capture: true });
  }
}

const main = () => document.getElementById("main");

const quiet = () => new Promise((resolve) => {
  const look = () => (isDown || Date.now() - touchedAt < QUIET ? setTimeout(look, 50) : resolve());
  look();
});

export function sayOld(why) {
  document.body.dataset.kept = "";
  document.querySelector(".js-old")?.remove();
  const said = element("p", "soft js-old");
  document.querySelector(".pagehead")?.append(said);
  document.addEventListener("sisoho:contact", ({ detail }) => {
    said.textContent = `${detail ? "Trang này" : `${why}: đây là trang`} của lúc ${moment(madeAt)}, có thể đã cũ.`;
  });
  showConnection(false);
  document.dispatchEvent(new Event("sisoho:old"));
}

// Resolves when the page is of now, or has said that it is not.
export async function catchUp() {
  watch();
  const late = setTimeout(sayOld, PATIENCE, "Mạng chậm");
  let reply, html;
  try {
    reply = await fetch(location.href, { headers: { "X-Fresh": "1" }, redirect: "manual" });
    html = await reply.text();
  } catch {
    return sayOld("Không có mạng");
  } finally {
    clearTimeout(late);
  }
  if (reply.status >= 500 || reply.status === 429) return sayOld("Máy chủ đang bận");
  if (reply.status !== 200 || reply.headers.get("X-Keep") !== owner) return askAnew(reply.type);
  await workIn(new DOMParser().parseFromString(html, "text/html"), reply.headers);
}

// The session has ended, somebody else has signed in, or the page is no longer this person's: the copy
// goes, so that the next word is the server's.
async function askAnew(type) {
  await forgetPage(location.href);
  if (!hasBegun) return location.reload();
  document.body.dataset.kept = "";
  showConnection(true);
  if (!hasSubmitted) offer(type === "opaqueredirect" ? SIGN_IN : NEWER);
}

async function workIn(page, headers) {
  keepSkew((Number(headers.get("X-Came")) || Date.now()) - page.body.dataset.at);
  takeToken(page);
  if (headers.get("X-Same") !== "true") await replaceBy(page);
  document.querySelector(".js-old")?.remove();
  becomeFresh();
  showConnection(true);
}

async function replaceBy(page) {
  await quiet();
  if (hasBegun) return hasSubmitted || offer(NEWER);
  if (filesOf(page) !== filesOf(document)) return location.reload(); // sisoho itself is newer
  document.title = page.title;
  main().replaceWith(document.adoptNode(page.getElementById("main")));
  window.htmx?.process(main());
  window.htmx?.trigger(main(), "htmx:afterSettle", { elt: main() });
  document.dispatchEvent(new Event("sisoho:fresh"));
}

const FILES = 'head script[src], head link[rel="stylesheet"]';
const filesOf = (page) => [...page.querySelectorAll(FILES)].map((file) => file.getAttribute("src") ?? file.getAttribute("href")).join();

function offer([words, act]) {
  const isSheet = document.querySelector("form[data-marks]");
  const parts = isSheet ? [element("p", "", "Những gì vừa chấm vẫn còn trên máy.")] : [];
  const box = notice("warning", words, ...parts, button(act, () => location.reload()));
  box.classList.add("js-newer");
  box.setAttribute("role", "status");
  const bar = document.querySelector(".actionbar");
  bar ? bar.prepend(box) : document.querySelector(".pagehead").after(box);
}
