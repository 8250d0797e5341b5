/* Numbers and names as a live page writes them. */
const lsecWords = (() => {
  "use strict";

  function shown(value) {
    if (!Number.isFinite(value)) return "—";
    const size = Math.abs(value);
    const text = size !== 0 && (size >= 1e7 || size < 1e-4) ? value.toExponential(4) : String(Number(value.toPrecision(6)));
    return text.replaceAll("-", "−");
  }

  /* Text with one letter or digit after an underscore lowered; never HTML. */
  function write(element, text) {
    if (element.dataset.text === text) return;
    element.dataset.text = text;
    element.replaceChildren();
    for (const piece of text.split(/((?<![\p{L}\p{N}_])\p{L}_[\p{L}\p{N}](?![\p{L}\p{N}_]))/u)) {
      if (/^\p{L}_[\p{L}\p{N}]$/u.test(piece)) {
        const below = document.createElement("sub");
        below.textContent = piece[2];
        element.append(piece[0], below);
      } else if (piece) {
        element.append(piece);
      }
    }
  }

  return { shown, write };
})();
