// Drawing on a canvas with a finger. `done` is called when the finger is lifted.

export function drawOn(canvas, { width, isOn = () => true, done }) {
  const ink = canvas.getContext("2d");
  const at = ({ offsetX, offsetY }) => [offsetX * canvas.width / canvas.clientWidth, offsetY * canvas.height / canvas.clientHeight];
  let isDrawing = false;

  canvas.addEventListener("pointerdown", (event) => {
    if (!isOn()) return;
    isDrawing = true;
    canvas.setPointerCapture(event.pointerId);
    Object.assign(ink, { lineWidth: width(), lineCap: "round", lineJoin: "round", strokeStyle: "black" });
    ink.beginPath();
    ink.moveTo(...at(event));
    ink.lineTo(...at(event));
    ink.stroke();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDrawing) return;
    ink.lineTo(...at(event));
    ink.stroke();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => {
      if (isDrawing) done();
      isDrawing = false;
    });
  }
}

// As text, which lives in the phone's store and in a file saved from it alike.
export const textOf = (blob) => new Promise((resolve) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.split(",")[1]);
  reader.readAsDataURL(blob);
});

export function blobOf({ type, data }) {
  return new Blob([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], { type });
}

export const encode = (canvas, type, quality) => new Promise((resolve) => canvas.toBlob(resolve, type, quality));
