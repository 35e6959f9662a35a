// Photos of a visit, where the school allows them: drawn anew on the phone, so that nothing the camera wrote
// into them stays (place, time), small enough for a weak signal, with parts painted over by a finger.

import { blobOf, drawOn, encode, textOf } from "./drawing.js";
import { button, element } from "./words.js";

const LONGEST = 1600; // pixels; a page of handwriting stays readable
const MOST = 200_000; // bytes
const TYPE = "image/jpeg";

// { read() → fields, put(fields) }; `changed` is called after each change.
export function withPhotos(form, changed) {
  const place = form.querySelector("[data-photos]");
  if (!place) return { read: () => ({}), put() {} };
  place.hidden = false;
  const list = place.querySelector("[data-list]");
  const words = place.querySelector("[role=status]");
  let kept = [];

  function add(name, canvas, picture) {
    const one = { name, ...picture };
    kept.push(one);
    list.append(figure(canvas, one));
    tell();
  }

  function figure(canvas, one) {
    const made = element("figure", "photo");
    let isCovering = false;
    const cover = button("Che một chỗ", () => {
      isCovering = !isCovering;
      canvas.classList.toggle("photo__covering", isCovering);
      cover.textContent = isCovering ? "Xong" : "Che một chỗ";
    });
    const remove = button("Bỏ ảnh này", () => {
      kept = kept.filter((other) => other !== one);
      made.remove();
      tell();
      changed();
    });
    drawOn(canvas, { width: () => canvas.width / 8, isOn: () => isCovering, done: async () => {
      Object.assign(one, await packed(canvas));
      changed();
    } });
    const row = element("div", "cluster");
    row.append(cover, remove);
    made.append(canvas, row);
    return made;
  }

  function tell(text = "") {
    const isFull = kept.length >= Number(place.dataset.photos);
    place.querySelectorAll("input").forEach((input) => { input.disabled = isFull; });
    words.textContent = text || (isFull ? `Đã đủ ${kept.length} ảnh.` : "");
  }

  place.addEventListener("change", async ({ target }) => {
    if (target.type !== "file" || !target.files[0]) return;
    try {
      const canvas = drawn(await createImageBitmap(target.files[0], { imageOrientation: "from-image" }));
      add(target.name, canvas, await packed(canvas));
      changed();
    } catch {
      tell("Không đọc được ảnh này. Hãy chụp lại.");
    }
    target.value = "";
  });

  return {
    read: () => Object.fromEntries(["paper_photo", "place_photo"].map((name) => [name, kept.filter((one) => one.name === name).map(({ type, data }) => ({ type, data }))])),
    async put(fields) {
      kept = [];
      list.replaceChildren();
      for (const name of ["paper_photo", "place_photo"]) {
        for (const picture of fields[name] ?? []) add(name, drawn(await createImageBitmap(blobOf(picture))), picture);
      }
    },
  };
}

function drawn(picture) {
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = element("canvas");
  [canvas.width, canvas.height] = [picture.width * scale, picture.height * scale];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function packed(canvas) {
  for (const quality of [0.8, 0.6, 0.45, 0.3]) {
    const blob = await encode(canvas, TYPE, quality);
    if (blob.size <= MOST || quality === 0.3) return { type: TYPE, data: await textOf(blob) };
  }
}
