/* Evaluates the rest points of populations at the sliders' numbers, and follows paths. No page needed. */
function lsecRestPoints(data, compute) {
  "use strict";
  /* Below this the sign of a condition may be rounding. */
  const ROUNDING = 1e-9;
  const triangle = data.shape.length === 1;

  function signOf(value) {
    if (!Number.isFinite(value)) return NaN;
    return Math.abs(value) < ROUNDING ? 0 : Math.sign(value);
  }

  function all(numbers, [from, to]) {
    const signs = numbers.slice(from, to).map(signOf);
    if (signs.some((sign) => Number.isNaN(sign) || sign < 0)) return -1;
    return signs.some((sign) => sign === 0) ? 0 : 1;
  }

  /* In words, each condition of the domain that fails. */
  function failures(numbers) {
    const fails = ({ at, strict }) => !(signOf(numbers[at]) > 0 || (!strict && signOf(numbers[at]) === 0));
    return data.domain.filter(fails).map(({ words }) => words);
  }

  function verdict(point, numbers) {
    if (point.stable === null) {
      return point.exactly ? ["no", `not asymptotically stable: ${point.because}`] : ["open", `not decided: ${point.because}`];
    }
    const holds = all(numbers, point.stable);
    if (holds > 0) return ["stable", "asymptotically stable"];
    if (holds === 0) return ["open", "not decided: an eigenvalue vanishes, or almost"];
    return point.exactly ? ["no", "not asymptotically stable"] : ["no", "not asymptotically stable: an eigenvalue to the right"];
  }

  /* Rest points with their shares and what is known of their stability. */
  function rests(numbers) {
    return data.points.flatMap((point) => {
      const there = all(numbers, point.rests);
      if (there < 0) return [];
      const shares = numbers.slice(...point.shares);
      if (shares.some((share) => !Number.isFinite(share))) return [];
      const [kind, words] = there === 0 ? ["open", "not decided: at the border of where it rests"] : verdict(point, numbers);
      return [{ name: point.name, shares, kind, words }];
    });
  }

  /* How fast shares change: all three of the triangle, the first of each population in the square. */
  function speeds(numbers) {
    const tables = data.tables.map(([from, to]) => numbers.slice(from, to));
    if (triangle) {
      const [a] = tables;
      return (x) => {
        const earned = [0, 1, 2].map((i) => a[3 * i] * x[0] + a[3 * i + 1] * x[1] + a[3 * i + 2] * x[2]);
        const mean = x[0] * earned[0] + x[1] * earned[1] + x[2] * earned[2];
        return x.map((share, i) => share * (earned[i] - mean));
      };
    }
    const [a, b] = tables;
    return ([x, y]) => [
      x * (1 - x) * ((a[0] - a[2]) * y + (a[1] - a[3]) * (1 - y)),
      y * (1 - y) * ((b[0] - b[1]) * x + (b[2] - b[3]) * (1 - x)),
    ];
  }

  function path(numbers, start, points) {
    const speed = speeds(numbers);
    const entries = data.tables.flatMap(([from, to]) => numbers.slice(from, to));
    const spread = Math.max(...entries) - Math.min(...entries);
    const steps = Math.min(40, Math.max(1, Math.ceil((data.until / points) * spread * 4)));
    const h = data.until / points / steps;
    const moved = (x, v, t) => x.map((share, i) => share + t * v[i]);
    const walked = [start];
    let x = start;
    for (let n = 0; n < points; n += 1) {
      for (let k = 0; k < steps; k += 1) {
        const one = speed(x);
        const two = speed(moved(x, one, h / 2));
        const three = speed(moved(x, two, h / 2));
        const four = speed(moved(x, three, h));
        x = x.map((share, i) => Math.min(1, Math.max(0, share + (h / 6) * (one[i] + 2 * two[i] + 2 * three[i] + four[i]))));
      }
      walked.push(x);
    }
    return walked;
  }

  return { compute, failures, rests, path, triangle };
}
