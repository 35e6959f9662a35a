// Where a submission stands, in the words and shapes of templates/components/badges.html.

import { lasting } from "./store.js";
import { hindrance } from "./sender.js";

const WAITS_FOR = { "": "đang gửi…", offline: "chờ mạng", busy: "chờ máy chủ",
  "sign-in": "chờ đăng nhập lại", other: "chờ chính thầy cô đăng nhập lại" };

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function link(href, text, className = "button button--quiet") {
  const made = element("a", className, text);
  made.href = href;
  return made;
}

export function button(text, act, kind = "secondary") {
  const made = element("button", `button button--${kind} button--small`, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export function notice(tone, title, ...parts) {
  const made = element("div", `notice notice--${tone}`);
  const body = element("div", "notice__body");
  body.append(element("p", "notice__title", title), ...parts);
  made.append(body);
  return made;
}

export function wordsOf(entry) {
  if (entry.state === "received") return ["received", `Trường đã nhận lúc ${entry.receivedAt}`];
  if (entry.state === "refused") return ["refused", `Bị từ chối: ${entry.reason}; bản ghi vẫn còn trên máy`];
  if (entry.state === "conflict") return ["refused", "Chưa nhận: trường đang có bản khác; cả hai bản đều còn"];
  if (entry.state === "draft") return ["none", "Chưa gửi"];
  const kept = lasting ? "Đã lưu trên máy này" : "Chỉ còn trên trang này, đừng đóng trang";
  return ["local", `${kept}, ${WAITS_FOR[hindrance]}`];
}

export function state(entry) {
  const [kind, text] = wordsOf(entry);
  const made = element("span", `sent sent--${kind}`, text);
  made.setAttribute("role", "status");
  return made;
}

// What a waiting entry asks of the person, if anything.
export function advice() {
  if (hindrance === "sign-in" || hindrance === "other") {
    return link(`/dang-nhap?tiep=${here()}`, "Đăng nhập để gửi", "button button--primary");
  }
  const closing = !isSecureContext && "Đừng đóng trang này: địa chỉ http:// không mở lại được lúc mất mạng.";
  return closing ? element("p", "soft", closing) : link("/cho-gui", "Xem bản chờ gửi");
}

// This page's address, to come back to: with its pupil and the draft it names.
export const here = () => encodeURIComponent(location.pathname + location.search + location.hash);

export const clock = (iso) => new Date(iso).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
// Vietnamese of the browser writes 23-11; people write 23/11.
const day = (when) => new Date(when).toLocaleDateString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit" }).replace("-", "/");
export const moment = (iso) => `${clock(iso)} ngày ${day(iso)}`;
