// Search and go to, by Ctrl K or its button: results as one types, arrows and Enter. Without this the button leads to its page.
"use strict";
const finder = document.querySelector("[data-find]");
const field = finder?.querySelector("input");
const told = finder?.querySelector("[role=status]");
let asking = null, waiting = 0;

const options = () => [...finder.querySelectorAll("[role=option]")];
const choose = (next) => {
  const all = options();
  all.forEach((one) => one.setAttribute("aria-selected", one === next ? "true" : "false"));
  if (next) field.setAttribute("aria-activedescendant", next.id); else field.removeAttribute("aria-activedescendant");
  next?.scrollIntoView({ block: "nearest" });
};
const open = () => { if (!finder.open) finder.showModal(); field.focus(); field.select(); };
const show = (list) => {
  finder.querySelector("#find-list").replaceWith(list);
  list.querySelectorAll("a").forEach((one) => { one.tabIndex = -1; });
  field.setAttribute("aria-expanded", String(options().length > 0));
  told.textContent = list.dataset.told ?? "";
  choose(null);
};
const ask = async () => {
  asking?.abort();
  asking = new AbortController();
  const text = field.value.trim() && await fetch(`/search?part=1&q=${encodeURIComponent(field.value)}`, { signal: asking.signal })
    .then((answer) => (answer.ok && !answer.redirected ? answer.text() : "")).catch(() => null);
  if (text === null) return;
  const list = text ? new DOMParser().parseFromString(text, "text/html").getElementById("find-list") : null;
  if (list) return show(document.importNode(list, true));
  const empty = finder.querySelector("#find-list").cloneNode(false);
  delete empty.dataset.told;
  show(empty);
};

if (finder) {
  document.querySelectorAll("[data-find-open]").forEach((one) => one.addEventListener("click", (event) => { event.preventDefault(); open(); }));
  finder.querySelector("[data-find-close]").addEventListener("click", () => finder.close());
  finder.addEventListener("click", (event) => { if (event.target === finder) finder.close(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
  });
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  field.addEventListener("keydown", (event) => {
    const all = options(), at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!all.length) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
    } else if (event.key === "Enter" && at >= 0) all[at].click();
    else return;
    event.preventDefault();
  });
}
