// What the server's answer to a submission means. Success is believed only if it carries our receipt: a
// Wi-Fi sign-in page also says 200.

const parse = (html) => new DOMParser().parseFromString(html, "text/html");
const words = (place) => place?.textContent.trim().replace(/\s+/g, " ") ?? "";
const UNHEARD = new Set([408, 425, 429]);

// { state, … } to be kept with the entry, or { again: true } when nothing was decided.
export function understand(status, html) {
  if (status >= 500 || UNHEARD.has(status)) return { again: true, busy: true };
  const page = parse(html);
  if (status === 200) return received(page);
  if (status === 409) return page.querySelector('#sheet [name="draft_id"]') ? { state: "conflict" } : { again: true };
  return { state: "refused", reason: reasonOf(page) || `máy chủ trả lời ${status}` };
}

function received(page) {
  const receipt = page.querySelector("[data-received] .sent--received");
  const version = page.querySelector('[name="base_version"]')?.value;
  const at = words(receipt).match(/\d\d:\d\d.*$/)?.[0];
  if (!at) return { again: true };
  return { state: "received", receivedAt: at, ...(version && { version: Number(version) }) };
}

function reasonOf(page) {
  const error = page.querySelector("[data-error-text]") ?? page.querySelector(".notice--error :is(li, p:not(.notice__title))")
    ?? page.querySelector(".field__error");
  return words(error).split(/\.(?: |$)/)[0]; // what was wrong; that nothing is lost is said by our own words
}
