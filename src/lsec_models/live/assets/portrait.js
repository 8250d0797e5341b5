/* Draws a live portrait: paths and rest points in the square or the triangle of shares, anew at each move of a slider. */
function lsecPortrait(root, data, compute) {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const SIZE = 460;
  const EDGE = 46;
  const POINTS = 240;
  const HEIGHT = Math.sqrt(3) / 2;
  const model = lsecRestPoints(data, compute);
  const all = (selector) => [...root.querySelectorAll(selector)];
  const one = (selector) => root.querySelector(selector);
  const fields = all("[data-number]");
  const ranges = all("[data-slider]");
  const starts = model.triangle ? triangleStarts(5) : squareStarts(5);

  function squareStarts(side) {
    return Array.from({ length: side * side }, (_, k) => [(Math.floor(k / side) + 0.5) / side, ((k % side) + 0.5) / side]);
  }

  function triangleStarts(side) {
    const found = [];
    for (let i = 0; i < side; i += 1) {
      for (let j = 0; j < side - i; j += 1) found.push([i + 1 / 3, j + 1 / 3, side - i - j - 2 / 3].map((n) => n / side));
    }
    return found;
  }

  /* Where shares lie in the picture. */
  function place(shares) {
    const [x, y] = model.triangle ? [shares[1] + shares[2] / 2, shares[2]] : [shares[0], shares[1]];
    const tall = model.triangle ? HEIGHT : 1;
    return [EDGE + x * SIZE, EDGE + (tall - y * tall) * SIZE];
  }

  function draw(tag, attributes, parent, text = "") {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  }

  function drawFrame(svg) {
    const corners = model.triangle ? [[1, 0, 0], [0, 1, 0], [0, 0, 1]] : [[0, 0], [1, 0], [1, 1], [0, 1]];
    draw("polygon", { class: "lsec-live-border", points: corners.map((shares) => place(shares).join(",")).join(" ") }, svg);
    const middle = { class: "lsec-live-label", "text-anchor": "middle" };
    if (model.triangle) {
      corners.forEach((shares, i) => {
        const [x, y] = place(shares);
        draw("text", { ...middle, x, y: y + (i === 2 ? -14 : 26) }, svg, data.shares[i]);
      });
      return;
    }
    const [low, high] = [EDGE, EDGE + SIZE];
    draw("text", { ...middle, x: (low + high) / 2, y: high + 34 }, svg, `share of ${data.shares[0]}`);
    draw("text", { ...middle, transform: `translate(${low - 28} ${(low + high) / 2}) rotate(-90)` }, svg, `share of ${data.shares[2]}`);
    for (const end of [0, 1]) {
      draw("text", { class: "lsec-live-tick", x: low + end * SIZE, y: high + 18, "text-anchor": "middle" }, svg, String(end));
      draw("text", { class: "lsec-live-tick", x: low - 10, y: high - end * SIZE + 4, "text-anchor": "end" }, svg, String(end));
    }
  }

  function drawPath(svg, walked) {
    const pixels = walked.map(place);
    draw("path", { class: "lsec-live-path", d: pixels.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("") }, svg);
    const lengths = pixels.map(([x, y], i) => (i ? Math.hypot(x - pixels[i - 1][0], y - pixels[i - 1][1]) : 0));
    const total = lengths.reduce((sum, length) => sum + length, 0);
    if (total < 14) return;
    let gone = 0;
    const head = pixels.findIndex((_, i) => (gone += lengths[i]) > total / 3);
    const [x, y] = pixels[head];
    const turn = (Math.atan2(y - pixels[head - 1][1], x - pixels[head - 1][0]) * 180) / Math.PI;
    draw("path", { class: "lsec-live-head-of-path", d: "M5 0L-4 3.6L-4 -3.6Z", transform: `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${turn.toFixed(1)})` }, svg);
  }

  function drawRest(svg, rest) {
    const [x, y] = place(model.triangle ? rest.shares : [rest.shares[0], rest.shares[2]]);
    const said = { class: `lsec-live-rest lsec-live-rest-${rest.kind}`, "data-rest": rest.name };
    if (rest.kind === "open") draw("rect", { ...said, x: x - 5, y: y - 5, width: 10, height: 10 }, svg);
    else draw("circle", { ...said, cx: x, cy: y, r: 6 }, svg);
  }

  function rows(rests) {
    const body = one(".lsec-live-rests tbody");
    body.replaceChildren(
      ...rests.map((rest) => {
        const row = document.createElement("tr");
        row.dataset.rest = rest.name;
        row.dataset.kind = rest.kind;
        row.dataset.shares = JSON.stringify(rest.shares);
        const mixed = rest.shares.flatMap((share, i) => (share > 0 && share < 1 ? [`${data.shares[i]} ${lsecWords.shown(share)}`] : []));
        const cells = [["th", rest.name], ["td", mixed.join(", ") || "pure"], ["td", rest.words]];
        for (const [tag, text] of cells) row.append(Object.assign(document.createElement(tag), { textContent: text }));
        return row;
      }),
    );
  }

  function show() {
    const settings = fields.map((field) => Number(field.value));
    const numbers = model.compute(settings);
    const failing = model.failures(numbers);
    const rests = failing.length ? [] : model.rests(numbers);
    const svg = document.createElementNS(SVG, "svg");
    const tall = Math.round(2 * EDGE + SIZE * (model.triangle ? HEIGHT : 1));
    svg.setAttribute("viewBox", `0 0 ${2 * EDGE + SIZE} ${tall}`);
    svg.setAttribute("role", "img");
    const stable = rests.filter(({ kind }) => kind === "stable").map(({ name }) => name);
    const words = failing.length ? `outside the domain: ${failing.join(", ")}` : `asymptotically stable: ${stable.join(", ") || "none of these rest points"}`;
    svg.setAttribute("aria-label", `paths and rest points; ${words}`);
    drawFrame(svg);
    if (!failing.length) for (const start of starts) drawPath(svg, model.path(numbers, start, POINTS));
    for (const rest of rests) drawRest(svg, rest);
    one(".lsec-live-plot").replaceChildren(svg);
    const status = one(".lsec-live-status");
    status.textContent = words;
    status.dataset.inside = String(!failing.length);
    rows(rests);
  }

  /* The rest points at these settings, a row each. */
  function csv() {
    const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
    const head = ["played", ...data.shares.map((name) => `share of ${name}`), "stability"].map(quoted);
    const rows = all(".lsec-live-rests tbody tr").map((row) => [
      quoted(row.dataset.rest), ...JSON.parse(row.dataset.shares), quoted(row.lastChild.textContent),
    ]);
    return `${[head, ...rows].map((row) => row.join(",")).join("\n")}\n`;
  }

  function set(i, text) {
    const { low, high } = data.sliders[i];
    const value = Number(text);
    if (text === "" || !Number.isFinite(value) || value < low || value > high) return;
    ranges[i].value = text;
    if (fields[i].value !== text) fields[i].value = text;
    show();
  }

  ranges.forEach((range, i) => range.addEventListener("input", () => set(i, range.value)));
  fields.forEach((field, i) => {
    field.addEventListener("input", () => set(i, field.value));
    field.addEventListener("change", () => {
      if (Number(field.value) !== Number(ranges[i].value) || field.value === "") field.value = ranges[i].value;
      show();
    });
  });
  one("form").addEventListener("submit", (event) => event.preventDefault());
  one("[data-role='csv']").addEventListener("click", () => lsecDownload.save(new Blob([csv()], { type: "text/csv" }), "rest-points.csv"));
  one("[data-role='png']").addEventListener("click", () =>
    lsecDownload.png(one(".lsec-live-plot svg"), root).then((blob) => lsecDownload.save(blob, "rest-points.png")),
  );
  one("[data-role='reset']").addEventListener("click", () => {
    data.sliders.forEach(({ start }, i) => {
      fields[i].value = start;
      ranges[i].value = start;
    });
    show();
  });
  one(".lsec-live-grid").hidden = false;
  show();
}
