// The life of what was written down on this phone. One entry for each owner and path: a sheet's address, or
// for what is written anew each time (a visit, a contact) the address, # and its draft:
//   draft     marked, not submitted              queued     submitted, the school has not answered yet
//   received  the school has it                  refused    the school said no, and why
//   conflict  the school has another version; a person must choose
// `fields` is what the form says now, `sending` what was submitted. The CSRF token is never kept.

import { all, change, read } from "./store.js";
import { owner } from "./person.js";
import { tell } from "./news.js";

const FORGET_AFTER = 3 * 86_400_000; // received entries; everything else stays until a person decides

const keyOf = (path) => `${owner} ${path}`;
export const entry = (path) => read("entries", keyOf(path));
export const isOpen = ({ state }) => state !== "received";
export const isWaiting = ({ state }) => state === "queued";

export async function entries() {
  const mine = (await all("entries")).filter((found) => found.owner === owner);
  return mine.sort((one, other) => one.at.localeCompare(other.at));
}

export const waiting = async () => (await entries()).filter(isWaiting);
export const unsent = async () => (await entries()).filter(isOpen);

async function edit(path, change_) {
  const made = await change("entries", keyOf(path), change_);
  tell({ path });
  return made;
}

// Two tabs write into one entry: they share its draft, and each word gets a number of its own.
function numbered(old, fields) {
  if (!old) return fields;
  const seq = Math.max(Number(old.fields.seq) + 1, Number(fields.seq));
  return { ...fields, draft_id: old.fields.draft_id, seq: String(seq) };
}

function written(old, path, title, fields, kind) {
  return { ...old, key: keyOf(path), owner, path, title, fields, kind, at: new Date().toISOString() };
}

const LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"; // as the server's own; plain HTTP has no randomUUID
export const newDraft = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => LETTERS[byte % LETTERS.length]).join("");

// `kind`: "visit", "contact", none for a sheet.
export const saveDraft = (path, title, fields, kind) => edit(path, (old) => ({
  ...written(old, path, title, numbered(old, fields), kind),
  state: old?.state === "queued" ? "queued" : "draft",
  edited: true,
}));

export const submit = (path, title, fields, kind) => edit(path, (old) => {
  const said = numbered(old, fields);
  const made = written(old, path, title, said, kind);
  return { ...made, state: "queued", edited: false, sending: said, since: made.at, reason: "" };
});

// The answer to `sent`: nothing of it touches what was written since.
export const settle = (path, sent, answer) => edit(path, (old) => {
  if (!old || old.sending?.seq !== sent.seq) return old;
  const base = answer.version ? { base_version: String(answer.version) } : {};
  const state = old.edited && answer.state === "received" ? "draft" : answer.state;
  const made = { ...old, ...answer, state, fields: { ...old.fields, ...base } };
  return old.kind && state === "received" ? bare(made) : made;
});

// What the school has of a family need not stay on a phone: only that it was sent.
function bare({ fields: { draft_id, seq }, sending, ...made }) {
  return { ...made, fields: { draft_id, seq } };
}

// A conflict or a refusal is asked about again: the answer comes as it came before.
export const askAgain = (path) => edit(path, (old) => old && { ...old, state: "queued" });

export const forget = (path) => edit(path, () => undefined);

// From a file of another phone: the same draft and number, so the school takes it once.
export const restore = (found) => edit(found.path, (old) => {
  const isNewer = !old || Number(found.fields.seq) > Number(old.fields.seq);
  return isNewer ? { ...found, key: keyOf(found.path), owner } : old;
});

export async function forgetReceived() {
  for (const { path, state, at } of await entries()) {
    if (state === "received" && Date.now() - Date.parse(at) > FORGET_AFTER) await forget(path);
  }
}
