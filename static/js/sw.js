// The worker: pages of the person who is unlocked open without signal. It only keeps and serves; what waits
// to be sent belongs to the pages (offline/). SERVER is written in above by sisoho/web/pwa.py.

const ASSETS = `assets ${hash(SERVER.assets.join())}`;
const PATIENCE = 4000; // milliseconds for the network, where a kept page could be shown instead
const IDLE = 10 * 60_000; // in step with offline/person.js
const GLANCE = 60; // where the kept page is shown first and brought up to date
const AT_ONCE = /^\/($|diem-danh\b|thon-buon\b|cho-gui$)/;
const DATED = /\/\d{4}-\d\d-\d\d\//;
const FREE = /^\/(dang-nhap|phieu)\b/; // signing in is always the server's word

let since; // paths that came anew since something was last written, while the worker remembers
let asked; // the last question that is still open behind a page shown from the phone

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
  if (url.origin !== location.origin) return;
  if (event.request.method !== "GET") since = new Set();
  else if (event.request.headers.has("X-Fresh")) event.respondWith(answerToQuestion(event.request, url));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(asset(event.request));
  else if (event.request.mode === "navigate" && !FREE.test(url.pathname)) event.respondWith(page(event, url));
});

async function asset(request) {
  return await caches.match(request) ?? fetch(request);
}

async function page(event, url) {
  const phone = await fact("phone");
  if (url.pathname === SERVER.lock || isLocked(phone)) return own(SERVER.lock);
  const kept = phone?.owner && !isAfterSignIn(event.request) && await readKept(phone.owner, url);
  const closed = () => own(phone?.shared && !phone.owner ? SERVER.lock : SERVER.offline);
  // Somebody left while there was no signal: their session is still open at the server.
  if (phone?.ending) return kept ? shown(kept, "") : closed();
  const fresh = fetch(event.request).then((answer) => keep(event, answer));
  fresh.catch(() => {});
  if (!kept) return fresh.catch(closed);
  event.waitUntil(fresh.catch(() => {}));
  const isQuick = mayComeFirst(event.request, url, kept);
  const late = new Promise((resolve) => setTimeout(resolve, isQuick ? GLANCE : PATIENCE, "late"));
  const answer = await Promise.race([fresh, late]).catch(() => "none");
  if (answer === "late" && AT_ONCE.test(url.pathname)) {
    asked = { address: url.href, kept, answer: fresh.then((found) => [found, Date.now()]) };
    asked.answer.catch(() => {});
    return shown(kept, "asking");
  }
  // A proxy in front answers for a server that is down.
  return answer instanceof Response && answer.status < 500 ? answer : shown(kept, "");
}

// What the phone has is shown at once where a late answer can still be worked into the page
// (offline/fresh.js), and where nothing tells that it is out of date: nothing was written here since, the
// person did not ask for the page anew, and what has no date in its address is of today.
function mayComeFirst({ isReloadNavigation }, { pathname }, { headers }) {
  if (!AT_ONCE.test(pathname) || isReloadNavigation || (since && !since.has(pathname))) return false;
  return DATED.test(pathname) || new Date(headers.get("Date")).toDateString() === new Date().toDateString();
}

// The page that was shown first asks what became of the question, and gets the answer of the one request.
async function answerToQuestion(request, url) {
  if (asked?.address !== url.href) return fetch(request);
  const { kept, answer } = asked;
  asked = undefined;
  const [found, came] = await answer;
  if (found.status !== 200) return found;
  const text = await found.text();
  const isSame = lasting(text) === lasting(kept.text);
  return new Response(text, { headers: { ...Object.fromEntries(found.headers), "X-Came": came, "X-Same": isSame } });
}

// Without what is another at every answer: the clock, the token, the number of the draft.
const lasting = (text) => text.replace(/ data-(at|now)="\d+"|<(meta|input)\b[^>]*name="(csrf-token|csrf_token|draft_id)"[^>]*>/g, "");

// Whoever has just signed in may be another than the one whose pages are here.
const isAfterSignIn = ({ referrer }) => !!referrer && FREE.test(new URL(referrer).pathname);
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
  if ((await fact("phone"))?.owner !== owner) return;
  await (await store(owner)).put(request, answer);
  since?.add(new URL(request.url).pathname);
}

async function readKept(owner, url) {
  const found = await (await store(owner)).match(url.href, { ignoreVary: true });
  return found && { text: await found.text(), headers: found.headers };
}

// The page is told that it is an old one: its clock and its "not submitted" are of that moment.
const shown = ({ text, headers }, how) => new Response(text.replace("<body", `<body data-kept="${how}"`), { headers });

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
