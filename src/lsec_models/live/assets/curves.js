/* Samples the curves of a live page: a quantity over a slider or over time, in connected pieces, and where curves cross. */
function lsecCurves(data, kernel) {
  "use strict";
  const POINTS = 241;
  const HALVINGS = 48;
  const cases = data.kernel.cases;

  function evaluator(number, settings, name, over) {
    const index = cases[number].quantities.indexOf(name);
    const k = data.sliders.findIndex((slider) => slider.name === over);
    return (x) => {
      const { regime, values } = kernel.quick(number, settings.map((value, i) => (i === k ? x : value)));
      /* Next to a pole, rounding can let a point pass whose value is infinite. */
      const exists = regime >= 0 && Number.isFinite(values[index]);
      return { x, y: exists ? values[index] : NaN, regime: exists ? regime : -1 };
    };
  }

  /* The two points, as close as numbers get, between which the regime changes. */
  function edge(at, left, right) {
    for (let i = 0; i < HALVINGS; i += 1) {
      const middle = at((left.x + right.x) / 2);
      if (middle.regime === left.regime) left = middle;
      else right = middle;
    }
    return [left, right];
  }

  /* Connected pieces of the curve, and the intervals in which there is none. */
  function sampled(number, settings, name, over) {
    if (over === "t") return path(number, settings, name);
    const { low, high } = data.sliders.find((slider) => slider.name === over);
    if (!cases[number].quantities.includes(name)) return { pieces: [], gaps: [] };
    const at = evaluator(number, settings, name, over);
    const pieces = [];
    const gaps = [];
    let last = null;
    const open = (point) => (point.regime < 0 ? gaps.push([point.x, point.x]) : pieces.push([point]));
    const extend = (point) => (point.regime < 0 ? (gaps.at(-1)[1] = point.x) : pieces.at(-1).push(point));
    for (let i = 0; i < POINTS; i += 1) {
      const point = at(low + ((high - low) * i) / (POINTS - 1));
      if (last === null) {
        open(point);
      } else if (point.regime === last.regime) {
        extend(point);
      } else {
        const [left, right] = edge(at, last, point);
        extend(left);
        const joined = Math.abs(left.y - right.y) <= 1e-6 * Math.max(Math.abs(left.y), Math.abs(right.y), 1e-9);
        if (joined) extend(right);
        else open(right);
        if (point.regime === right.regime) extend(point);
        else open(point);
      }
      last = point;
    }
    return { pieces, gaps };
  }

  function path(number, settings, name) {
    const index = cases[number].paths.indexOf(name);
    const [from, to] = data.time;
    if (index < 0 || !kernel.at(number, settings).inside) return { pieces: [], gaps: index < 0 ? [] : [[from, to]] };
    const point = (i) => {
      const x = from + ((to - from) * i) / (POINTS - 1);
      return { x, y: kernel.along(number, settings, x)[index], regime: 0 };
    };
    return { pieces: [Array.from({ length: POINTS }, (_, i) => point(i))], gaps: [] };
  }

  /* The quantity of one case as a function of a slider, or of time. */
  function functionOf(number, settings, name, over) {
    if (over !== "t") return cases[number].quantities.includes(name) ? evaluator(number, settings, name, over) : null;
    const index = cases[number].paths.indexOf(name);
    if (index < 0 || !kernel.at(number, settings).inside) return null;
    return (x) => ({ x, y: kernel.along(number, settings, x)[index], regime: 0 });
  }

  function grid(over) {
    const [from, to] = over === "t" ? data.time : ["low", "high"].map((end) => data.sliders.find(({ name }) => name === over)[end]);
    return Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
  }

  /* The points of one grid: x, and the value in each case, NaN where there is none. */
  function table(numbers, settings, name, over) {
    const functions = numbers.map((number) => functionOf(number, settings, name, over));
    return grid(over).map((x) => [x, ...functions.map((f) => (f ? f(x).y : NaN))]);
  }

  /* Where two curves meet and change places; curves that are the same but for rounding do not cross. */
  function crossings(numbers, settings, name, over) {
    const functions = numbers.map((number) => functionOf(number, settings, name, over)).filter(Boolean);
    const xs = grid(over);
    const found = [];
    functions.forEach((one, i) => functions.slice(i + 1).forEach((other) => found.push(...meeting(one, other, xs))));
    return found.sort((first, second) => first.x - second.x);
  }

  function meeting(one, other, xs) {
    const found = [];
    const both = (x) => {
      const [a, b] = [one(x), other(x)];
      return { x, y: a.y, gap: a.y - b.y, size: Math.max(Math.abs(a.y), Math.abs(b.y), 1e-9) };
    };
    const clear = ({ gap, size }) => Math.abs(gap) > 1e-9 * size;
    let last = null;
    for (const here of xs.map(both).filter((point) => Number.isNaN(point.gap) || clear(point))) {
      if (last && last.gap * here.gap < 0) {
        let [left, right] = [last, here];
        for (let i = 0; i < HALVINGS; i += 1) {
          const middle = both((left.x + right.x) / 2);
          if (Number.isNaN(middle.gap)) break;
          if (middle.gap * left.gap > 0) left = middle;
          else right = middle;
        }
        if (Math.abs(right.gap) <= 1e-6 * right.size) found.push({ x: right.x, y: right.y });
      }
      last = here;
    }
    return found;
  }

  return { sampled, table, crossings };
}
