// Small conveniences; every page works without them.
"use strict";
const root = document.documentElement;

// The press is drawn at once; the page, which has every colour to find again, turns whole in the frame after.
const turn = () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  document.getAnimations().forEach((one) => { if (one instanceof CSSTransition) one.finish(); });
};
document.querySelectorAll("[data-theme-next]").forEach((button) => button.addEventListener("click", () => requestAnimationFrame(() => setTimeout(turn))));

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// A menu closes by Escape, and when one looks elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

// Files chosen or dropped are sent at once.
document.querySelectorAll("[data-drop]").forEach((drop) => {
  const input = drop.querySelector("input[type=file]");
  input.addEventListener("change", () => {
    if (!input.files.length) return;
    drop.setAttribute("aria-busy", "true");
    input.form.requestSubmit();
  });
  ["dragover", "dragleave", "drop"].forEach((name) => drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name !== "drop") return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  }));
});

// A form that shows its result: read again at each choice, only the parts that tell are replaced.
document.querySelectorAll("form[data-live]").forEach((form) => {
  let asking = null;
  form.addEventListener("change", async () => {
    asking?.abort();
    asking = new AbortController();
    const typed = new FormData(form), sent = { method: "POST", body: typed, signal: asking.signal };
    const text = await fetch(form.action, sent).then((answer) => (answer.ok ? answer.text() : "")).catch(() => "");
    if (!text) return;
    const read = new DOMParser().parseFromString(text, "text/html");
    const seen = read.querySelector("input[name=seen]");
    if (!seen || seen.value !== form.elements.seen.value) return form.requestSubmit();
    const active = document.activeElement, focused = active?.id;
    const typing = active?.matches("textarea, input:not([type=checkbox], [type=radio])") && active.value !== typed.get(active.name);
    form.querySelectorAll("[data-part]").forEach((part) => {
      if (typing && part.contains(active)) return; // it asks again itself, once it is written
      const fresh = read.getElementById(part.id);
      if (fresh && fresh.outerHTML !== part.outerHTML) part.replaceWith(fresh);
    });
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
  });
});

// While the scorecard is being computed, ask now and then; reload when it is there.
const working = document.querySelector("[data-working]");
if (working) {
  const ask = async () => {
    const said = await fetch(working.dataset.working, { headers: { Accept: "application/json" } }).then((r) => r.json()).catch(() => ({}));
    const bar = working.querySelector("progress");
    if (bar && said.progress) bar.value = said.progress;
    if (said.working === false) location.reload(); else setTimeout(ask, 1500);
  };
  setTimeout(ask, 1500);
}

// A part that takes its time is read once the page is there; its own link stays where it cannot be had.
document.querySelectorAll("[data-later]").forEach(async (part) => {
  part.setAttribute("aria-busy", "true");
  const answer = await fetch(part.dataset.later).catch(() => null);
  const text = answer?.ok && !answer.redirected ? await answer.text() : null;
  if (text === null) return part.removeAttribute("aria-busy");
  part.replaceWith(...new DOMParser().parseFromString(text, "text/html").body.children);
});
