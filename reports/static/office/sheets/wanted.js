// The cell that somebody was led to. Without this script the browser gives it the focus; with the
// theme's scripts the page is still hidden at that moment.
"use strict";

window.addEventListener("load", () => {
  requestAnimationFrame(() => {
    const cell = document.querySelector(".sheet [autofocus]");
    if (!cell || (document.activeElement && document.activeElement !== document.body)) return;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "center", inline: "center" });
  });
});
