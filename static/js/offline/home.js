// The home page and the list of classes: how much waits, which rows wait, and on a kept page which sheets the
// phone does not have; on one of an earlier day the sheets of today that it has taken along.

import { hear } from "./news.js";
import { entries, isWaiting } from "./outbox.js";
import { dayOf, isOld, madeAt, serverTime } from "./person.js";
import { isThere, taken } from "./pages.js";
import { element, link, notice } from "./words.js";

const UNDECIDED = ["refused", "conflict"];
const head = () => document.querySelector(".pagehead");

function row(text) {
  const item = element("li");
  const line = link("/cho-gui", "", "rows__line rows__line--late");
  line.append(element("span", "rows__text", text));
  item.append(line);
  return item;
}

async function show() {
  const found = await entries();
  const count = (test) => found.filter(test).length;
  const [waiting, undecided] = [count(isWaiting), count(({ state }) => UNDECIDED.includes(state))];
  const list = element("ul", "rows js-waiting");
  if (waiting) list.append(row(`Chờ gửi khi có mạng: ${waiting}`));
  if (undecided) list.append(row(`Trường chưa nhận, cần xem lại: ${undecided}`));
  document.querySelector(".js-waiting")?.remove();
  if (list.childElementCount) head().after(list);
  found.filter(isWaiting).forEach(markRow);
}

function markRow({ path }) {
  const line = [...document.querySelectorAll(".rows a")].find((link) => link.getAttribute("href") === path);
  line?.querySelector(".rows__end")?.replaceChildren(element("span", "badge badge--nghe", "chờ mạng"));
}

// Said before the tap that would lead nowhere.
async function markMissing() {
  for (const line of document.querySelectorAll('.rows a[href^="/diem-danh/"]')) {
    if (!/\/(sang|chieu)$/.test(line.href) || await isThere(line.href)) continue;
    line.querySelector(".rows__end")?.replaceChildren(element("span", "badge", "không có trên máy"));
  }
}

async function offerToday() {
  const today = dayOf(serverTime());
  if (dayOf(new Date(madeAt)) === today) return;
  const sheets = ((await taken())?.sheets ?? []).filter(({ day }) => day === today);
  const links = sheets.map(({ path, label }) => link(path, `Điểm danh ${label}`, "button button--primary"));
  head().after(notice("warning", "Trang này của ngày trước. Các buổi hôm nay:", ...links));
}

async function sayWhatIsMissing() {
  await Promise.all([offerToday(), markMissing()]);
  await show();
}

export function begin() {
  if (isOld()) sayWhatIsMissing();
  else show();
  document.addEventListener("sisoho:old", sayWhatIsMissing, { once: true });
  hear((news) => "path" in news && show());
  document.addEventListener("htmx:afterSettle", show);
}
