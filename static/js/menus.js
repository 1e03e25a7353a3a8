// Menus are <details>: they close on Escape, on a click elsewhere, when focus leaves.
function close(menu, returnFocus) {
  menu.open = false;
  if (returnFocus) menu.querySelector("summary").focus();
}

function opened() {
  return document.querySelectorAll("details.menu[open]");
}

export function closeMenus() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") opened().forEach((menu) => close(menu, true));
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      opened().forEach((menu) => menu.contains(event.target) || close(menu, false));
    });
  }
}
