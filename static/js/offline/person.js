// Who this page belongs to, who is unlocked on this phone, and who the server says is signed in.

import { change, read } from "./store.js";
import { tell } from "./news.js";

const page = document.body.dataset;
export const owner = page.owner ?? ""; // account and unit, "" where nobody is signed in
export const isShared = "shared" in page;
export const madeAt = Number(page.at);
export let isKept = "kept" in page; // the worker's copy: no signal, too little, or the school is still being asked
export const isAsking = () => page.kept === "asking";
export const isOld = () => page.kept === "";
export function becomeFresh() {
  isKept = false;
  delete page.kept;
}
export const IDLE = 10 * 60_000; // in step with sw.js
const PATIENCE = 8000;

export const phone = () => read("facts", "phone");
export const setPhone = (edit) => change("facts", "phone", edit);
export const isIdle = (found) => !found?.owner || Date.now() - found.seenAt > IDLE;

// { owner, token, now } of the server, undefined without signal. Sets this phone's clock right on the way.
export async function contact() {
  const sent = Date.now();
  try {
    const reply = await fetch("/phien", { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
    const found = await reply.json();
    keepSkew((sent + Date.now()) / 2 - found.now);
    showConnection(true);
    return found;
  } catch {
    showConnection(false);
    return undefined;
  }
}

export function showConnection(online) {
  document.dispatchEvent(new CustomEvent("sisoho:contact", { detail: online }));
}

// How far this phone's clock is from the server's, at their last contact; rollcall.js reads it.
export function keepSkew(milliseconds) {
  try { localStorage.setItem("skew", Math.round(milliseconds)); } catch { /* not allowed: the sheet's own is used */ }
}

export const serverTime = () => {
  let skew = 0;
  try { skew = Number(localStorage.getItem("skew")); } catch { /* as above */ }
  return new Date(Date.now() - skew);
};

export const dayOf = (instant) => instant.toLocaleDateString("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" });

// Somebody is about to sign in: the server says who. A shared phone stays one.
export const nobodyYet = (found) => found && { shared: found.shared, owner: "", entering: true };

// Locks at once, in every tab. `leaving`: whose session at the server must end, now or at the next contact.
export async function lock(leaving) {
  await setPhone((found) => ({ shared: isShared || !!found?.shared, locked: true, owner: "", ending: leaving ?? found?.ending }));
  tell({ locked: true });
}

// Ends the session of somebody who has left. True when the server knows, false without signal.
export async function endSession() {
  const found = await phone();
  if (!found?.ending) return true;
  const who = await contact();
  if (!who) return false;
  if (who.owner === found.ending && !await post("/dang-xuat", who.token)) return false;
  await setPhone((now) => now && { ...now, ending: "" });
  return true;
}

async function post(path, token) {
  const body = new URLSearchParams({ csrf_token: token });
  try {
    await fetch(path, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout?.(PATIENCE) });
  } catch {
    return false;
  }
  return (await contact())?.owner === "";
}

