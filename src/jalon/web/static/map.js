// The map: closer and further, by buttons and keys; arrows go from one thing to its neighbour. It reads whole without this.
"use strict";
// Told that the first Tab begins at the top, the browser does not look through the whole drawing for a better place.
if (document.activeElement === document.body && !location.hash) {
  const top = document.createElement("span");
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus({ preventScroll: true });
  top.remove();
}
const begin = (frame) => {
  const bands = frame.querySelectorAll(".map-band");
  const bar = document.querySelector("[data-map-zoom]");
  const STEPS = [50, 75, 100, 140, 200];
  let step = 2;
  const apply = (next) => {
    step = Math.min(Math.max(next, 0), STEPS.length - 1);
    bands.forEach((band) => { band.style.width = `${STEPS[step]}%`; band.style.minWidth = step < 2 ? "0" : ""; });
    bar.querySelector("output").textContent = `${STEPS[step]}\u00a0%`;
    bar.querySelector("[data-by='-1']").disabled = step === 0;
    bar.querySelector("[data-by='1']").disabled = step === STEPS.length - 1;
  };
  if (bar) {
    bar.hidden = false;
    bar.querySelectorAll("button").forEach((button) => button.addEventListener("click", () => apply(step + Number(button.dataset.by))));
  }
  // Where things stand is read from the drawing itself: measuring them would lay out every band that is out of sight.
  let drawn = null;
  const places = () => drawn ??= [...frame.querySelectorAll("svg.map a")].map((thing) => {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((one) => Number(thing.querySelector("rect").getAttribute(one)));
    return { thing, x: x + width / 2, y: y + height / 2 };
  });
  const nearest = (from, way) => {
    const { x, y } = places().find((one) => one.thing === from);
    let best = null, least = Infinity;
    places().forEach((other) => {
      const dx = other.x - x, dy = other.y - y, ahead = dx * way[0] + dy * way[1];
      if (ahead <= 4) return;
      const far = ahead + Math.abs(dx * way[1] + dy * way[0]) * 3;
      if (far < least) { least = far; best = other.thing; }
    });
    return best;
  };
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (bar && (event.key === "+" || event.key === "=")) apply(step + 1);
    else if (bar && event.key === "-") apply(step - 1);
    else if (bar && event.key === "0") apply(2);
    else if (WAYS[event.key] && event.target.closest("svg.map a")) {
      const next = nearest(event.target.closest("a"), WAYS[event.key]);
      if (!next) return;
      next.focus(); next.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else return;
    event.preventDefault();
  });
};
document.querySelectorAll("[data-map]").forEach(begin);

// A filter changes the map and the address without leaving the page: one stays on it, and the count is said. Without this it is a link.
let seen = location.search;
const swap = async (address) => {
  seen = address.search;
  const shown = document.querySelector("[data-map-shown]"), held = document.activeElement?.id;
  shown.setAttribute("aria-busy", "true");
  const text = await fetch(address).then((answer) => (answer.ok && !answer.redirected ? answer.text() : "")).catch(() => "");
  if (seen !== address.search) return; // another was asked for meanwhile
  const read = new DOMParser().parseFromString(text, "text/html"), fresh = read.querySelector("[data-map-shown]");
  if (!fresh) return location.assign(address);
  const [row, told, ...before] = shown.children, [chips, says, ...after] = fresh.children;
  row.replaceWith(chips);
  told.textContent = says.textContent;
  before.forEach((one) => one.remove());
  shown.append(...after);
  shown.removeAttribute("aria-busy");
  document.title = read.title;
  document.querySelectorAll("[data-map]").forEach(begin);
  (document.getElementById(held) ?? document.getElementById("chip-all")).focus({ preventScroll: true });
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-map-shown] :is(.chips, .empty) a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  swap(new URL(link.href));
});
addEventListener("popstate", () => { if (location.search !== seen) swap(new URL(location.href)); });
