/* What takes long says so once it is asked for, and is not asked for twice. Without this script the sentence beside the
   button says beforehand how long it may take. */
(() => {
  "use strict";
  const AGAIN = 10000; // milliseconds after which a download may be asked for once more

  const waiting = (status) => {
    const form = status.closest("form"), asked = form || status.parentElement.querySelector("a[href]");
    const before = status.textContent;

    const rest = () => {
      asked.removeAttribute("aria-busy");
      status.textContent = before;
    };

    asked.addEventListener(form ? "submit" : "click", (event) => {
      if (asked.hasAttribute("aria-busy")) return event.preventDefault();
      asked.setAttribute("aria-busy", "true");
      status.textContent = `${status.dataset.busy} ${before}`;
      if (!form) setTimeout(rest, AGAIN); // nobody tells the page when a download begins
    });
    addEventListener("pageshow", rest);
  };

  document.querySelectorAll(".fk-busy").forEach(waiting);
})();
