"use strict";
(() => {
  const bar = document.getElementById("preview");
  history.scrollRestoration = "manual";
  const key = "examen-preview:" + location.pathname;
  const shown = bar.dataset.shown === "document";
  const kept = Number(sessionStorage.getItem(key));
  if (shown && kept) {
    scrollTo(0, kept);
  }
  if (shown) {
    addEventListener("scroll", () => sessionStorage.setItem(key, String(scrollY)), { passive: true });
  }
  const events = new EventSource("/events?state=" + bar.dataset.state);
  const output = bar.querySelector("output");
  events.addEventListener("changed", () => {
    events.close();
    location.reload();
  });
  events.addEventListener("open", () => { output.textContent = ""; });
  events.addEventListener("error", () => { output.textContent = output.dataset.gone; });
})();
