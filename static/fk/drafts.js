/* Keeps what is typed into a form as a draft, a moment after the last key, and says so beside the form. It is sent only
   to a server that answers: without a connection the text stays where it is.
   Without this script nothing is lost either, but only what is sent is kept: see web/keeping.py. */
(() => {
  "use strict";
  const PAUSE = 2000; // milliseconds after the last key
  const AGAIN = 10000; // until the next try without a connection
  const PATIENCE = 10000; // then there is no connection
  const SMALL = 60000; // browsers send no more than 64 KiB from a page that is being left
  const NEVER = ["password", "file"];

  const keeper = (status) => {
    const form = status.closest("form");
    const buttons = form.querySelector(":scope > .kern-btn-wrapper:last-of-type");
    if (buttons) form.insertBefore(status, buttons);
    let timer = 0, asking = null, isDirty = false, isOver = false, isSent = false, isHeld = false, isAnswered = false;
    let isKept = !form.querySelector("[role=alert]"); // nothing typed yet, unless it comes back to be mended

    const say = (sentence) => { if (status.textContent !== sentence) status.textContent = sentence; };

    const busy = (isBusy) => isBusy ? form.setAttribute("aria-busy", "true") : form.removeAttribute("aria-busy");

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
        isKept = !isDirty;
        return say(isHeld ? `${sentence} ${status.dataset.again}` : sentence);
      }
      isOver = answer.status < 500; // 0 is a way to the login page
      if (!isOver) throw new Error("away");
      if (answer.status === 409) return say(`${(await answer.json()).sentence} ${status.dataset.stays}`);
      return say(answer.type === "opaqueredirect" || answer.status === 403 ? status.dataset.ended : status.dataset.not);
    };

    /* True if the server is there, whatever it thinks of the text. */
    async function ask() {
      const body = typed(), options = { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
      let isThere = false;
      isDirty = false;
      try {
        const keepalive = body.toString().length < SMALL;
        const answer = await fetch(status.dataset.keep, { ...options, keepalive });
        isThere = answer.status <= 500; // above it is the proxy that answers
        await told(answer);
        if (isDirty) later(PAUSE); // typed meanwhile
      } catch (error) {
        isDirty = true;
        say(isHeld ? status.dataset.unsent : status.dataset.away);
        later(AGAIN);
      }
      return isThere;
    }

    const asked = () => (asking ??= ask().finally(() => { asking = null; }));

    function keep() {
      if (isDirty && !isOver && !isSent && !asking) asked();
    }

    /* A browser that finds nobody shows its own page and forgets the text: so the server is asked first. */
    const sendsIfThere = async (button) => {
      isHeld = true;
      clearTimeout(timer);
      if (asking) await asking;
      if (!await asked()) {
        busy(isSent = false);
        return;
      }
      isHeld = isSent = false;
      isAnswered = true;
      form.requestSubmit(button);
      isAnswered = false;
    };

    form.addEventListener("input", () => { isDirty = true; isKept = isSent = false; later(PAUSE); });
    form.addEventListener("submit", (event) => {
      if (isSent) return event.preventDefault(); // pressed twice
      busy(isSent = true);
      clearTimeout(timer);
      if (isAnswered || (isKept && navigator.onLine && !asking)) return;
      event.preventDefault();
      sendsIfThere(event.submitter);
    });
    addEventListener("online", () => later(0));
    addEventListener("pageshow", () => busy(isSent = false));
    addEventListener("pagehide", keep);
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  };

  document.querySelectorAll(".fk-keeping").forEach(keeper);
})();
