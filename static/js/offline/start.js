// Loaded by app.js once the page can be used: the worker, the outbox, and what this page needs of both.

import { catchUp, sayOld } from "./fresh.js";
import { endSession, isAsking, isIdle, isKept, isShared, keepSkew, madeAt, nobodyYet, owner, phone, setPhone } from "./person.js";
import { lockIfIdle, watchLeaving } from "./leave.js";
import { forgetOthers, keepThisPage, takeAlong } from "./pages.js";
import { mustSetPin } from "./pin.js";
import { forgetReceived } from "./outbox.js";
import { keepSending } from "./sender.js";
import { here } from "./words.js";

const ready = "serviceWorker" in navigator
  ? navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready).catch(() => null)
  : null;

function addManifest() {
  const made = Object.assign(document.createElement("link"), { rel: "manifest", href: "/manifest.webmanifest" });
  document.head.append(made);
}

// False when this page must not be used: it belongs to somebody who has left, or has been idle too long.
async function settleWho() {
  const found = await phone();
  if (found?.ending === owner && !isKept) {
    if (await endSession()) await setPhone(nobodyYet);
    location.replace("/dang-nhap");
    return false;
  }
  if (!isKept && found?.shared && found.owner === owner && isIdle(found)) return !await lockIfIdle();
  const name = document.querySelector(".menu__who b")?.textContent;
  const now = { owner, name, shared: isShared, seenAt: Date.now() };
  if (isShared && await mustSetPin(owner)) {
    await setPhone(() => ({ ...now, pinless: true }));
    location.replace(`/khoa?tiep=${here()}`);
    return false;
  }
  if (isKept) await setPhone((old) => ({ ...old, seenAt: now.seenAt }));
  else await setPhone(() => now);
  if (!isShared) await forgetOthers();
  if (isKept && found?.ending) endSession();
  return true;
}

async function forPerson() {
  if (!await settleWho()) return;
  let caughtUp;
  if (isAsking()) caughtUp = catchUp();
  else if (isKept) sayOld("Không có mạng");
  else keepSkew(performance.timeOrigin + performance.getEntriesByType("navigation")[0].responseStart - madeAt);
  watchLeaving();
  if (document.querySelector('form[data-outbox=""]')) await import("./sheet.js");
  if (document.querySelector('form[data-outbox="visit"]')) await import("./visit.js");
  if (document.querySelector('form[data-outbox="contact"]')) await import("./contact.js");
  if (["/", "/diem-danh"].includes(location.pathname)) (await import("./home.js")).begin();
  if (document.getElementById("queue")) (await import("./queue.js")).begin();
  keepSending();
  await forgetReceived();
  await ready;
  await caughtUp;
  await keepThisPage().then(takeAlong).catch(() => {}); // no signal: at the next page
}

async function forNobody() {
  if (document.getElementById("unlock")) (await import("./lock.js")).begin();
  else if (document.getElementById("not-kept")) (await import("./not_kept.js")).begin();
  else if (document.querySelector('form[action="/dang-nhap"]')) await leftBehind();
}

// The sign-in page came from the server: whoever was here before is not any more, perhaps because they
// ended this phone's session from another one. A shared phone keeps its pages behind the PINs.
async function leftBehind() {
  const isShared = (await phone())?.shared;
  if (isShared) document.querySelector('[name="shared_device"][value="1"]').checked = true; // it stays one
  else await forgetOthers();
  await setPhone(nobodyYet);
}

addManifest();
if (owner) forPerson();
else forNobody();
