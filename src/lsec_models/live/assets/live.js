/* The controls, curve and tables of one live page. `root` is its element, `kernel` what it computes with. */
function lsecLive(root, data, kernel) {
  "use strict";
  const { shown, write } = lsecWords;
  const { sampled, table, crossings } = lsecCurves(data, kernel);
  const MOST = 3; /* compared with the case that is set */
  const role = (name) => root.querySelector(`[data-role="${name}"]`);
  const part = (name) => root.querySelector(`.lsec-live-${name}`);
  const cases = data.kernel.cases;
  const start = () => ({
    labels: [...data.cases[data.start]],
    values: data.sliders.map((slider) => slider.start),
    plot: data.plot,
    over: data.over,
    others: [...data.compare],
  });
  let state = start();
  let notices = [];
  let written = null;
  let pending = 0;

  /* ---- words ---- */

  const caseWords = (number) => data.cases[number].map((label, i) => data.switches[i].labels[label]).join(", ");
  const quantityWords = (name) => [...data.quantities, ...data.paths].find((entry) => entry.name === name).words;
  const sliderWords = (name) => (name === "t" ? "t" : data.sliders.find((slider) => slider.name === name).shown);
  const reasons = (failures) =>
    failures.length
      ? failures.map((f) => (f.origin ? `${f.origin}: ${f.shown} fails` : f.shown))
      : ["no regime that was found is an equilibrium here"];

  /* What tells a case from the others that are shown. */
  function differingWords(number, numbers) {
    const words = data.cases[number].map((label, i) => data.switches[i].labels[label]);
    const differs = data.cases[number].map((label, i) => numbers.length < 2 || numbers.some((n) => data.cases[n][i] !== label));
    return words.filter((_, i) => differs[i]).join(", ");
  }

  /* ---- settings ---- */

  const same = (one, other) => one.every((label, i) => label === other[i]);
  const caseOf = (labels) => data.cases.findIndex((known) => same(known, labels));
  const present = () => caseOf(state.labels);
  const drawn = () => [...new Set([present(), ...state.others])];

  /* The case with a label that agrees most with the labels of the other switches. */
  function nearestCase(labels, i) {
    const agreeing = (known) => known.filter((label, j) => label === labels[j]).length;
    const candidates = data.cases.filter((known) => known[i] === labels[i]);
    return candidates.reduce((best, known) => (agreeing(known) > agreeing(best) ? known : best));
  }

  function pick(i, label) {
    const labels = state.labels.map((old, j) => (j === i ? label : old));
    state.labels = [...nearestCase(labels, i)];
    state.labels.forEach((now, j) => {
      if (now !== labels[j]) {
        const words = data.switches[j];
        notices.push(`“${data.switches[i].labels[label]}” goes with another ${words.name}: now “${words.labels[now]}”`);
      }
    });
    for (const [j, moved, moves] of data.moves) {
      if (j === i && moved === label) moves.forEach(([k, value]) => (state.values[k] = value));
    }
  }

  function setValue(k, text) {
    const { low, high, shown: name } = data.sliders[k];
    const value = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
    if (!Number.isFinite(value)) {
      notices.push(`${name}: “${text}” is not a number; ignored`);
      return;
    }
    state.values[k] = Math.min(high, Math.max(low, value));
    if (state.values[k] !== value) notices.push(`${name} = ${text.trim()} lies beyond the slider; ${state.values[k]} is used`);
  }

  /* ---- the link ---- */

  function hash() {
    const entries = new URLSearchParams({ live: root.dataset.name });
    data.switches.forEach(({ name, labels }, i) => labels.length > 1 && entries.append(name, labels[state.labels[i]]));
    data.sliders.forEach(({ name }, k) => entries.append(name, state.values[k]));
    entries.append("plot", state.plot);
    entries.append("over", state.over);
    const others = state.others.length ? state.others.map(caseWords) : [""];
    if (data.cases.length > 1) others.forEach((words) => entries.append("with", words));
    return `#${entries}`;
  }

  function readHash() {
    const text = window.location.hash;
    if (text === written || !text.includes("=")) return false;
    const entries = new URLSearchParams(text.slice(1));
    if (entries.has("live") && entries.get("live") !== root.dataset.name) return false;
    state = start();
    notices = [];
    if (entries.has("with")) state.others = [];
    readLabels(entries);
    const isSwitch = (key) => data.switches.some(({ name }) => name === key);
    for (const [key, value] of entries) if (!isSwitch(key) && key !== "live") readEntry(key, value);
    return true;
  }

  /* Labels are read together, and before numbers: a number in the link outdoes the one that comes with a label. */
  function readLabels(entries) {
    const wanted = data.switches.map(({ name, labels }, i) => {
      const label = entries.has(name) ? labels.indexOf(entries.get(name)) : state.labels[i];
      if (label < 0) notices.push(`${name}: there is no “${entries.get(name)}”; ignored`);
      return label < 0 ? state.labels[i] : label;
    });
    if (caseOf(wanted) >= 0) state.labels = wanted;
    data.switches.forEach(({ name }, i) => entries.has(name) && pick(i, wanted[i]));
  }

  function readEntry(key, value) {
    const k = data.sliders.findIndex(({ name }) => name === key);
    if (k >= 0) {
      setValue(k, value);
    } else if (key === "plot" && [...data.quantities, ...data.paths].some(({ name }) => name === value)) {
      state.plot = value;
    } else if (key === "over" && (data.sliders.some(({ name }) => name === value) || (value === "t" && data.time))) {
      state.over = value;
    } else if (key === "with" && value === "") {
      return;
    } else if (key === "with" && state.others.length < MOST && data.cases.some((_, number) => caseWords(number) === value)) {
      state.others.push(data.cases.findIndex((_, number) => caseWords(number) === value));
    } else {
      notices.push(`the link's “${key}=${value}” means nothing on this page; ignored`);
    }
  }

  /* Browsers refuse many changes of the address in a short time: it follows when the hand rests. */
  function rememberLater() {
    window.clearTimeout(pending);
    pending = window.setTimeout(remember, 200);
  }

  function remember() {
    written = hash();
    try {
      window.history.replaceState(window.history.state, "", written);
    } catch {
      written = null; /* a frame without an address of its own */
    }
  }

  const link = () => window.location.href.split("#")[0] + hash();

  /* ---- curves ---- */

  function curveOf(number) {
    const { pieces, gaps } = sampled(number, state.values, state.plot, state.over);
    const here = kernel.at(number, state.values);
    const index = cases[number].quantities.indexOf(state.plot);
    const k = data.sliders.findIndex((slider) => slider.name === state.over);
    const marked = k >= 0 && here.inside && index >= 0;
    return { number, pieces, gaps, marker: marked ? { x: state.values[k], y: here.values[index] } : null };
  }

  /* ---- drawing ---- */

  function drawPlot() {
    const place = part("plot");
    const curves = drawn().map(curveOf);
    const crossed = crossings(drawn(), state.values, state.plot, state.over);
    const width = Math.max(260, place.clientWidth || 640);
    const beside = getComputedStyle(part("grid")).display === "grid";
    const height = Math.round(Math.min(390, Math.max(210, width * (beside ? 0.56 : 0.42))));
    const axis = state.over === "t" ? "time t" : sliderName();
    const words = alternative(curves, crossed);
    const quantity = quantityWords(state.plot);
    place.replaceChildren(lsecPicture.picture({ curves, crossings: crossed, range: range(), quantity, axis, words, width, height }));
    drawLegend(curves);
  }

  function range() {
    if (state.over === "t") return data.time;
    const { low, high } = data.sliders.find((slider) => slider.name === state.over);
    return [low, high];
  }

  function sliderName() {
    const { shown: name, words } = data.sliders.find((slider) => slider.name === state.over);
    return words ? `${name}, ${words}` : name;
  }

  function alternative(curves, crossed) {
    const [low, high] = range();
    const name = quantityWords(state.plot);
    const axis = state.over === "t" ? "time" : sliderWords(state.over);
    const lines = curves.map(({ number, marker, pieces }) => {
      const who = caseWords(number) ? `${caseWords(number)}: ` : "";
      if (marker) return `${who}${shown(marker.y)} at ${axis} = ${shown(marker.x)}`;
      if (state.over === "t" && pieces.length) {
        return `${who}from ${shown(pieces[0][0].y)} to ${shown(pieces[0].at(-1).y)}`;
      }
      return `${who}no value at the present settings`;
    });
    const met = crossed.length ? ` Curves cross at ${axis} = ${crossed.map(({ x }) => shown(x)).join(", ")}.` : "";
    return `${name} over ${axis} from ${shown(low)} to ${shown(high)}. ${lines.join("; ")}.${met}`;
  }

  function drawLegend(curves) {
    const rows = curves.map(({ number, marker }, i) => {
      const row = document.createElement("span");
      const words = document.createElement("span");
      const who = differingWords(number, drawn());
      write(words, [who, ...(marker ? [shown(marker.y)] : [])].filter(Boolean).join(": "));
      row.append(lsecPicture.key(i), words);
      return row;
    });
    part("legend").replaceChildren(...rows);
  }

  /* ---- tables and words ---- */

  function fill(cell, found, number, name) {
    const index = cases[number].quantities.indexOf(name);
    const value = found.inside && index >= 0 ? found.values[index] : NaN;
    cell.textContent = shown(value);
    if (Number.isFinite(value)) cell.dataset.value = String(value);
    else delete cell.dataset.value;
  }

  /* Whether another row says the same; a quantity that is not there, and zero, says nothing of its own beside it. */
  function isRepeated(name, numbers) {
    const repeats = (number) => data.repeated[number].includes(name);
    return numbers.some(repeats) && numbers.every((number) => repeats(number) || data.vanishing[number].includes(name));
  }

  function drawTable(found) {
    const numbers = drawn();
    const results = numbers.map((number, i) => (i === 0 ? found : kernel.at(number, state.values)));
    for (const row of root.querySelectorAll(".lsec-live-table tbody tr")) {
      const name = row.dataset.quantity;
      const known = numbers.filter((number) => cases[number].quantities.includes(name));
      row.hidden = !known.length || isRepeated(name, known);
      const cells = numbers.map((number, i) => {
        const cell = document.createElement("td");
        cell.dataset.column = i === 0 ? "now" : "with";
        fill(cell, results[i], number, name);
        return cell;
      });
      row.replaceChildren(row.children[0], ...cells);
    }
    const head = root.querySelector(".lsec-live-table thead tr");
    const heads = numbers.map((number) => {
      const cell = document.createElement("th");
      cell.scope = "col";
      write(cell, numbers.length < 2 ? "value" : differingWords(number, numbers));
      return cell;
    });
    head.replaceChildren(head.children[0], ...heads);
  }

  function drawStatus(found) {
    const status = part("status");
    const regime = found.regime && cases[present()].regimes.length > 1 ? `; regime: ${found.regime}` : "";
    drawReasons(status, found, regime);
    status.dataset.inside = String(found.inside);
    status.dataset.failures = JSON.stringify(found.failures.map((failure) => failure.words));
    const notice = part("notice");
    write(notice, notices.join("; "));
    notice.hidden = !notices.length;
  }

  /* One reason stands in the sentence, several in a list; said only when it changes, so that it is not said in vain. */
  function drawReasons(status, found, regime) {
    const why = found.inside ? [] : reasons(found.failures);
    const text = why.join("\n") || `inside the domain${regime}`;
    if (status.dataset.text === text) return;
    if (why.length < 2) {
      write(status, why.length ? `outside the domain because ${text}` : text);
    } else {
      const list = document.createElement("ul");
      list.append(
        ...why.map((reason) => {
          const item = document.createElement("li");
          write(item, reason);
          return item;
        }),
      );
      status.replaceChildren("outside the domain because", list);
    }
    status.dataset.text = text;
  }

  function drawChoice() {
    const choice = data.choice;
    if (!choice) return;
    const { name: switchName, labels } = data.switches[choice.switch];
    const rows = labels.map((label, i) => choiceRow(choice, label, i));
    const open = rows.filter((row) => row.open);
    const best = Math.max(...open.map((row) => row.payoff));
    const chosen = open.filter((row) => row.payoff === best);
    const table = part("choice");
    const verb = rows.every((row) => row.found.inside) ? "chooses" : "prefers, of those with numbers,";
    const title = chosen.length
      ? `the ${choice.by} ${verb} ${chosen.map((row) => row.label).join(" or ")}`
      : `no ${switchName} can be had at these settings`;
    write(table.caption, `Profits in each ${switchName}: ${title}`);
    const head = document.createElement("tr");
    for (const text of [switchName, ...choice.players]) {
      const cell = document.createElement("th");
      cell.scope = "col";
      write(cell, text);
      head.append(cell);
    }
    table.tHead.replaceChildren(head);
    table.tBodies[0].replaceChildren(...rows.flatMap((row) => choiceLines(choice, row, chosen.includes(row))));
  }

  function choiceRow(choice, label, i) {
    const labels = state.labels.map((old, j) => (j === choice.switch ? i : old));
    const number = caseOf(nearestCase(labels, choice.switch));
    const found = kernel.at(number, state.values);
    const value = (name) => found.values[cases[number].quantities.indexOf(name)];
    const refused = (choice.accepts[label] || []).flatMap(([player, asked]) => {
      const least = asked.slider === undefined ? asked.least : state.values[asked.slider];
      return found.inside && value(player) < least ? [`cannot be had, the ${player} earns less than ${shown(least)} and declines`] : [];
    });
    const remark = found.inside ? refused.join("; ") : `no numbers, outside the domain because ${reasons(found.failures).join("; and ")}`;
    return { label, number, found, remark, open: found.inside && !refused.length, payoff: value(choice.by) };
  }

  function choiceLines(choice, row, chosen) {
    const line = document.createElement("tr");
    line.dataset.chosen = String(chosen);
    line.dataset.label = row.label;
    const head = document.createElement("th");
    head.scope = "row";
    write(head, chosen ? `★ ${row.label}` : row.label);
    const cells = choice.players.map((name) => {
      const cell = document.createElement("td");
      cell.dataset.player = name;
      fill(cell, row.found, row.number, name);
      return cell;
    });
    line.append(head, ...cells);
    if (!row.remark) return [line];
    const below = document.createElement("tr");
    const remark = document.createElement("td");
    remark.colSpan = cells.length + 1;
    remark.className = "lsec-live-remark";
    write(remark, `${row.label}: ${row.remark}`);
    below.append(remark);
    return [line, below];
  }

  /* The sliders that change something on the page: in the case shown, and in all cases that are weighed against it. */
  function usedSliders() {
    const choice = data.choice;
    if (!choice) return new Set(cases[present()].uses);
    const weighed = data.switches[choice.switch].labels.map((_, i) =>
      caseOf(nearestCase(state.labels.map((old, j) => (j === choice.switch ? i : old)), choice.switch)),
    );
    const reserved = Object.values(choice.accepts).flat().map(([, asked]) => asked.slider);
    return new Set([...weighed.flatMap((number) => cases[number].uses), ...reserved]);
  }

  function drawControls() {
    data.switches.forEach((_, i) => (root.querySelector(`[data-switch="${i}"]`).value = String(state.labels[i])));
    const used = usedSliders();
    data.sliders.forEach((slider, k) => {
      const input = root.querySelector(`[data-slider="${k}"]`);
      const number = root.querySelector(`[data-number="${k}"]`);
      input.value = String(state.values[k]);
      if (document.activeElement !== number) number.value = String(state.values[k]);
      input.closest(".lsec-live-slider").dataset.used = String(used.has(k));
    });
    const fixed = data.code[present()].shown;
    write(role("fixed"), fixed.length ? `Fixed: ${fixed.join(", ")}` : "");
    const offered = state.over === "t" ? data.paths : data.quantities;
    if (!offered.some(({ name }) => name === state.plot)) state.plot = offered[0].name;
    const select = role("plot");
    if (select.dataset.over !== String(state.over === "t")) {
      select.replaceChildren(...offered.map(({ name, words }) => new Option(words, name)));
      select.dataset.over = String(state.over === "t");
    }
    select.value = state.plot;
    role("over").value = state.over;
    root.querySelectorAll("[data-with]").forEach((input, i) => {
      input.value = String(state.others[i] ?? "");
      input.closest("label").hidden = data.cases.length < 2 || i > state.others.length;
    });
  }

  function render() {
    drawControls();
    const found = kernel.at(present(), state.values);
    drawStatus(found);
    drawTable(found);
    drawChoice();
    drawPlot();
  }

  /* ---- copying ---- */

  function python() {
    const { lines, fixed } = data.code[present()];
    const sliders = cases[present()].uses.map((k) => [data.sliders[k].name, String(state.values[k])]);
    const point = [...sliders, ...Object.entries(fixed)].map(([name, value]) => `"${name}": ${value}`).join(", ");
    const exact = point.includes("Fraction(") ? "from fractions import Fraction\n" : "";
    return `${exact}import lsec_models as lsec\n${lines}\npoint = equilibrium.at({${point}})\nprint(point.decisions, point.payoffs)\n`;
  }

  async function copy(text, words) {
    const said = part("said");
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = `${words} copied`;
    } catch {
      said.textContent = copiedByHand(text) ? `${words} copied` : `this browser does not let the page copy: ${text}`;
    }
  }

  function copiedByHand(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "lsec-live-hidden";
    root.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  /* ---- files ---- */

  function csv() {
    const numbers = drawn();
    const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
    const head = [state.over, ...numbers.map((number) => `${state.plot}: ${caseWords(number) || "value"}`)].map(quoted);
    const rows = table(numbers, state.values, state.plot, state.over);
    const lines = rows.map((row) => row.map((value) => (Number.isFinite(value) ? String(value) : "")).join(","));
    return `${[head.join(","), ...lines].join("\n")}\n`;
  }

  function save(blob, ending) {
    lsecDownload.save(blob, `${data.name}-${state.plot}-over-${state.over}.${ending}`.replaceAll(/[^\w.-]+/g, "-"));
    part("said").textContent = `${ending.toUpperCase()} saved`;
  }

  /* ---- beginning ---- */

  function changed() {
    render();
    rememberLater();
  }

  function listen() {
    root.querySelectorAll("[data-switch]").forEach((select) =>
      select.addEventListener("change", () => {
        notices = [];
        pick(Number(select.dataset.switch), Number(select.value));
        changed();
      }),
    );
    root.querySelectorAll("[data-slider], [data-number]").forEach((input) =>
      input.addEventListener("input", () => {
        if (input.value === "") return;
        notices = [];
        setValue(Number(input.dataset.slider ?? input.dataset.number), input.value);
        changed();
      }),
    );
    root.querySelectorAll("[data-number]").forEach((input) =>
      input.addEventListener("change", () => (input.value = String(state.values[Number(input.dataset.number)]))),
    );
    role("plot").addEventListener("change", (event) => ((state.plot = event.target.value), changed()));
    role("over").addEventListener("change", (event) => ((state.over = event.target.value), changed()));
    root.querySelectorAll("[data-with]").forEach((input, i) =>
      input.addEventListener("change", () => {
        state.others.splice(i, 1, ...(input.value === "" ? [] : [Number(input.value)]));
        changed();
      }),
    );
    role("link").addEventListener("click", () => (remember(), copy(link(), "Link")));
    role("python").addEventListener("click", () => copy(python(), "Python"));
    role("csv").addEventListener("click", () => save(new Blob([csv()], { type: "text/csv" }), "csv"));
    role("png").addEventListener("click", () => lsecDownload.png(part("plot").querySelector("svg"), root).then((blob) => save(blob, "png")));
    role("reset").addEventListener("click", () => ((state = start()), (notices = []), changed()));
    root.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("hashchange", () => readHash() && render());
    let width = part("plot").clientWidth;
    const resized = () => {
      if (part("plot").clientWidth === width) return;
      width = part("plot").clientWidth;
      drawPlot();
    };
    new ResizeObserver(resized).observe(part("plot"));
  }

  function begin() {
    const twins = [...document.querySelectorAll(".lsec-live[data-name]")].filter((page) => page.dataset.stem === data.name);
    root.dataset.stem = data.name;
    root.dataset.name = twins.length ? `${data.name}-${twins.length + 1}` : data.name;
    root.querySelectorAll("[data-with]").forEach((input) =>
      data.cases.forEach((_, number) => input.append(new Option(caseWords(number), String(number)))),
    );
    part("grid").hidden = false;
    readHash();
    listen();
    render();
  }

  begin();
  /* For other scripts on the page, and for tests. */
  root.lsecLive = { link, python, csv, curves: () => drawn().map(curveOf) };
}
