// What stands at the thumb and above a visit's form: where it is on its way to the school.

import { advice, clock, element, link, notice, state } from "./words.js";

const WORDS = { missing: "Còn thiếu, nên chưa lưu để gửi" };
const parse = (html) => new DOMParser().parseFromString(html, "text/html");
const back = () => link(document.querySelector(".pagehead__back")?.getAttribute("href") ?? "/thon-buon", "Về danh sách", "button button--secondary");
const fresh = (address) => link(`${address}#moi`, "Ghi lần đến nhà khác", "button button--secondary button--small");

function bar(form) {
  const found = form.querySelector(".js-state");
  if (found) return found;
  const made = element("div", "js-state stack");
  form.querySelector(".actionbar").prepend(made);
  return made;
}

export function showEntry(form, entry) {
  const isWaiting = entry.state === "queued" && !entry.edited;
  form.querySelector(".actionbar .button[type=submit], .actionbar button:not([type])").hidden = isWaiting;
  const shown = entry.edited && entry.state === "queued" ? { ...entry, state: "draft" } : entry;
  bar(form).replaceChildren(state(shown), ...(isWaiting ? [advice(), back()] : []));
  if (isWaiting) form.querySelectorAll(".js-above, .notice--error").forEach((part) => part.remove());
}

function above(form, name, made) {
  form.querySelector(`.${name}`)?.remove();
  made.classList.add("js-above", name);
  form.prepend(made);
}

export function showReopened(form, entry, address) {
  const text = entry.state === "refused" ? `Bản thầy cô ghi lúc ${clock(entry.at)}, trường chưa nhận` : `Bản thầy cô ghi lúc ${clock(entry.at)}, chưa gửi`;
  above(form, "js-reopened", notice("warning", text, fresh(address)));
}

export function showOthers(form, waiting) {
  if (!waiting.length) return;
  const links = waiting.map((one) => link(one.path, `Xem bản ghi lúc ${clock(one.at)}`));
  above(form, "js-others", notice("info", "Lần đến nhà trước của em này đang chờ gửi", ...links));
  for (const made of form.querySelectorAll(".js-others a")) made.addEventListener("click", () => setTimeout(() => location.reload()));
}

// What can be told without the server. True when something is missing.
export function showMissing(form) {
  const has = (name) => form.querySelector(`[name="${name}"]:checked`);
  const faults = [];
  if (!form.querySelector('input[type=hidden][name="pupils"]') && !has("pupils")) faults.push(["pupils", "Hãy chọn ít nhất một em."]);
  if (!form.elements.at.value) faults.push(["at", "Cần ghi ngày và giờ đến nhà."]);
  if (!has("place")) faults.push(["place", "Hãy chọn đã gặp ở đâu, hoặc “chưa gặp”."]);
  else if (has("place").value !== "not_met" && !has("met")) faults.push(["met", "Hãy chọn đã gặp ai, hoặc chọn “chưa gặp”."]);
  form.querySelectorAll(".notice--error").forEach((part) => part.remove());
  if (!faults.length) return false;
  const list = element("ul");
  list.append(...faults.map(([name, text]) => {
    const item = element("li");
    item.append(link(`#f-${name}`, text, ""));
    item.firstChild.addEventListener("click", (event) => {
      event.preventDefault(); // the # of the address names the draft
      form.querySelector(`#f-${name}`).scrollIntoView();
    });
    return item;
  }));
  const made = notice("error", WORDS.missing, list);
  form.prepend(made);
  made.scrollIntoView({ block: "start" });
  return true;
}

// The server's own words: the receipt in the form's place, or what was wrong above it.
export function showAnswer(form, html) {
  const page = parse(html);
  const receipt = page.querySelector("#lan-den-nha[data-received]");
  if (receipt) return form.replaceWith(document.adoptNode(receipt));
  const wrong = page.querySelector("#lan-den-nha .notice--error");
  form.querySelectorAll(".notice--error").forEach((part) => part.remove());
  if (wrong) form.prepend(document.adoptNode(wrong));
}

export function showReceived(form, entry, address) {
  const made = element("div", "stack");
  made.append(state(entry), back(), fresh(address));
  made.querySelector(`[href$="#moi"]`).addEventListener("click", () => setTimeout(() => location.reload()));
  form.replaceWith(made);
}
