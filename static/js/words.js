// The few sentences that scripts say, written and translated by the base template.
export function word(name) {
  return document.body.dataset[name] ?? "";
}
