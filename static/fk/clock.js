// How long a case has been on the wall. Nothing is kept; without a script the page says when it was called up.
(function () {
  const clock = document.querySelector(".fk-clock");
  if (!clock) return;
  const gone = clock.querySelector(".fk-clock__gone");
  const begun = Date.now();
  const long = Number(clock.dataset.long);
  function tick() {
    const minutes = Math.floor((Date.now() - begun) / 60000);
    gone.textContent = "· " + minutes + " " + clock.dataset.minutes;
    clock.classList.toggle("fk-clock--long", minutes >= long);
  }
  tick();
  setInterval(tick, 10000);
})();
