// What every page needs: the CSRF header, honest words when nothing arrived, no double submit,
// the connection dot, copy buttons. Everything listens on the document, so swapped-in parts just work.

// Set here and not in a <meta>, which every page would carry; htmx reads it when the page is ready.
Object.assign(window.htmx?.config ?? {}, {
  historyCacheSize: 0, // phones are shared: no page of pupils stays in the browser's storage
  refreshOnHistoryMiss: true,
  includeIndicatorStyles: false, // the content security policy allows no inline style, script or eval
  allowEval: false,
  allowScriptTags: false,
  timeout: 20_000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|422", swap: true }, // a form with its errors, a sheet with its conflict
    { code: "...", swap: false, error: true },
  ],
});

const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrf();
});

// ---- the connection -------------------------------------------------------------------------

function showConnection(online) {
  const dot = document.getElementById("conn");
  if (!dot) return;
  const word = online ? "có mạng" : "mất mạng";
  if (dot.textContent !== word) dot.textContent = word;
  dot.dataset.online = online ? "yes" : "no";
}

addEventListener("online", () => showConnection(true));
addEventListener("offline", () => showConnection(false));
// `onLine` knows the radio only; an answer, or none, is the better witness.
document.addEventListener("htmx:afterOnLoad", () => showConnection(true));
showConnection(navigator.onLine);

// ---- what went wrong, said beside the thing that was tried -----------------------------------

const KEPT = "Những gì vừa nhập vẫn còn trên trang này.";
const NOT_SENT = ["Chưa gửi được: không có mạng", `${KEPT} Hãy để trang mở và bấm gửi lại khi có mạng.`];
const TOO_SLOW = ["Chưa biết trường đã nhận hay chưa: mạng quá chậm", `${KEPT} Hãy bấm gửi lại.`];
const SIGNED_OUT = ["Chưa lưu: cần đăng nhập lại",
  `${KEPT} Hãy đăng nhập ở một thẻ khác của trình duyệt, rồi bấm gửi lại ở đây.`];
const FAILED = ["Chưa lưu: máy chủ gặp lỗi", `${KEPT} Hãy thử lại sau ít phút.`];

// The server's error pages (templates/errors/) say it best: their words are shown, not the page.
function saidBy(xhr) {
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-error]");
  return page && [...page.querySelectorAll("h1, [data-error-text]")].map((part) => part.textContent.trim());
}

function tell(element, lines) {
  const place = element.closest("form, [data-notice-here]") ?? document.getElementById("main");
  clear(place);
  const box = document.createElement("div");
  box.className = "notice notice--error js-notice";
  box.setAttribute("role", "alert");
  const body = document.createElement("div");
  body.className = "notice__body";
  for (const words of lines) {
    const line = document.createElement("p");
    line.textContent = words;
    body.append(line);
  }
  body.firstChild.className = "notice__title";
  box.append(body);
  const bar = place.querySelector(".actionbar");
  bar ? bar.prepend(box) : place.append(box);
  box.scrollIntoView({ block: "nearest" });
}

const clear = (place) => place.querySelectorAll(".js-notice").forEach((box) => box.remove());

document.addEventListener("htmx:sendError", (event) => {
  showConnection(false);
  // A poll that fails is not worth a message: the dot says it. Only what a person tried is answered.
  if (event.detail.requestConfig.verb !== "get") tell(event.detail.elt, NOT_SENT);
});
document.addEventListener("htmx:timeout", (event) => {
  if (event.detail.requestConfig.verb !== "get") tell(event.detail.elt, TOO_SLOW);
});
document.addEventListener("htmx:responseError", (event) => {
  const { xhr, elt, requestConfig } = event.detail;
  if (requestConfig.verb === "get") return;
  tell(elt, saidBy(xhr) ?? (xhr.status === 401 ? SIGNED_OUT : FAILED));
});
// A 409 or 422 with a fragment is swapped in; a whole error page must not replace what was typed.
document.addEventListener("htmx:beforeSwap", (event) => {
  const words = event.detail.xhr.status >= 400 && saidBy(event.detail.xhr);
  if (!words) return;
  event.detail.shouldSwap = false;
  tell(event.detail.elt, words);
});

// ---- one submit at a time ----------------------------------------------------------------------

const LET_GO_AFTER = 10_000; // a download answers without leaving the page: free the form again

function busy(form, button) {
  form.setAttribute("aria-busy", "true");
  clear(form);
  button?.setAttribute("data-pressed", "");
}

function free(form) {
  form.removeAttribute("aria-busy");
  document.querySelectorAll("[data-pressed]").forEach((button) => button.removeAttribute("data-pressed"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  busy(form, event.submitter);
  setTimeout(() => free(form), LET_GO_AFTER);
}, true);
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (form) free(form);
});
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(free));

// ---- small conveniences, shown only where they can work --------------------------------------

function reveal(part) {
  part.querySelectorAll("[data-copy], [data-print]").forEach((button) => { button.hidden = false; });
  part.querySelector('[role="alert"][tabindex]')?.focus(); // the error summary of a form that came back
}
reveal(document);
document.addEventListener("htmx:afterSettle", (event) => reveal(event.detail.elt));

async function copy(button) {
  const text = document.getElementById(button.dataset.copy).textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
  } catch { // plain HTTP on a school's own network has no clipboard: select, let the person copy
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    return;
  }
  const word = button.lastChild;
  const before = word.textContent;
  word.textContent = button.dataset.done;
  setTimeout(() => { word.textContent = before; }, 2500);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-print]");
  if (button?.dataset.copy) copy(button);
  else if (button) print();
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
