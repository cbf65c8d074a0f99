// Sliders of a split: a slider and its number say the same, and the gain is weighed while one moves them.
"use strict";
document.querySelectorAll("form[data-split]").forEach((form) => {
  let asking = null, later = 0;
  const weigh = async () => {
    asking?.abort();
    asking = new AbortController();
    const asked = new URLSearchParams(new FormData(form));
    asked.set("part", "1");
    const text = await fetch(`${form.action}?${asked}`, { signal: asking.signal }).then((answer) => (answer.ok ? answer.text() : "")).catch(() => "");
    const fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById("tried");
    if (fresh) document.getElementById("tried").replaceWith(fresh);
  };
  form.addEventListener("input", (event) => {
    const twin = event.target.dataset.twin && document.getElementById(event.target.dataset.twin);
    if (twin) twin.value = event.target.value;
    const slider = event.target.id && form.querySelector(`[data-twin="${event.target.id}"]`);
    if (slider) slider.value = event.target.value;
    clearTimeout(later);
    later = setTimeout(weigh, 60);
  });
});
