// The page of no signal (templates/errors/offline.html), where a class's sheet was asked for that the phone does
// not have: what to do now, and which sheets of today it has.

import { dayOf, phone, serverTime } from "./person.js";
import { element, link, notice } from "./words.js";

const SHEET = /^\/diem-danh\/[^/]+\/([\d-]+)\/(sang|chieu)$/;
const ADVICE = "Hãy ghi các em vắng ra giấy rồi nhập khi có mạng; trường nhận cả bản gửi muộn. Hoặc nhờ thầy cô có lớp "
  + "này trong máy điểm danh thay. Lần sau, mở lớp trước khi đi thì hôm ấy máy giữ lại.";

export async function begin() {
  addEventListener("online", () => location.reload());
  const owner = (await phone())?.owner;
  if (!SHEET.test(location.pathname) || !owner) return;
  document.querySelector("h1").textContent = "Lớp này không có trên máy";
  document.querySelector("[data-error-text]").textContent = "Máy chỉ mang theo lớp của thầy cô và lớp đã mở hôm nay.";
  const sheets = await keptToday(owner);
  document.querySelector("[data-error]").append(notice("info", "Điểm danh lúc này thế nào?", element("p", "", ADVICE),
    ...sheets.map(([path, title]) => link(path, title, "button button--secondary")),
    link("/diem-danh", "Các lớp hôm nay")));
}

// [path, title as the page has it]
async function keptToday(owner) {
  const cache = await caches.open(`pages ${owner}`);
  const today = dayOf(serverTime());
  const found = [];
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (SHEET.exec(pathname)?.[1] !== today) continue;
    const html = await (await cache.match(request, { ignoreVary: true })).text();
    found.push([pathname, /<title>(.*?) · sisoho/.exec(html)?.[1] ?? "Điểm danh"]);
  }
  return found;
}
