// Formulas that are wider than their place are made smaller, as far as they stay legible; beyond that they scroll.
(() => {
  "use strict";
  const LEAST = 0.45;
  const GAP = 16;

  const scrolls = (element) => !["visible", ""].includes(getComputedStyle(element).overflowX);

  /* How much room the buttons in the row of a formula need, one below the other. */
  function besides(formula) {
    const buttons = formula.closest("tr")?.querySelectorAll("td .lsec-copy button") ?? [];
    if (!buttons.length || getComputedStyle(buttons[0].closest("td")).display !== "table-cell") return 0;
    return GAP + Math.max(...[...buttons].map((button) => button.offsetWidth));
  }

  /* How far to the right a formula is seen: the nearest edge of all elements that cut it off, less what stands beside. */
  function edge(formula) {
    const kept = besides(formula);
    let right = window.innerWidth;
    for (let element = formula.parentElement; element && !element.matches("article"); element = element.parentElement) {
      if (!scrolls(element)) continue;
      right = Math.min(right, element.getBoundingClientRect().right - (element.closest("tr") ? 0 : kept));
    }
    return Math.min(right, formula.closest("article").getBoundingClientRect().right);
  }

  function fit(formula) {
    const drawn = formula.querySelector("mjx-math, svg");
    formula.style.fontSize = "";
    if (!drawn) return;
    const room = edge(formula) - drawn.getBoundingClientRect().left;
    const width = drawn.getBoundingClientRect().width;
    if (width <= room || room <= 0) return;
    const size = parseFloat(getComputedStyle(formula).fontSize);
    formula.style.fontSize = `${size * Math.max(LEAST, 0.99 * room / width)}px`;
  }

  const all = () => document.querySelectorAll("article mjx-container").forEach(fit);

  let width = 0;
  function refit() {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    all();
  }

  window.addEventListener("load", () => {
    const typeset = window.MathJax && MathJax.startup ? MathJax.startup.promise : Promise.resolve();
    typeset.then(() => { refit(); window.addEventListener("resize", refit); });
  });
})();
