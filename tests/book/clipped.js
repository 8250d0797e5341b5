// Code and formulas of which a reader sees a part only: what is wider than the nearest element that cuts it off.
// A table may scroll as a whole; a formula in it is measured against its own cell's contents by the table.
const scrolls = (element) => !["visible", ""].includes(getComputedStyle(element).overflowX);
const frame = (element) => {
  let found = element;
  while (found.parentElement && !scrolls(found) && !found.matches("article")) found = found.parentElement;
  return found;
};
const isTable = (element) => element.querySelector(":scope > table, :scope > div > table, :scope > * > * > table") !== null;
const wide = (element, drawn) => {
  const box = drawn.getBoundingClientRect();
  const around = frame(element);
  return box.width > 0 && !isTable(around) && box.right > around.getBoundingClientRect().right + 2;
};
const words = (element) => element.textContent.trim().replace(/\s+/g, " ").slice(0, 80);
const formulas = [...document.querySelectorAll("article mjx-container")].filter((formula) => {
  const drawn = formula.querySelector("mjx-math, svg");
  return drawn && wide(formula.parentElement, drawn);
});
const code = [...document.querySelectorAll("article pre")].filter((block) => block.scrollWidth > block.clientWidth + 1);
const tall = document.querySelector("article").scrollHeight;
return { clipped: [...formulas, ...code].map(words), tall };
