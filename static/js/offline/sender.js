// Sends what is queued, through the very routes the forms use: one tab at a time, oldest first, until the
// school answers. A submission that arrives twice counts once (rollcall/rules/submission.py), so after a
// lost answer it is simply sent again.

import { understand } from "./answer.js";
import { blobOf } from "./drawing.js";
import { tell } from "./news.js";
import { settle, waiting } from "./outbox.js";
import { contact, endSession, owner, phone, showConnection } from "./person.js";

const EVERY = 5000;
const PATIENCE = 20_000;
const PATIENCE_WITH_PICTURES = 120_000; // 600 kB on a weak signal
let token = document.querySelector('meta[name="csrf-token"]')?.content;
let asked; // the promise of a run that has not begun yet
let running = Promise.resolve();

// "" while nothing stands in the way; "sign-in" | "other" (somebody else is signed in) | "offline" | "busy"
export let hindrance = "";

function hinder(word) {
  if (hindrance === word) return;
  hindrance = word;
  tell({ hindrance: word });
}

// All tabs of a browser take turns where it has locks; without (plain HTTP) the server's rule suffices.
export function flush() {
  asked ??= running.then(() => {
    asked = undefined;
    running = (navigator.locks ? navigator.locks.request("outbox", run) : run()).catch(() => {});
    return running;
  });
  return asked;
}

async function run() {
  if (!await endSession()) return hinder("offline"); // the session of somebody who left without signal
  for (const entry of await waiting()) {
    if (!await mayGoOn() || !await send(entry)) return;
  }
}

// After a hindrance the server is asked first who is signed in: cheap, and nothing personal is sent.
async function mayGoOn() {
  if ((await phone())?.owner !== owner) return false; // locked, or unlocked by somebody else
  if (token && !hindrance) return true;
  return renew();
}

async function renew() {
  const who = await contact();
  token = who?.token;
  hinder(!who ? "offline" : who.owner === owner ? "" : who.owner ? "other" : "sign-in");
  return !hindrance;
}

async function send(entry, isSecondTry = false) {
  let status, html;
  try {
    const reply = await post(entry);
    [status, html] = [reply.status, await reply.text()];
  } catch {
    showConnection(false);
    hinder("offline");
    return false;
  }
  showConnection(true);
  const isStale = [400, 403].includes(status) && !isSecondTry; // most likely the token of an older session
  if (isStale || status === 401) return await renew() && !isSecondTry && send(entry, true);
  const answer = understand(status, html);
  if (answer.again) {
    hinder(answer.busy ? "busy" : "offline");
    return answer.busy; // an answer that cannot be had must not hold up the others
  }
  hinder("");
  await settle(entry.path, entry.sending, answer);
  tell({ path: entry.path, html, status });
  return true;
}

function post({ path, sending }) {
  const headers = { "HX-Request": "true", "HX-Target": "roll-bar", "X-Outbox": owner, "X-CSRFToken": token };
  const body = bodyOf(sending);
  return fetch(path, { method: "POST", headers, body, redirect: "error", signal: AbortSignal.timeout?.(body instanceof FormData ? PATIENCE_WITH_PICTURES : PATIENCE) });
}

// A field holds a text, several, or pictures ({ type, data }); only these need the longer way of writing.
function bodyOf(sending) {
  const said = Object.entries(sending).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  if (!said.some(([, one]) => one.data)) return new URLSearchParams(said);
  const body = new FormData();
  for (const [name, one] of said) one.data ? body.append(name, blobOf(one), name) : body.append(name, one);
  return body;
}

export function keepSending() {
  flush();
  setInterval(flush, EVERY);
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());
}
