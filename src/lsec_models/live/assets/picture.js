/* Draws curves, gaps and markers as one SVG, whose data attributes say how pixels stand for numbers. */
const lsecPicture = (() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";

  /* curves: {pieces, gaps, marker} each; crossings: points; range: the axis below; quantity, axis: what to call the axes;
     words: what to call all of the picture. */
  function picture({ curves, crossings, range, quantity, axis, words, width, height }) {
    const [xLow, xHigh] = range;
    const [yLow, yHigh] = bounds(curves);
    const yTicks = ticks(yLow, yHigh, Math.max(4, height / 70));
    const left = 20 + 7 * Math.max(...yTicks.map((y) => lsecWords.shown(y).length));
    const box = { left, right: width - 16, top: 34, bottom: height - 44 };
    const xTicks = ticks(xLow, xHigh, Math.max(4, (box.right - box.left) / 90));
    const x = (value) => box.left + ((value - xLow) / (xHigh - xLow)) * (box.right - box.left);
    const y = (value) => box.bottom - ((value - yLow) / (yHigh - yLow)) * (box.bottom - box.top);
    const svg = document.createElementNS(SVG, "svg");
    const known = { ...box, "x-low": xLow, "x-high": xHigh, "y-low": yLow, "y-high": yHigh };
    for (const [name, value] of Object.entries(known)) svg.setAttribute(`data-${name}`, value);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", words);
    drawGaps(svg, curves[0], x, box);
    drawAxes(svg, { box, x, y, xTicks, yTicks, axis, quantity });
    const size = { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top };
    const inner = draw("svg", { ...size, viewBox: Object.values(size).join(" ") }, svg);
    for (let i = curves.length - 1; i >= 0; i -= 1) drawCurve(svg, inner, curves[i], i, x, y, box);
    drawCrossings(svg, crossings, { x, y, box, width, digits: Math.max(0, Math.ceil(3 - Math.log10(xHigh - xLow))) });
    return svg;
  }

  /* A ring where two curves meet, and above it the place, to a thousandth of the range and inside the picture; where
     places are close, only the first is written. */
  function drawCrossings(svg, crossings, { x, y, box, width, digits }) {
    let free = -Infinity;
    for (const point of crossings) {
      const [cx, cy] = [x(point.x), y(point.y)];
      if (cy < box.top || cy > box.bottom) continue;
      draw("line", { class: "lsec-live-cross", x1: cx, x2: cx, y1: box.top, y2: box.bottom }, svg);
      draw("circle", { class: "lsec-live-ring", cx, cy, r: 6.5, "data-x": point.x }, svg);
      if (cx < free) continue;
      free = cx + 46;
      const place = lsecWords.shown(Number(point.x.toFixed(digits)));
      const half = 4 * place.length;
      const middle = Math.min(Math.max(cx, half), width - half);
      draw("text", { class: "lsec-live-tick", x: middle, y: box.top - 3, "text-anchor": "middle" }, svg, place);
    }
  }

  /* The line that stands for the i-th curve in a legend. */
  function key(i) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 34 10");
    draw("line", { class: `lsec-live-curve lsec-live-curve-${i}`, x1: 1, x2: 33, y1: 5, y2: 5 }, svg);
    return svg;
  }

  /* Bounds that show the curve where it is tame: near a pole it may leave the picture. */
  function bounds(curves) {
    const all = curves.flatMap(({ pieces }) => pieces.flat().map(({ y }) => y)).sort((one, other) => one - other);
    const marked = curves.flatMap(({ marker }) => (marker ? [marker.y] : []));
    if (!all.length) return [0, 1];
    const quantile = (share) => all[Math.round(share * (all.length - 1))];
    const reach = 1.2 * (quantile(0.9) - quantile(0.1));
    let low = reach > 0 ? Math.max(all[0], quantile(0.1) - reach) : all[0];
    let high = reach > 0 ? Math.min(all.at(-1), quantile(0.9) + reach) : all.at(-1);
    low = Math.min(low, ...marked);
    high = Math.max(high, ...marked);
    if (low > 0 && low < 0.4 * high) low = 0;
    if (high < 0 && high > 0.4 * low) high = 0;
    const flat = high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high));
    const pad = flat ? Math.abs(high) * 0.2 || 1 : (high - low) * 0.06;
    return [low === 0 ? 0 : low - pad, high === 0 && low < 0 ? 0 : high + pad];
  }

  function ticks(low, high, count) {
    const rough = (high - low) / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((n) => n * power >= rough);
    const first = Math.ceil(low / step - 1e-9);
    const last = Math.floor(high / step + 1e-9);
    return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  }

  function drawGaps(svg, { gaps, pieces }, x, box) {
    for (const [from, to] of gaps) {
      const width = x(to) - x(from);
      draw("rect", { class: "lsec-live-gap", x: x(from), y: box.top, width, height: box.bottom - box.top }, svg);
    }
    const widest = gaps.reduce((best, gap) => (gap[1] - gap[0] > best[1] - best[0] ? gap : best), [0, 0]);
    const foreign = !pieces.length && !gaps.length;
    const middle = foreign ? (box.left + box.right) / 2 : (x(widest[0]) + x(widest[1])) / 2;
    if (!foreign && x(widest[1]) - x(widest[0]) < 130) return;
    const words = foreign ? "not part of this case" : "outside the domain";
    const place = { class: "lsec-live-label", x: middle, y: box.top + 22, "text-anchor": "middle" };
    draw("text", place, svg, words);
  }

  function drawAxes(svg, { box, x, y, xTicks, yTicks, axis, quantity }) {
    subscripted(draw("text", { class: "lsec-live-label lsec-live-quantity", x: 4, y: 14 }, svg), quantity);
    for (const tick of yTicks) {
      draw("line", { class: "lsec-live-rule", x1: box.left, x2: box.right, y1: y(tick), y2: y(tick) }, svg);
      const place = { class: "lsec-live-tick", x: box.left - 8, y: y(tick) + 4, "text-anchor": "end" };
      draw("text", place, svg, lsecWords.shown(tick));
    }
    for (const tick of xTicks) {
      draw("line", { class: "lsec-live-axis", x1: x(tick), x2: x(tick), y1: box.bottom, y2: box.bottom + 5 }, svg);
      const place = { class: "lsec-live-tick", x: x(tick), y: box.bottom + 19, "text-anchor": "middle" };
      draw("text", place, svg, lsecWords.shown(tick));
    }
    draw("line", { class: "lsec-live-axis", x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom }, svg);
    const middle = (box.left + box.right) / 2;
    subscripted(draw("text", { class: "lsec-live-label", x: middle, y: box.bottom + 38, "text-anchor": "middle" }, svg), axis);
  }

  /* SVG has no <sub>: subscripts are lowered by hand. */
  function subscripted(element, text) {
    let rise = {};
    for (const [plain, below] of lsecWords.pieces(text)) {
      draw("tspan", rise, element, plain);
      if (below) draw("tspan", { dy: "0.3em", "font-size": "0.8em" }, element, below);
      rise = below ? { dy: "-0.24em" } : {};
    }
  }

  function drawCurve(svg, inner, { pieces, marker }, i, x, y, box) {
    const near = (pixel) => Math.min(box.bottom + 4000, Math.max(box.top - 4000, pixel)).toFixed(3);
    for (const piece of pieces) {
      const d = piece.map((point, j) => `${j ? "L" : "M"}${x(point.x).toFixed(3)} ${near(y(point.y))}`).join("");
      draw("path", { class: `lsec-live-curve lsec-live-curve-${i}`, d }, inner);
    }
    if (!marker) return;
    const [cx, cy] = [x(marker.x), y(marker.y)];
    if (i === 0) {
      draw("line", { class: "lsec-live-now", x1: cx, x2: cx, y1: box.top, y2: box.bottom }, svg);
      draw("circle", { class: "lsec-live-marker-0", cx, cy, r: 5.5 }, svg);
    } else if (i === 1) {
      draw("rect", { class: "lsec-live-marker-1", x: cx - 5, y: cy - 5, width: 10, height: 10 }, svg);
    } else {
      const corners = i === 2 ? [[0, -6], [6, 5], [-6, 5]] : [[0, -7], [6, 0], [0, 7], [-6, 0]];
      const points = corners.map(([dx, dy]) => `${cx + dx},${cy + dy}`).join(" ");
      draw("polygon", { class: `lsec-live-marker-${i}`, points }, svg);
    }
  }

  function draw(tag, attributes, parent, text = "") {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  }

  return { picture, key };
})();
