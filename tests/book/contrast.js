// The visible texts of a page whose contrast with what lies behind them is too small to read (WCAG 2.1, 1.4.3).
const luminance = ([r, g, b]) => {
  const linear = [r, g, b].map((x) => (x /= 255) <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
};
const numbers = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const found = numbers(getComputedStyle(at).backgroundColor);
    if (found.length === 3 || found[3] === 1) return found.slice(0, 3);
  }
  return [255, 255, 255];
};
const poor = [];
const walker = document.createTreeWalker(document.querySelector("main") || document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  if (!shown || !walker.currentNode.data.trim()) continue;
  if (element.closest("mjx-assistive-mml, script, style, .sr-only, .visually-hidden, option")) continue;
  const style = getComputedStyle(element);
  const size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  const [ink, paper] = [luminance(numbers(style.color)), luminance(behind(element))];
  const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} ${walker.currentNode.data.trim().slice(0, 30)}`);
}
return poor;
