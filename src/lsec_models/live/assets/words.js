/* Numbers and names as a live page writes them. */
const lsecWords = (() => {
  "use strict";

  function shown(value) {
    if (!Number.isFinite(value)) return "—";
    const size = Math.abs(value);
    const text = size !== 0 && (size >= 1e7 || size < 1e-4) ? value.toExponential(4) : String(Number(value.toPrecision(6)));
    return text.replaceAll("-", "−");
  }

  /* Text in pieces, each what stands on the line and the one letter or digit that is lowered after it, or nothing. */
  function pieces(text) {
    const marked = text.matchAll(/(?<![\p{L}\p{N}_])(\p{L})_([\p{L}\p{N}])(?![\p{L}\p{N}_])/gu);
    const found = [];
    let end = 0;
    for (const { 0: whole, 1: letter, 2: below, index } of marked) {
      found.push([text.slice(end, index) + letter, below]);
      end = index + whole.length;
    }
    return end < text.length ? [...found, [text.slice(end), ""]] : found;
  }

  /* Text with its subscripts lowered; never HTML. */
  function write(element, text) {
    if (element.dataset.text === text) return;
    element.dataset.text = text;
    element.replaceChildren();
    for (const [plain, below] of pieces(text)) {
      element.append(plain);
      if (!below) continue;
      const lowered = document.createElement("sub");
      lowered.textContent = below;
      element.append(lowered);
    }
  }

  return { shown, pieces, write };
})();
