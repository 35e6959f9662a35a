// "Ghi đã liên hệ" of the lists: one tap is queued before it is sent, and stands there until the school has it.

import { hear } from "./news.js";
import { entries, forget, isOpen, newDraft, submit } from "./outbox.js";
import { flush } from "./sender.js";
import { button, element, state } from "./words.js";

const KIND = "contact";
const plain = new WeakSet(); // forms that go their plain way: the store failed
const isMine = (form) => form.dataset?.outbox === KIND;
const formOf = ({ path }) => document.querySelector(`form[data-outbox="${KIND}"][action="${path.split("#")[0]}"]`);

function nameOf(form) {
  const label = form.closest(".away")?.querySelector(".rows__label") ?? document.querySelector("h1");
  return label.textContent.trim().replace(/\s+/g, " ");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!isMine(form) || plain.has(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  queue(form, event.submitter);
}, true);

async function queue(form, tapped) {
  const draft_id = newDraft(); // the page may be a kept one, opened before
  const fields = { draft_id, seq: "1", note: form.elements.note.value, outcome: tapped.value, device_at: new Date().toISOString() };
  try { fields.skew_ms = localStorage.getItem("skew") ?? ""; } catch { /* the time of receipt stands in */ }
  try {
    await submit(`${form.getAttribute("action")}#${draft_id}`, `Đã liên hệ: ${nameOf(form)} (${tapped.textContent.trim().toLowerCase()})`, fields, KIND);
  } catch { // the phone is full: better sent at once than not at all
    plain.add(form);
    return form.requestSubmit(tapped);
  } finally {
    form.dispatchEvent(new Event("sisoho:answered", { bubbles: true }));
  }
  form.elements.note.value = "";
  form.closest("details").open = false;
  await flush();
}

function box(form) {
  const place = form.closest(".contact");
  const found = place.querySelector(".js-contact");
  if (found) return found;
  const made = element("div", "js-contact contact__done");
  place.prepend(made);
  return made;
}

async function show() {
  document.querySelectorAll(".js-contact").forEach((part) => part.remove());
  for (const entry of (await entries()).filter((found) => found.kind === KIND && isOpen(found))) {
    const form = formOf(entry);
    if (!form) continue;
    const parts = [state(entry)];
    if (entry.state === "refused") parts.push(button("Bỏ bản này", () => forget(entry.path)));
    box(form).append(...parts);
  }
}

function showAnswer({ path, html, status }) {
  const form = path && html && status === 200 && formOf({ path });
  const made = form && new DOMParser().parseFromString(html, "text/html").querySelector(".contact[data-received]");
  if (!made) return;
  const fresh = document.adoptNode(made);
  form.closest(".contact").replaceWith(fresh);
  window.htmx?.process(fresh);
}

hear(async (news) => {
  showAnswer(news);
  await show();
});
document.addEventListener("htmx:afterSettle", show);
show();
