// What every page needs: htmx's settings, the connection dot, no double submit, copy and print buttons,
// the menu. Everything listens on the document, so swapped-in parts just work.

import { unsay } from "./answers.js";

// Set here and not in a <meta>, which every page would carry; htmx reads it when the page is ready.
Object.assign(window.htmx?.config ?? {}, {
  // Phones are shared: no page of pupils stays in the browser's storage.
  historyCacheSize: 0, refreshOnHistoryMiss: true, timeout: 20_000,
  // The content security policy allows no inline style, script or eval.
  includeIndicatorStyles: false, allowEval: false, allowScriptTags: false,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..|409|422", swap: true }, // also a form with its errors, a sheet with its conflict
    { code: "...", swap: false, error: true },
  ],
});

// ---- the connection -------------------------------------------------------------------------

function showConnection(online) {
  const dot = document.getElementById("conn");
  if (!dot) return;
  const isAsking = online && document.body.dataset.kept === "asking"; // offline/fresh.js
  const word = isAsking ? "đang hỏi…" : online ? "có mạng" : "mất mạng";
  if (dot.textContent !== word) dot.textContent = word;
  dot.dataset.online = online ? "yes" : "no";
}

addEventListener("online", () => showConnection(true));
addEventListener("offline", () => showConnection(false));
// `onLine` knows the radio only; an answer, or none, is the better witness.
document.addEventListener("htmx:afterOnLoad", () => showConnection(true));
document.addEventListener("htmx:sendError", () => showConnection(false));
document.addEventListener("sisoho:contact", ({ detail }) => showConnection(detail)); // the outbox knows too
showConnection(navigator.onLine);

// ---- one submit at a time ----------------------------------------------------------------------

const LET_GO_AFTER = 10_000; // a download answers without leaving the page: free the form again

function busy(form, button) {
  form.setAttribute("aria-busy", "true");
  unsay(form);
  button?.setAttribute("data-pressed", "");
}

function free(form) {
  form.removeAttribute("aria-busy");
  document.querySelectorAll("[data-pressed]").forEach((button) => button.removeAttribute("data-pressed"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  busy(form, event.submitter);
  setTimeout(() => free(form), LET_GO_AFTER);
}, true);
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (form) free(form);
});
document.addEventListener("sisoho:answered", ({ target }) => free(target));
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(free));

// ---- small conveniences, shown only where they can work --------------------------------------

function reveal(part) {
  part.querySelectorAll("[data-copy], [data-print]").forEach((button) => { button.hidden = false; });
  part.querySelector('[role="alert"][tabindex]')?.focus(); // the error summary of a form that came back
}
reveal(document);
document.addEventListener("htmx:afterSettle", (event) => reveal(event.detail.elt));

async function copy(button) {
  const text = document.getElementById(button.dataset.copy).textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
  } catch { // plain HTTP on a school's own network has no clipboard: select, let the person copy
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    return;
  }
  const before = button.lastChild.textContent;
  button.lastChild.textContent = button.dataset.done;
  setTimeout(() => { button.lastChild.textContent = before; }, 2500);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-print]");
  if (button?.dataset.copy) copy(button);
  else if (button) print();
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// ---- without signal ---------------------------------------------------------------------------

// Once the page can be used: what makes it work without signal comes behind it, not before.
const startOffline = () => import("./offline/start.js");
if (document.readyState === "complete") startOffline();
else addEventListener("load", startOffline);
