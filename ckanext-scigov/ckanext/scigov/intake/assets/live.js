// The parts of a page that move are fetched again while somebody looks at it; without this script the
// link on the page does the same.
(() => {
  "use strict";
  const EVERY = 3000;
  const LONGEST = 30000;
  let pause = EVERY;

  async function look() {
    if (document.hidden) {
      return true;
    }
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    let moves = false;
    for (const part of document.querySelectorAll("[data-scigov-live]")) {
      const fresh = page.querySelector(`[data-scigov-live="${part.dataset.scigovLive}"]`);
      if (fresh) {
        moves = moves || fresh.hasAttribute("data-scigov-moves");
        part.replaceWith(document.importNode(fresh, true));
      }
    }
    return moves;
  }

  async function again() {
    try {
      if (!(await look())) {
        // It has stopped: its buttons and its report are other ones now.
        window.location.reload();
        return;
      }
      pause = EVERY;
    } catch {
      pause = Math.min(pause * 2, LONGEST);
    }
    window.setTimeout(again, pause);
  }

  window.setTimeout(again, pause);
})();
