// "Ghi vị trí": one tap, only where the school has turned it on; about 100 m, which is all that leaves the phone.

const round = (degrees) => degrees.toFixed(3);

export function withSpot(form, changed) {
  const place = form.querySelector("[data-spot]");
  if (!place || !navigator.geolocation) return;
  place.hidden = false;
  const words = place.querySelector("[role=status]");
  const say = (text) => { words.textContent = text; };
  place.querySelector("[data-take]").addEventListener("click", () => {
    say("Đang tìm vị trí…");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.elements.spot.value = `${round(coords.latitude)},${round(coords.longitude)}`;
      say("Đã ghi vị trí, làm tròn khoảng 100 m.");
      changed();
    }, () => say("Máy không cho biết vị trí. Không sao, cứ lưu lần đến nhà."), { timeout: 20_000, maximumAge: 60_000 });
  });
  place.querySelector("[data-drop]").addEventListener("click", () => {
    form.elements.spot.value = "";
    say("Không ghi vị trí.");
    changed();
  });
}
