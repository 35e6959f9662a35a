// What stands at the thumb and in the title line of a roll sheet: see templates/rollcall/_bar.html.

import { advice, clock, element, notice, state } from "./words.js";

const bar = () => document.getElementById("roll-bar");
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

function inTitle(made) {
  document.getElementById("sheet-state")?.replaceChildren(made);
}

// The place of the receipt: the bar has one once the school has received something.
function place() {
  const found = (bar() ?? document.querySelector("form[data-outbox] .actionbar")).querySelector("[data-received]");
  if (found) return found;
  const made = element("div", "rollbar__received");
  made.dataset.received = "";
  (bar() ?? document.querySelector("form[data-outbox] .actionbar")).prepend(made);
  return made;
}

export function showEntry(entry) {
  if (entry.state === "draft") return;
  inTitle(state(entry));
  const said = place();
  said.hidden = false;
  const home = element("a", "button button--secondary", "Về Hôm nay");
  home.href = "/";
  const more = entry.state === "queued" ? [advice()] : [];
  said.replaceChildren(state(entry), ...more, home);
  const unsent = bar()?.querySelector("[data-unsent]");
  if (unsent) unsent.hidden = entry.state !== "refused";
}

// Marks of an earlier visit stand on the page again: say so, once.
export function showReopened(entry) {
  const form = document.querySelector("form[data-marks]");
  if (form.querySelector(".js-reopened")) return;
  const box = notice("warning", `Bản thầy cô đánh dấu lúc ${clock(entry.at)}, chưa gửi`);
  box.classList.add("js-reopened");
  form.prepend(box);
}

// The server's own fragment where it has one; a refusal stays beside what was marked.
export function showAnswer(entry, html) {
  const page = parse(html);
  const sheet = page.getElementById("sheet");
  document.querySelector(".js-reopened")?.remove();
  if (entry.state === "conflict") {
    inTitle(state(entry));
    return put(document.getElementById("sheet"), sheet);
  }
  if (entry.state === "refused") return showEntry(entry);
  if (!bar()) return location.reload(); // the conflict was settled: the sheet as it now is
  put(bar(), page.getElementById("roll-bar"));
  const title = page.getElementById("sheet-state");
  if (title) inTitle(title.firstElementChild);
}

function put(old, fresh) {
  if (!old || !fresh) return;
  const made = document.adoptNode(fresh);
  old.replaceWith(made);
  window.htmx?.process(made);
  made.scrollIntoView({ block: "nearest" });
}
