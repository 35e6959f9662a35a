// /cho-gui: what waits on this phone, since when, and what can be done about it.

import { hear } from "./news.js";
import { entries, forget, isOpen } from "./outbox.js";
import { flush } from "./sender.js";
import { lasting } from "./store.js";
import { load, save } from "./file.js";
import { advice, button, element, link, moment, state } from "./words.js";

const part = (name) => document.getElementById(`queue${name}`);
const OPEN = { visit: "Mở lần đến nhà này" };
const SINCE = { draft: "Ghi lần cuối", queued: "Chờ từ" };

function row(entry) {
  const item = element("li");
  const line = element("div", "rows__line");
  const text = element("span", "rows__text");
  const since = `${SINCE[entry.state] ?? "Gửi"} ${moment(entry.since && entry.state !== "draft" ? entry.since : entry.at)}`;
  text.append(element("span", "rows__label", entry.title), element("span", "rows__note", since), state(entry));
  line.append(text);
  const actions = element("div", "rows__actions");
  if (entry.kind !== "contact") actions.append(link(entry.path, OPEN[entry.kind] ?? "Mở buổi này", "button button--secondary button--small"));
  if (entry.state !== "queued") actions.append(remover(entry));
  item.append(line, actions);
  return item;
}

// Asks once more in the same place: what is thrown away here exists nowhere else.
function remover({ path }) {
  const ask = button("Bỏ bản này", () => {
    ask.replaceWith(button("Bỏ hẳn, không lấy lại được", () => forget(path), "danger"));
  });
  return ask;
}

async function show() {
  const open = (await entries()).filter(isOpen);
  const list = element("ul", "rows");
  list.append(...open.map(row));
  const isStuck = open.some((entry) => entry.state === "queued");
  part("").replaceChildren(...(open.length ? [list] : []), ...(isStuck && needsSignIn() ? [needsSignIn()] : []));
  part("-none").hidden = open.length > 0;
  part("-tools").hidden = !open.length;
}

function needsSignIn() {
  const found = advice();
  return found.getAttribute("href")?.startsWith("/dang-nhap") ? found : null;
}

async function sayWhatIsKept() {
  const can = [lasting ? "Bản chờ gửi nằm trong bộ nhớ của trình duyệt này, còn cả khi tắt máy."
    : "Cửa sổ này không cho lưu (chế độ ẩn danh?): bản chờ gửi mất khi đóng trang. Hãy gửi ngay hoặc lưu ra tệp."];
  can.push(isSecureContext && "caches" in globalThis ? "Trang Hôm nay, các buổi sắp tới và danh sách buôn mở được khi không có mạng."
    : "Địa chỉ http:// không mở lại được lúc mất mạng; trang đang mở vẫn ghi được và tự gửi khi có mạng, nên đừng đóng trang.");
  if (await navigator.storage?.persisted?.()) can.push("Trình duyệt đã hứa không tự xóa.");
  else if (lasting) can.push("Trình duyệt có thể tự xóa khi máy đầy hoặc lâu không mở: nên gửi sớm, hoặc lưu ra tệp.");
  part("-can").replaceChildren(...can.map((text) => element("li", "", text)));
}

async function loadFile() {
  const input = part("-load");
  const [file] = input.files;
  part("-loaded").textContent = file ? await load(file) : "";
  input.value = "";
  flush();
}

export function begin() {
  part("-send").addEventListener("click", flush);
  part("-save").addEventListener("click", save);
  part("-load").addEventListener("change", loadFile);
  if (part("-load").files.length) loadFile(); // picked while this module was on its way
  hear(show);
  show();
  sayWhatIsKept();
}
