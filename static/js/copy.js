// data-copy="text" copies it and says so in the announcements.
import { word } from "./words.js";

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  document.getElementById("annonces").textContent = word("copied");
}

export function copyOnClick() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (button) copy(button);
  });
}
