// The roll sheet and the phone's store: every tap is kept, a submission is queued before it is sent, and
// what the school answers stands on the page. Marks of a browser that was closed are put back.

import { arrange, sayUnsent } from "../rollcall.js";
import { hear } from "./news.js";
import { askAgain, entry, forget, saveDraft, submit } from "./outbox.js";
import { flush } from "./sender.js";
import { showAnswer, showEntry, showReopened } from "./sheet_states.js";

const path = location.pathname;
const form = () => document.querySelector("form[data-outbox]");
const title = [...document.querySelectorAll(".pagehead h1, .pagehead__sub")].map((part) => part.textContent).join(" · ");
const isChanged = () => form()?.dataset.changed === "yes";
let isDirect = false; // the store failed: the form goes its plain way

function fields() {
  const { csrf_token, ...said } = Object.fromEntries(new FormData(form()));
  return said;
}

async function keepMarks() {
  const sheet = form();
  const kept = await saveDraft(path, title, fields());
  follow(kept);
  sheet.dataset.stored = "yes";
}

// The entry's draft and number are the form's from now on.
function follow(kept) {
  const { draft_id, seq, base_version } = form()?.elements ?? {};
  if (!draft_id) return;
  draft_id.value = kept.fields.draft_id;
  seq.value = kept.fields.seq;
  if (base_version && kept.fields.base_version) base_version.value = kept.fields.base_version;
}

const SAID = '[name^="mark-"], [name^="flood-"]'; // what a teacher taps
const isSaid = (input) => input.form === form() && form().matches("[data-marks]") && input.matches(SAID);

// `force`: also over what was touched on this page. A pupil who was not on the page then stays as shown.
function putBack(kept, force) {
  const inputs = [...form().querySelectorAll(SAID)];
  for (const name of new Set(inputs.map((input) => input.name))) {
    const group = inputs.filter((input) => input.name === name);
    if (!force && group.some((input) => input.checked !== input.defaultChecked)) continue;
    if (!(name in kept.fields) && name.startsWith("mark-")) continue;
    for (const input of group) input.checked = input.value === kept.fields[name];
  }
  follow(kept);
  document.dispatchEvent(new Event("sisoho:marks"));
}

async function begin() {
  const found = await entry(path);
  const sheet = document.querySelector("form[data-marks]");
  const isOld = found?.state === "received" && Number(sheet?.elements.base_version.value ?? 0) >= found.version;
  if (isOld) await forget(path);
  else if (found && sheet) await takeUp(found.state === "conflict" ? await askAgain(path) : found, isChanged());
  if (isChanged()) await keepMarks();
  if (found?.state === "conflict") flush();
}

async function takeUp(found, wasTouched) {
  putBack(found, false);
  showEntry(found);
  const sheet = form();
  sheet.dataset.changed = found.edited || wasTouched ? "yes" : "";
  sheet.dataset.stored = "yes";
  arrange(sheet);
  if (!found.edited) return;
  sayUnsent();
  showReopened(found);
}

document.addEventListener("change", (event) => {
  if (isSaid(event.target)) keepMarks();
});

document.addEventListener("submit", (event) => {
  if (event.target !== form() || isDirect) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  queue(event.target);
}, true);

async function queue(sheet) {
  const now = { device_at: new Date().toISOString(), skew_ms: sheet.elements.skew_ms?.value ?? "" };
  try {
    const queued = await submit(path, title, { ...fields(), ...now });
    follow(queued);
    sheet.dataset.changed = "";
    showEntry(queued);
  } catch { // the phone is full: better sent at once than not at all
    isDirect = true;
    sheet.requestSubmit();
    return;
  } finally {
    sheet.dispatchEvent(new Event("sisoho:answered", { bubbles: true }));
  }
  navigator.storage?.persist?.();
  await flush();
}

hear(async (news, isFromElsewhere) => {
  if ("hindrance" in news || (news.path === path && isFromElsewhere && !news.html)) await look(isFromElsewhere);
  if (news.path !== path || !news.html) return;
  const found = await entry(path);
  if (found?.state === "queued") return look(false); // an answer to what has been said anew since
  if (news.status === 200 && declaresFlood(found)) return location.reload(); // the roll without them
  if (found) showAnswer(found, news.html);
  if (found?.state !== "conflict") arrangeAfter(found);
});

const declaresFlood = (found) => Object.keys(found?.sending ?? {}).some((name) => name.startsWith("flood-"));

async function look(isFromElsewhere) {
  const found = await entry(path);
  if (!found || !form()) return;
  if (!form().matches("[data-marks]")) return found.state === "queued" && showEntry(found); // the choice of a conflict
  if (isFromElsewhere) putBack(found, true);
  form().dataset.changed = found.edited ? "yes" : "";
  form().dataset.stored = "yes";
  if (!found.edited) showEntry(found);
  arrange(form());
  if (found.edited) sayUnsent();
}

function arrangeAfter(found) {
  const sheet = form();
  if (!sheet || !found) return;
  sheet.dataset.changed = found.edited ? "yes" : "";
  arrange(sheet);
  if (found.edited) sayUnsent();
}

// "Keep theirs": nothing of mine waits any more; both versions are in the school's record.
document.addEventListener("click", async (event) => {
  const theirs = event.target.closest("[data-keep-theirs]");
  if (!theirs) return;
  event.preventDefault();
  await forget(path);
  location.assign(theirs.href);
});

// A submission that went the plain way (before this module was there, or past a full store).
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.xhr?.status === 200 && detail.elt === form()) forget(path);
});

begin();
document.addEventListener("sisoho:fresh", begin); // another sheet stands there now (fresh.js)
