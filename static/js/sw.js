// The worker: pages of the person who is unlocked open without signal. It only keeps and serves; what waits
// to be sent belongs to the pages (offline/). SERVER is written in above by sisoho/web/pwa.py.

const ASSETS = `assets ${hash(SERVER.assets.join())}`;
const PATIENCE = 4000; // milliseconds for the network, where a kept page could be shown instead
const IDLE = 10 * 60_000; // in step with offline/person.js
const FREE = /^\/(dang-nhap|phieu)\b/; // signing in is always the server's word

function hash(text) {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7).toString(36);
}

addEventListener("install", (event) => {
  // Without cookies: these two pages name nobody.
  const pages = [SERVER.lock, SERVER.offline].map((path) => new Request(path, { credentials: "omit" }));
  event.waitUntil(caches.open(ASSETS).then((cache) => cache.addAll([...SERVER.assets, ...pages])).then(skipWaiting));
});

addEventListener("activate", (event) => event.waitUntil(forgetOldAssets().then(() => clients.claim())));

// The files before these are still needed by pages kept with the version before.
async function forgetOldAssets() {
  const names = (await caches.keys()).filter((name) => name.startsWith("assets "));
  for (const name of names.slice(0, -2)) if (name !== ASSETS) await caches.delete(name);
}

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(asset(event.request));
  else if (event.request.mode === "navigate" && !FREE.test(url.pathname)) event.respondWith(page(event, url));
});

async function asset(request) {
  return await caches.match(request) ?? fetch(request);
}

async function page(event, url) {
  const phone = await fact("phone");
  if (url.pathname === SERVER.lock || isLocked(phone)) return own(SERVER.lock);
  const kept = phone?.owner && await readKept(phone.owner, url);
  const closed = () => own(phone?.shared && !phone.owner ? SERVER.lock : SERVER.offline);
  // Somebody left while there was no signal: their session is still open at the server.
  if (phone?.ending) return kept || closed();
  const fresh = fetch(event.request).then((answer) => keep(event, answer));
  fresh.catch(() => {});
  if (!kept) return fresh.catch(closed);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  event.waitUntil(fresh.catch(() => {}));
  const answer = await Promise.race([fresh, late]).catch(() => kept);
  return answer.status >= 500 ? kept : answer; // a proxy in front answers for a server that is down
}

const own = (path) => caches.match(path, { ignoreVary: true });
const isLocked = (phone) => phone?.locked || phone?.pinless
  || (phone?.shared && !phone.entering && !(phone.owner && Date.now() - phone.seenAt < IDLE));
const store = (owner) => caches.open(`pages ${owner}`);

// Only whole pages that the server gave to be kept: never a redirect or an error.
function keep(event, answer) {
  const owner = answer.headers.get(SERVER.keep);
  if (answer.status !== 200 || answer.redirected || !owner) return answer;
  event.waitUntil(put(owner, event.request, answer.clone()).catch(() => {}));
  return answer;
}

// An answer that comes after its owner has left is not kept any more.
async function put(owner, request, answer) {
  if ((await fact("phone"))?.owner === owner) await (await store(owner)).put(request, answer);
}

// The page is told that it is an old one: its clock and its "not submitted" are of that moment.
async function readKept(owner, url) {
  const found = await (await store(owner)).match(url.href, { ignoreVary: true });
  if (!found) return undefined;
  const text = (await found.text()).replace("<body", "<body data-kept");
  return new Response(text, { headers: found.headers });
}

addEventListener("push", (event) => {
  const { text, path, tag } = event.data.json();
  event.waitUntil(registration.showNotification("sisoho", { body: text, tag, lang: "vi", data: path }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data));
});

// In the window that is open already: beside a second one the first would go on showing what is past.
async function show(path) {
  const [open] = await clients.matchAll({ type: "window" });
  await open?.focus().catch(() => {});
  const shown = await open?.navigate(path).catch(() => null);
  return shown ?? clients.openWindow(path);
}

// In step with offline/store.js: whoever comes first makes the store.
function fact(key) {
  return new Promise((resolve) => {
    const opening = indexedDB.open("sisoho", 1);
    opening.onupgradeneeded = () => ["entries", "facts"].forEach((name) => opening.result.createObjectStore(name));
    opening.onerror = () => resolve(undefined);
    opening.onsuccess = () => {
      const reading = opening.result.transaction("facts").objectStore("facts").get(key);
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => resolve(undefined);
      reading.transaction.oncomplete = reading.transaction.onabort = () => opening.result.close();
    };
  });
}
