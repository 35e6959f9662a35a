// "Sao chép báo cáo nhanh" is a link to the text. Where a page may copy, it copies at once instead.

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-copy-text]");
  if (!link || !navigator.clipboard) return; // plain HTTP in a school's network: follow the link
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(document.getElementById(link.dataset.copyText).textContent.trim());
  } catch { // the browser refused: the page with the text is still there
    location.assign(link.href);
    return;
  }
  const words = link.textContent;
  link.textContent = link.dataset.done;
  setTimeout(() => { link.textContent = words; }, 2500);
});
