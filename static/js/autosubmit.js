// A filter form with data-autosubmit leaves by itself; its button is only for no-script readers.
export function sendOnChange() {
  for (const form of document.querySelectorAll("form[data-autosubmit]")) {
    form.querySelector("[data-autosubmit-button]")?.setAttribute("hidden", "");
    form.addEventListener("change", () => form.requestSubmit());
  }
}
