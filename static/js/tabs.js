// The current tab is brought into view when the row of tabs scrolls.
export function showCurrentTab() {
  for (const row of document.querySelectorAll(".tabs")) {
    const current = row.querySelector("[aria-current]");
    if (current) row.scrollLeft = current.offsetLeft - row.clientWidth / 2 + current.clientWidth / 2;
  }
}
