// Sends the answers of a form as they change, and shows in place what the server makes of them.
// It computes nothing: the form's own button does the same without it. See docs/decisions.
"use strict";
for (const form of document.querySelectorAll("form[data-live]")) {
  const says = form.querySelector("[data-live-says]");
  let asked = null;

  // Only the answers leave the page, and what shows that the form is ours.
  const answers = (control) => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (/^((claim|from|note)\.|form_token$)/.test(name)) body.append(name, value);
    }
    // The question that somebody is at keeps its place.
    const question = control && control.closest("[data-open] [data-fact]");
    body.append("stay", question ? question.dataset.fact : "");
    return body;
  };

  const swap = (html) => {
    const old = form.querySelector("[data-live-part]");
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("[data-live-part]");
    if (!fresh) return;
    const at = document.activeElement;
    const top = at && old.contains(at) ? at.getBoundingClientRect().top : null;
    const typed = at && "value" in at && !/^(radio|checkbox)$/.test(at.type) ? at.value : null;
    for (const folded of old.querySelectorAll("details[id]")) {
      const same = page.getElementById(folded.id);
      if (same) same.open = folded.open;
    }
    old.replaceWith(document.adoptNode(fresh));
    says.textContent = fresh.dataset.says;
    if (top === null) return;
    const again = document.getElementById(at.id);
    if (!again) return;
    if (typed !== null) again.value = typed;
    for (let up = again.closest("details"); up; up = up.parentElement.closest("details")) {
      up.open = true;
    }
    again.focus({ preventScroll: true });
    window.scrollBy(0, again.getBoundingClientRect().top - top);
  };

  const ask = async (control) => {
    if (asked) asked.abort();
    const mine = (asked = new AbortController());
    form.setAttribute("aria-busy", "true");
    try {
      const headers = { "x-live": "1" };
      const call = { method: "POST", body: answers(control), headers, signal: mine.signal };
      const answer = await fetch(form.dataset.live, call);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      swap(await answer.text());
    } catch (error) {
      if (error.name === "AbortError") return;
      says.textContent = form.dataset.failed || "This could not be checked just now. What you typed is still here.";
    }
    form.removeAttribute("aria-busy");
  };

  // Somebody who types in a menu is given the time to finish the word.
  let soon = 0;
  form.addEventListener("change", (event) => {
    const control = event.target;
    if (!control.closest("[data-live-part]")) return;
    clearTimeout(soon);
    form.setAttribute("aria-busy", "true");
    soon = setTimeout(() => ask(control), control.matches("select") ? 400 : 0);
  });
  form.addEventListener("click", (event) => {
    if (!event.target.closest("[data-live-button]")) return;
    event.preventDefault();
    ask(null);
  });
}
