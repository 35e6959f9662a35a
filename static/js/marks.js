// The roll sheet: the same tap again unmarks, a village cut off by water leaves the roll, the bar counts, the
// button says what it will do.
// Without this module the radios still work: "–" unmarks, the server counts.

const sheets = () => document.querySelectorAll("form[data-marks]");

function count(form) {
  const marks = { V: 0, P: 0, K: 0, T: 0 };
  for (const input of form.querySelectorAll(".roll__row:not([inert]) input:checked")) {
    if (input.value) marks[input.value] += 1;
  }
  return marks;
}

// Keep in step with the macro roll_fact in templates/components/marks.html.
function fact(roll, { V, P, K, T }) {
  const parts = [P && `P ${P}`, K && `K ${K}`, V && `chưa rõ ${V}`].filter(Boolean);
  return `Sĩ số ${roll} · Vắng ${V + P + K}${parts.length ? ` (${parts.join(", ")})` : ""} · Trễ ${T}`;
}

// Returns how many need not come. Their marks stay, should the box be unticked.
function cutOff(form) {
  for (const { dataset, checked } of form.querySelectorAll("[data-flood]")) {
    for (const row of form.querySelectorAll(`[data-village="${dataset.flood}"]`)) row.inert = checked;
  }
  return form.querySelectorAll(".roll__row[inert]").length;
}

function refresh(form) {
  const away = cutOff(form);
  const marks = count(form);
  const line = document.getElementById(form.dataset.fact);
  if (line) line.textContent = fact(form.dataset.roll - away, marks);
  const button = document.getElementById(form.dataset.button);
  const full = !away && Object.values(marks).every((n) => n === 0);
  if (button) button.textContent = full ? form.dataset.labelFull : form.dataset.labelSome;
}

function remember(form) {
  form.querySelectorAll(".marks input").forEach((input) => { input.dataset.was = input.checked ? "1" : ""; });
}

function unmark(input) {
  const none = input.closest(".marks").querySelector('input[value=""]');
  none.checked = true;
  // Others (drafts, the outbox) listen to `change` only: an unmark is one too.
  none.dispatchEvent(new Event("change", { bubbles: true }));
}

const markOf = (event) => event.target.matches?.("form[data-marks] .marks input") && event.target;

// A click on a checked radio changes nothing and fires no `change`: what it was is kept in data-was.
document.addEventListener("click", (event) => {
  const input = markOf(event);
  if (!input) return;
  if (input.dataset.was && input.value) unmark(input);
  remember(input.form);
  refresh(input.form);
});

document.addEventListener("change", ({ target }) => "flood" in target.dataset && refresh(target.form));

// The same by keyboard: Space again, Delete or Backspace (a checked radio gets no click from Space).
document.addEventListener("keydown", (event) => {
  const input = markOf(event);
  if (!input?.checked || ![" ", "Delete", "Backspace"].includes(event.key)) return;
  event.preventDefault();
  unmark(input);
  remember(input.form);
  refresh(input.form);
});

function begin() {
  for (const form of sheets()) {
    form.classList.add("is-ready");
    remember(form);
    refresh(form);
  }
}

begin();
addEventListener("pageshow", begin); // the browser may have put an earlier choice back
document.addEventListener("htmx:afterSettle", begin);
document.addEventListener("sisoho:marks", begin); // put back by offline/sheet.js
