// The phone's own store, shared by its tabs: `entries` (what was written down, sent or not) and `facts`
// (who is unlocked, who has a PIN, what was taken along). Where the browser gives no IndexedDB (some
// private windows), memory stands in until the page closes.

const VERSION = 1;
const memory = { entries: new Map(), facts: new Map() };
let opening; // a promise of the database; undefined when it must be opened anew
export let lasting = "indexedDB" in globalThis;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("sisoho", VERSION);
    request.onupgradeneeded = () => Object.keys(memory).forEach((name) => request.result.createObjectStore(name));
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onclose = () => { opening = undefined; };
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
  });
  return opening;
}

// Runs `work(objectStore, answer)` in one transaction; resolves when it is on the disk.
async function transact(name, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    // "strict": a phone whose battery dies right after a tap still has it.
    const transaction = db.transaction(name, mode, { durability: "strict" });
    let answer;
    work(transaction.objectStore(name), (value) => { answer = value; });
    transaction.oncomplete = () => resolve(answer);
    transaction.onabort = () => reject(transaction.error);
  });
}

async function stored(name, mode, work, inMemory) {
  for (let tries = 0; lasting && tries < 2; tries += 1) {
    try {
      return await transact(name, mode, work);
    } catch (error) {
      if (error?.name === "QuotaExceededError") throw error;
      opening = undefined; // iOS closes the database of a page in the background: open it anew, once
    }
  }
  lasting = false;
  return inMemory(memory[name]);
}

export const read = (name, key) => stored(name, "readonly", (store, answer) => {
  store.get(key).onsuccess = (event) => answer(event.target.result);
}, (map) => map.get(key));

export const all = (name) => stored(name, "readonly", (store, answer) => {
  store.getAll().onsuccess = (event) => answer(event.target.result);
}, (map) => [...map.values()]);

// Replaces what `key` holds by `edit(what it holds)`, undefined takes it away; no other tab comes between.
export const change = (name, key, edit) => stored(name, "readwrite", (store, answer) => {
  store.get(key).onsuccess = (event) => {
    const value = edit(event.target.result);
    answer(value);
    value === undefined ? store.delete(key) : store.put(value, key);
  };
}, (map) => {
  const value = edit(map.get(key));
  value === undefined ? map.delete(key) : map.set(key, value);
  return value;
});
