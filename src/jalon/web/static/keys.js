// Keys: "g" then a letter goes to a room, "/" searches, "?" tells them all; never while one types, and off where one says so.
"use strict";
const sheet = document.querySelector("[data-keys]");
const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const LONGEST = 1500; // milliseconds between "g" and its letter
let began = 0;

const off = () => document.cookie.split("; ").includes("keys=off");
const tell = () => { if (!sheet.open) sheet.showModal(); };

// In a long text, Ctrl and Enter send its form.
document.addEventListener("keydown", (event) => {
  const text = event.target.closest?.("textarea");
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !text?.form || text.form.matches("[data-live]")) return;
  event.preventDefault();
  text.form.requestSubmit();
});

if (sheet) {
  const single = sheet.querySelector("input");
  single.checked = !off();
  single.addEventListener("change", () => { document.cookie = `keys=${single.checked ? "on" : "off"}; path=/; max-age=31536000; samesite=lax`; });
  sheet.querySelector("[data-keys-close]").addEventListener("click", () => sheet.close());
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
  document.querySelectorAll("[data-keys-open]").forEach((one) => {
    one.hidden = false;
    one.addEventListener("click", () => { one.closest("details")?.removeAttribute("open"); tell(); });
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || off()) return;
    if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
    const after = event.timeStamp - began < LONGEST;
    began = 0;
    const room = after && [...sheet.querySelectorAll("a[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase());
    if (room) room.click();
    else if (event.key === "g") began = event.timeStamp;
    else if (event.key === "?") tell();
    else if (event.key === "/") document.querySelector("[data-find-open]")?.click();
    else return;
    event.preventDefault();
  });
}
