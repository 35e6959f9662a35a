// Six digits for one person on one shared phone. A lock against the next person's curiosity, not
// encryption: a million PINs are quickly tried by whoever copies the phone's storage.

import { change, read } from "./store.js";

const ROUNDS = 200_000;
const FREE_TRIES = 5;
const WAIT = 30_000;

async function derive(pin, salt) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, key, 256);
  return [...new Uint8Array(bits)].join();
}

export const people = async () => Object.entries(await read("facts", "people") ?? {}).filter(([, person]) => person);

// A shared phone keeps and shows nothing of a person before they have a PIN. Where none can be made (plain
// HTTP has no such crypto, and no worker that keeps pages) the phone locks by ending the session: leave.js.
export const canPin = !!crypto.subtle && "serviceWorker" in navigator;
export const mustSetPin = async (owner) => canPin && !(await people()).some(([who]) => who === owner);

export async function setPin(owner, name, pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const made = { name, salt, derived: await derive(pin, salt) };
  await change("facts", "people", (found) => ({ ...found, [owner]: made }));
}

// "" when it is right, else what to say. Wrong ones are counted for the whole phone.
export async function checkPin(owner, pin) {
  const tries = await read("facts", "tries") ?? { wrong: 0, at: 0 };
  const wait = tries.wrong >= FREE_TRIES ? tries.at + WAIT - Date.now() : 0;
  if (wait > 0) return `Đã nhập sai nhiều lần. Hãy chờ ${Math.ceil(wait / 1000)} giây.`;
  const person = Object.fromEntries(await people())[owner];
  const isRight = person && await derive(pin, person.salt) === person.derived;
  await change("facts", "tries", () => (isRight ? undefined : { wrong: tries.wrong + 1, at: Date.now() }));
  return isRight ? "" : "Mã chưa đúng.";
}
