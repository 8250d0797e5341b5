// Formulas that are wider than their place are made smaller, as far as they stay legible; beyond that they scroll.
(() => {
  "use strict";
  const LEAST = 0.5;

  const scrolls = (element) => !["visible", ""].includes(getComputedStyle(element).overflowX);

  /* The nearest element that would cut the formula off, and is no table that scrolls as a whole. */
  function frame(formula) {
    let element = formula.parentElement;
    while (element.parentElement && !scrolls(element) && !element.matches("article")) element = element.parentElement;
    return element;
  }

  function fit(formula) {
    const drawn = formula.querySelector("mjx-math, svg");
    formula.style.fontSize = "";
    if (!drawn) return;
    const room = frame(formula).getBoundingClientRect().right - drawn.getBoundingClientRect().left;
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
