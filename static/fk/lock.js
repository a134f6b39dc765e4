/* "Lock now" without a wait: Escape three times, or the button, blanks the screen, ends the session and leaves.
   Without this script the button does the same as a plain form. All tabs of the browser leave together.
   The page of a fault knows nobody: there it is a link to the page that ends whatever session there is. */
(() => {
  "use strict";
  const PRESSES = 3;
  const WITHIN = 1500; // milliseconds
  const PATIENCE = 3000; // then the page is left without the server's answer
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("lock") : null;
  let pressed = [];

  const form = () => document.querySelector("form[data-lock]");
  const link = () => document.querySelector("a[data-lock]");

  const blank = () => {
    document.documentElement.hidden = true;
    document.title = "…";
  };

  const leave = (address) => location.replace(address);

  const follow = (found) => {
    if (!found) return;
    blank();
    if (tabs) tabs.postMessage(found.href);
    leave(found.href);
  };

  const lock = () => {
    const found = form();
    if (!found) return follow(link());
    const address = found.elements.next.value;
    blank();
    if (tabs) tabs.postMessage(address);
    const sent = fetch(found.action, { method: "POST", body: new FormData(found), redirect: "manual", keepalive: true });
    const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    Promise.race([sent, waited]).catch(() => {}).then(() => leave(address));
  };

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = Date.now();
    pressed = [...pressed.filter((moment) => now - moment < WITHIN), now];
    if (pressed.length >= PRESSES) lock();
  }, true);

  addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    lock();
  }, true);

  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // the browser's own copy of a page that may no longer be shown
  });

  if (tabs) tabs.onmessage = (message) => {
    if (!form() && !link()) return;
    blank();
    leave(message.data);
  };
})();
