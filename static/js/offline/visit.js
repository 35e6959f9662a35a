// The visit form and the phone's store: every word is kept as it is written, a visit is queued before it is
// sent, and what the school answers stands on the page. Each visit is a draft of its own, named in the
// address after the #; the draft id comes from here, since a page kept without signal is opened many times.

import { hear } from "./news.js";
import { entries, entry, newDraft, saveDraft, submit } from "./outbox.js";
import { serverTime } from "./person.js";
import { withPhotos } from "./photo.js";
import { flush } from "./sender.js";
import { withSignature } from "./signature.js";
import { withSpot } from "./spot.js";
import { put, said } from "./visit_fields.js";
import { showAnswer, showEntry, showMissing, showOthers, showReceived, showReopened } from "./visit_states.js";

const KIND = "visit";
const UNDECIDED = ["draft", "refused"];
const address = location.pathname + location.search;
const form = document.querySelector(`form[data-outbox="${KIND}"]`);
const title = `Lần đến nhà: ${document.querySelector(".pagehead__sub")?.textContent ?? ""}`;
const photos = withPhotos(form, keep);
const signature = withSignature(form, keep);
withSpot(form, keep);
let draft = newDraft();
let isDirect = false; // the store failed: the form goes its plain way
let soon;

const path = () => `${address}#${draft}`;
const fields = () => ({ ...said(form), ...photos.read(), ...signature.read(), draft_id: draft });

async function keep() {
  clearTimeout(soon);
  const kept = await saveDraft(path(), title, fields(), KIND);
  form.elements.seq.value = kept.fields.seq;
  form.dataset.stored = "yes";
  history.replaceState(null, "", `#${draft}`);
  showEntry(form, kept);
}

function putBack(found) {
  draft = found.fields.draft_id;
  put(form, found.fields);
  form.elements.seq.value = found.fields.seq;
  photos.put(found.fields);
  signature.put(found.fields);
  showEntry(form, found);
}

// What was written before this module was there is a visit of its own, and is kept first.
const isTouched = () => [...form.elements].some((input) => (input.defaultValue ?? input.value) !== input.value || !!input.checked !== !!input.defaultChecked);

async function begin() {
  const wanted = location.hash.slice(1);
  const ofPupil = (await entries()).filter((found) => found.path.startsWith(`${address}#`));
  const found = wanted ? ofPupil.find((one) => one.path === `${address}#${wanted}`)
    : ofPupil.findLast(({ state }) => UNDECIDED.includes(state));
  if (found?.state === "received") return showReceived(form, found, address);
  const isNew = isTouched();
  if (isNew) await keep();
  else if (found) {
    putBack(found);
    history.replaceState(null, "", `#${draft}`);
    if (UNDECIDED.includes(found.state)) showReopened(form, found, address);
  } else {
    form.elements.at.value = serverTime().toLocaleString("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).slice(0, 16).replace(" ", "T");
  }
  showOthers(form, ofPupil.filter((one) => (isNew || one !== found) && one.state === "queued"));
}

// What was agreed to is what was written then: changed words are to be signed again.
function afterChange({ target }) {
  if (!target.name || target.type === "file") return;
  if (target.closest("[data-agreed]")) signature.withdraw();
}

form.addEventListener("input", () => {
  clearTimeout(soon);
  soon = setTimeout(keep, 400);
});
form.addEventListener("change", (event) => {
  afterChange(event);
  if (event.target.type !== "file") keep();
});
document.addEventListener("visibilitychange", () => document.hidden && form.dataset.stored && form.isConnected && soon && keep());

document.addEventListener("submit", (event) => {
  if (event.target !== form || isDirect) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!showMissing(form)) queue();
  form.dispatchEvent(new Event("sisoho:answered", { bubbles: true }));
}, true);

async function queue() {
  clearTimeout(soon);
  soon = undefined;
  let skew = "";
  try { skew = localStorage.getItem("skew") ?? ""; } catch { /* not allowed: the server's time of receipt stands in */ }
  try {
    const queued = await submit(path(), title, { ...fields(), device_at: new Date().toISOString(), skew_ms: skew }, KIND);
    form.elements.seq.value = queued.fields.seq;
    history.replaceState(null, "", `#${draft}`);
    showEntry(form, queued);
  } catch { // the phone is full: better sent at once than not at all
    isDirect = true;
    form.elements.draft_id.value = draft;
    return form.requestSubmit();
  }
  navigator.storage?.persist?.();
  await flush();
}

hear(async (news, isFromElsewhere) => {
  if (!("hindrance" in news) && news.path !== path()) return;
  const found = await entry(path());
  if (!found || !form.isConnected) return;
  if (found.state === "received") {
    if (news.html) showAnswer(form, news.html);
    else if (isFromElsewhere) showReceived(form, found, address); // the tab that sent it has the school's own words
    return;
  }
  if (isFromElsewhere && news.path) putBack(found);
  else showEntry(form, found);
  if (news.html) showAnswer(form, news.html);
});

begin();
