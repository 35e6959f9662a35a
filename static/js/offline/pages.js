// The pages a phone takes along: the server lists them (own duties, today and the next days) and says on
// each whose phone may keep it. The worker shows them without signal; sign-out takes them away.

import { change, read } from "./store.js";
import { unsent } from "./outbox.js";
import { dayOf, isKept, owner, serverTime } from "./person.js";

const EVERY = 3 * 3_600_000;
const YOUNG = 12 * 3_600_000;
const QUEUE = "/cho-gui";
const nameOf = (whose) => `pages ${whose}`;
const canKeep = "caches" in globalThis && "serviceWorker" in navigator;
let isLeaving = false; // a page under way must not come back into what sign-out has emptied

export async function forgetPages(whose) {
  isLeaving = true;
  if (canKeep) await caches.delete(nameOf(whose));
}

export const forgetPage = async (url) => canKeep && (await caches.open(nameOf(owner))).delete(url, { ignoreVary: true });

export async function forgetOthers() {
  if (!canKeep) return;
  for (const name of await caches.keys()) {
    if (name.startsWith("pages ") && name !== nameOf(owner)) await caches.delete(name);
  }
}

// The first visit came before the worker, or before it was known who visits: it passed this page by.
export async function keepThisPage() {
  if (!canKeep || isKept) return;
  if (!await isThere(location.href)) await keep(location.href, {});
}

async function keep(url, headers = { "X-Take-Along": "1" }) {
  const reply = await fetch(url, { headers });
  if (reply.status !== 200 || reply.redirected || reply.headers.get("X-Keep") !== owner || isLeaving) return;
  await (await caches.open(nameOf(owner))).put(url, reply);
}

export const isThere = async (path) => canKeep && !!await (await caches.open(nameOf(owner))).match(path, { ignoreVary: true });
export const taken = () => read("facts", `taken ${owner}`);

export async function takeAlong() {
  const before = await taken();
  if (!canKeep || isKept) return;
  const cache = await caches.open(nameOf(owner));
  const isFull = await cache.match(QUEUE, { ignoreVary: true }); // on every list: gone when the pages were taken away
  if (isFull && Date.now() - (before?.at ?? 0) < EVERY) return;
  const reply = await fetch("/mang-theo");
  if (reply.status !== 200 || reply.redirected) return;
  const { sheets, pages } = await reply.json();
  const wanted = [...pages, ...sheets.map(({ path }) => path)].map((path) => new URL(path, location.href).href);
  for (const { url } of await cache.keys()) if (!wanted.includes(url) && !await isInUse(url)) await cache.delete(url);
  for (const url of wanted) if (!await isYoung(cache, url)) await keep(url);
  await change("facts", `taken ${owner}`, () => ({ at: Date.now(), sheets }));
}

// A sheet of today that this person opened (for another class, say), or one with marks that wait.
async function isInUse(url) {
  return url.includes(`/${dayOf(serverTime())}/`) || (await unsent()).some(({ path }) => url.endsWith(path));
}

async function isYoung(cache, url) {
  const found = await cache.match(url, { ignoreVary: true });
  return found && Date.now() - Date.parse(found.headers.get("Date")) < YOUNG;
}
