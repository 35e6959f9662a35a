// The life of one submission on this page: which draft, which change of it, when by this phone's clock,
// and whether what is marked has been sent. The server decides by these (rollcall/rules/submission.py).

const form = () => document.querySelector("form[data-marks]");

// 96 random bits; plain HTTP on a school's own network has no randomUUID.
function newDraft() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

let skew = ""; // this clock minus the server's, as the page came

function begin(sheet) {
  // The server's draft id serves phones without scripts; a page kept by the browser must not use it twice.
  sheet.elements.draft_id.value = newDraft();
  skew = "kept" in document.body.dataset ? lastSkew() : Math.round(Date.now() - Number(sheet.dataset.now));
  if (isTouched(sheet)) said(sheet);
  else arrange(sheet);
}

const SAID = '[name^="mark-"], [name^="flood-"]'; // what a teacher taps

// On a slow line the roll is there, and tapped, before this module is.
const isTouched = (sheet) => [...sheet.querySelectorAll(SAID)].some((input) => input.checked !== input.defaultChecked);

function said(sheet) {
  sheet.elements.seq.value = Number(sheet.elements.seq.value) + 1;
  sheet.dataset.changed = "yes";
  arrange(sheet);
  sayUnsent();
}

// A page that the phone kept tells an old time: then what offline/person.js measured last is better.
function lastSkew() {
  try { return localStorage.getItem("skew") ?? ""; } catch { return ""; }
}

// Received: its place says so. Changed since: the button is back.
export function arrange(sheet) {
  const bar = document.getElementById("roll-bar");
  const received = bar?.querySelector("[data-received]");
  const unsent = bar?.querySelector("[data-unsent]");
  if (!received || !unsent) return;
  const changed = sheet.dataset.changed === "yes";
  received.hidden = changed;
  unsent.hidden = !changed;
  sheet.dataset.labelFull = sheet.dataset.labelSome = bar.dataset.again;
}

export function sayUnsent() {
  const state = document.querySelector("#sheet-state .sent");
  if (!state) return;
  const again = !!document.querySelector("#roll-bar [data-received]");
  state.className = "sent sent--none";
  state.textContent = again ? "Thay đổi chưa gửi" : "Chưa gửi";
}

document.addEventListener("change", (event) => {
  const sheet = event.target.closest?.("form[data-marks]");
  if (sheet && event.target.matches(SAID)) said(sheet);
});

document.addEventListener("submit", (event) => {
  const sheet = event.target;
  if (!sheet.matches("form[data-marks]")) return;
  sheet.elements.device_at.value = new Date().toISOString();
  sheet.elements.skew_ms.value = skew;
  sheet.dataset.sent = sheet.elements.seq.value;
}, true);

// The answer speaks of what was sent; marks changed while it was under way are still unsent.
document.addEventListener("htmx:afterSwap", (event) => {
  const sheet = form();
  if (!sheet) return;
  if (event.detail.xhr?.status === 200 && sheet.dataset.sent === sheet.elements.seq.value) sheet.dataset.changed = "";
  arrange(sheet);
  if (sheet.dataset.changed === "yes") sayUnsent();
});

// Marks that the phone has stored (offline/sheet.js) come back by themselves.
addEventListener("beforeunload", (event) => {
  const sheet = form();
  if (sheet?.dataset.changed === "yes" && sheet.dataset.stored !== "yes" && sheet.getAttribute("aria-busy") !== "true") event.preventDefault();
});

const start = () => form() && begin(form());
start();
document.addEventListener("sisoho:fresh", start); // the kept page was brought up to date
