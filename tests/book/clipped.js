// Code and formulas of which a reader sees a part only: what reaches beyond an element that cuts it off, or the window.
// A table may scroll as a whole, and what stands in it with it, but for the buttons that copy a formula.
const scrolls = (element) => !["visible", ""].includes(getComputedStyle(element).overflowX);
const isTable = (element) => element.matches(":has(> table, > div > table, > * > * > table)");
const cut = (formula) => {
  const drawn = formula.querySelector("mjx-math, svg");
  if (!drawn) return false;
  const box = drawn.getBoundingClientRect();
  for (let element = formula.parentElement; element && !element.matches("article"); element = element.parentElement) {
    if (!scrolls(element)) continue;
    if (isTable(element) && element.scrollWidth > element.clientWidth + 1) return false;
    if (box.right > element.getBoundingClientRect().right + 2) return true;
  }
  return box.width > 0 && box.right > window.innerWidth;
};
const hidden = (button) => {
  const right = button.getBoundingClientRect().right;
  for (let element = button.parentElement; element && !element.matches("article"); element = element.parentElement) {
    if (scrolls(element) && right > element.getBoundingClientRect().right + 2) return true;
  }
  return false;
};
const words = (element) => element.textContent.trim().replace(/\s+/g, " ").slice(0, 80);
const formulas = [...document.querySelectorAll("article mjx-container")].filter(cut);
const code = [...document.querySelectorAll("article pre")].filter((block) => block.scrollWidth > block.clientWidth + 1);
const buttons = [...document.querySelectorAll("article .lsec-copy button")].filter(hidden);
const tall = document.querySelector("article").scrollHeight;
return { clipped: [...formulas, ...code, ...buttons].map(words), tall };
