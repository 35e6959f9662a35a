// A list that asks again every minute ([data-refresh], htmx polls it): only while it is looked at,
// never under a person's fingers, and at once when the page comes back into view after a while.

const STALE_AFTER = 60_000;
let asked = Date.now();

const isWritten = (list) => list.querySelector("[data-writing][open], form[aria-busy]") !== null;

document.addEventListener("htmx:beforeRequest", (event) => {
  const list = event.detail.elt;
  if (!list.hasAttribute("data-refresh")) return;
  if (document.hidden || isWritten(list)) event.preventDefault();
  else asked = Date.now();
});

// What a person has folded or unfolded stays so when the list comes anew.
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (!target.hasAttribute("data-refresh")) return;
  const folds = [...target.querySelectorAll("[data-keep]")].map((fold) => [fold.id, fold.open]);
  document.addEventListener("htmx:afterSettle", () => {
    for (const [id, open] of folds) document.getElementById(id)?.toggleAttribute("open", open);
  }, { once: true });
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden || Date.now() - asked < STALE_AFTER) return;
  document.querySelectorAll("[data-refresh]").forEach((list) => list.dispatchEvent(new Event("doi-lau")));
});
