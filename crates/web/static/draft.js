// Keeps what is typed into a report in this browser, and nowhere else, until it is sent or forgotten: a
// lost connection loses no words. Hidden fields, files and secrets are never kept. See docs/decisions.
"use strict";
for (const form of document.querySelectorAll("form[data-draft]")) {
  const place = `draft ${form.dataset.draft}`;
  const panel = document.querySelector(`[data-draft-says="${form.dataset.draft}"]`);
  const says = panel.querySelector("[role=status]");
  const week = 7 * 24 * 60 * 60 * 1000;
  let keeps = true;

  // A browser that keeps nothing for this site loses nothing either: the form works as without script.
  const quietly = (work) => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  const controls = () =>
    [...form.elements].filter((one) => one.name && one.matches("input, select, textarea") &&
      !/^(hidden|file|password|submit|button)$/.test(one.type));
  const chosen = (one) => /^(checkbox|radio)$/.test(one.type);

  const keep = () => {
    if (!keeps) return;
    const said = controls().filter((one) => (chosen(one) ? one.checked : one.value));
    const typed = said.some((one) => !chosen(one) && !one.matches("select"));
    if (!typed) return;
    const fields = said.map((one) => [one.name, one.value]);
    quietly(() => localStorage.setItem(place, JSON.stringify({ at: Date.now(), fields })));
    if (panel.hidden && quietly(() => localStorage.getItem(place))) {
      panel.hidden = false;
      says.textContent = panel.dataset.kept;
    }
  };

  const bring = () => {
    const text = quietly(() => localStorage.getItem(place));
    const draft = text && quietly(() => JSON.parse(text));
    if (!draft || !Array.isArray(draft.fields)) return;
    if (!(Date.now() - draft.at < week)) return void quietly(() => localStorage.removeItem(place));
    const fields = draft.fields.filter((field) => Array.isArray(field));
    const has = (name, value) => fields.some((one) => one[0] === name && one[1] === value);
    for (const one of controls()) {
      const found = fields.find((field) => field[0] === one.name);
      if (chosen(one)) one.checked = has(one.name, one.value);
      else if (found) one.value = String(found[1]);
    }
    panel.hidden = false;
    says.textContent = panel.dataset.brought;
  };

  panel.querySelector("[data-draft-forget]").addEventListener("click", () => {
    keeps = false;
    quietly(() => localStorage.removeItem(place));
    says.textContent = panel.dataset.forgotten;
  });
  let soon = 0;
  form.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => sending || keep(), 300);
  });
  // The answer to a report that was received makes the browser forget the draft, and this page is still
  // here for a moment: it must not keep it again.
  let sending = false;
  form.addEventListener("submit", () => {
    clearTimeout(soon);
    keep();
    sending = true;
  });
  addEventListener("pageshow", () => (sending = false));
  addEventListener("pagehide", () => sending || keep());
  if (form.hasAttribute("data-draft-fresh")) bring();
  else keep();
}
