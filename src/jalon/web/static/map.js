// The map: closer and further, by buttons and keys; arrows go from one thing to its neighbour. It reads whole without this.
"use strict";
document.querySelectorAll("[data-map]").forEach((frame) => {
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
  const middle = (thing) => { const box = thing.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; };
  const nearest = (from, way) => {
    const [x, y] = middle(from);
    let best = null, least = Infinity;
    frame.querySelectorAll("svg.map a").forEach((other) => {
      if (other === from) return;
      const [ox, oy] = middle(other), ahead = (ox - x) * way[0] + (oy - y) * way[1], aside = Math.abs((ox - x) * way[1]) + Math.abs((oy - y) * way[0]);
      if (ahead <= 4) return;
      const far = ahead + aside * 3;
      if (far < least) { least = far; best = other; }
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
});
