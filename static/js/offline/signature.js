// A signature drawn by an adult of the family. It stands under what was written then: when that is changed,
// it is taken back and asked for again.

import { blobOf, drawOn, encode, textOf } from "./drawing.js";

export function withSignature(form, changed) {
  const place = form.querySelector("[data-signature]");
  const canvas = place.querySelector("canvas");
  const words = place.querySelector("[role=status]");
  const ink = canvas.getContext("2d");
  let drawn; // { type, data }

  function clear(text = "") {
    ink.clearRect(0, 0, canvas.width, canvas.height);
    drawn = undefined;
    words.textContent = text;
  }

  function showChosen() {
    place.hidden = form.querySelector("[name=given]:checked")?.value !== "drawn";
  }

  drawOn(canvas, { width: () => 5, done: async () => {
    drawn = { type: "image/png", data: await textOf(await encode(canvas, "image/png")) };
    words.textContent = "";
    changed();
  } });
  place.querySelector("[data-clear]").addEventListener("click", () => {
    clear();
    changed();
  });
  form.addEventListener("change", showChosen);
  showChosen();

  return {
    read: () => (drawn ? { signature: [drawn] } : {}),
    withdraw: () => drawn && clear("Nội dung đã đổi sau khi ký: xin gia đình ký lại."),
    async put({ signature: [found] = [] }) {
      clear();
      showChosen();
      if (!found) return;
      drawn = found;
      ink.drawImage(await createImageBitmap(blobOf(found)), 0, 0);
    },
  };
}
