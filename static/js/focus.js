// After a swap, focus goes where the reader must look: the errors, what data-focus names, or a field of data-focus-in.
export function keepFocus() {
  document.querySelector("#resume-erreurs")?.focus();
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail.ctx.target;
    const swapped = target?.isConnected ? target : document.getElementById(target?.id ?? "");
    const root = swapped ?? document;
    const next = root.querySelector("#resume-erreurs, [data-focus], [data-focus-in] input");
    next?.focus();
  });
}
