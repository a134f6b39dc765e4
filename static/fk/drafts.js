/* Keeps what is typed into a form as a draft, a moment after the last key, and says so beside the form.
   Without this script nothing is lost either, but only what is sent is kept: see web/keeping.py. */
(() => {
  "use strict";
  const PAUSE = 2000; // milliseconds after the last key
  const AGAIN = 10000; // until the next try without a connection
  const SMALL = 60000; // browsers send no more than 64 KiB from a page that is being left
  const NEVER = ["password", "file"];

  const keeper = (status) => {
    const form = status.closest("form");
    const buttons = form.querySelector(":scope > .kern-btn-wrapper:last-of-type");
    if (buttons) form.insertBefore(status, buttons);
    let timer = 0, asking = null, isDirty = false, isOver = false, isSent = false;

    const say = (sentence) => { if (status.textContent !== sentence) status.textContent = sentence; };

    const typed = () => {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        const field = form.elements[name];
        if (typeof value === "string" && !NEVER.includes(field && field.type)) body.append(name, value);
      }
      return body;
    };

    const later = (pause) => { clearTimeout(timer); timer = setTimeout(keep, pause); };

    const told = async (answer) => {
      if (answer.ok) {
        const { kept, sentence } = await answer.json();
        form.elements.kept.value = kept;
        return say(sentence);
      }
      isOver = answer.status < 500; // 0 is a way to the login page
      if (!isOver) throw new Error("away");
      if (answer.status === 409) return say(`${(await answer.json()).sentence} ${status.dataset.stays}`);
      return say(answer.type === "opaqueredirect" || answer.status === 403 ? status.dataset.ended : status.dataset.not);
    };

    async function keep() {
      if (!isDirty || isOver || isSent || asking) return;
      const body = typed();
      asking = new AbortController();
      isDirty = false;
      try {
        const options = { method: "POST", body, redirect: "manual", signal: asking.signal };
        await told(await fetch(status.dataset.keep, { ...options, keepalive: body.toString().length < SMALL }));
        if (isDirty) later(PAUSE); // typed meanwhile
      } catch (error) {
        isDirty = true;
        if (!isSent) { say(status.dataset.away); later(AGAIN); }
      } finally {
        asking = null;
      }
    }

    form.addEventListener("input", () => { isDirty = true; isSent = false; later(PAUSE); });
    form.addEventListener("submit", (event) => {
      if (isSent) return event.preventDefault(); // pressed twice
      isSent = true;
      clearTimeout(timer);
      if (asking) asking.abort();
    });
    addEventListener("online", () => later(0));
    addEventListener("pageshow", () => { isSent = false; });
    addEventListener("pagehide", keep);
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  };

  document.querySelectorAll(".fk-keeping").forEach(keeper);
})();
