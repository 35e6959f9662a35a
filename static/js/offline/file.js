// What waits, as a file: for a phone that dies, or a browser that may clear its storage. It holds
// what was written: marks by codes, and of visits also the pupil's name and the family's words.

import { entries, isOpen, restore } from "./outbox.js";
import { owner } from "./person.js";

const KIND = "sisoho-cho-gui";

export async function save() {
  const open = (await entries()).filter(isOpen);
  const text = JSON.stringify({ kind: KIND, version: 1, owner, entries: open });
  const made = document.createElement("a");
  made.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  made.download = `cho-gui-${new Date().toISOString().slice(0, 16).replace(/\D/g, "")}.json`;
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
}

const isEntry = (found) => typeof found?.path === "string" && /^\/(?![/\\])/.test(found.path)
  && typeof found.title === "string" && typeof found.at === "string" && found.fields?.draft_id && found.fields.seq;

// What to say afterwards.
export async function load(file) {
  let found;
  try {
    found = JSON.parse(await file.text());
  } catch {
    return "Không đọc được tệp này.";
  }
  if (found?.kind !== KIND || !Array.isArray(found.entries) || !found.entries.every(isEntry)) {
    return "Đây không phải tệp bản chờ gửi.";
  }
  if (found.owner !== owner) return "Tệp này của người khác hoặc của đơn vị khác, nên không nạp.";
  for (const entry of found.entries) await restore(entry);
  return `Đã nạp ${found.entries.length} bản.`;
}
