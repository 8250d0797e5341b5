/* Evaluates the equilibria of a live page: values in double precision, conditions in whole numbers. No page needed. */
function lsecKernel(data, functions) {
  "use strict";

  /* A decimal as JavaScript writes it, exactly: {digits, places} stands for digits / 10^places. */
  function decimal(value) {
    const [mantissa, exponent = "0"] = String(value).toLowerCase().split("e");
    const [whole, fraction = ""] = mantissa.split(".");
    const shift = Number(exponent) - fraction.length;
    const digits = BigInt(whole + fraction);
    return shift > 0 ? { digits: digits * 10n ** BigInt(shift), places: 0 } : { digits, places: -shift };
  }

  /* The exact sign of a polynomial: everything is brought over one power of ten. */
  function sign(terms, settings) {
    const places = Math.max(0, ...settings.map((x) => x.places));
    const scaled = settings.map((x) => x.digits * 10n ** BigInt(places - x.places));
    const degrees = terms.map((term) => term.filter((_, i) => i > 0 && i % 2 === 0).reduce((sum, n) => sum + n, 0));
    const degree = Math.max(0, ...degrees);
    let total = 0n;
    terms.forEach((term, j) => {
      let product = BigInt(term[0]) * 10n ** BigInt(places * (degree - degrees[j]));
      for (let i = 1; i < term.length; i += 2) product *= scaled[term[i]] ** BigInt(term[i + 1]);
      total += product;
    });
    return total > 0n ? 1 : total < 0n ? -1 : 0;
  }

  const passes = (value, strict) => value > 0 || (!strict && value === 0);

  /* Which cell of a case a point lies in, given whether each condition holds; -1 outside. */
  function cellOf(entry, holds) {
    if (!entry.domain.every((i) => holds[i])) return -1;
    return entry.cells.findIndex(([, asked]) => asked.every((i) => holds[i]));
  }

  /* In words, each condition that fails at a point. */
  function failures(entry, holds, settings) {
    const failing = entry.domain.filter((i) => !holds[i]);
    const asked = failing.length || entry.cells.length > 1 ? [] : entry.cells[0][1].filter((i) => !holds[i]);
    return [...failing, ...asked].map((i) => {
      const condition = data.conditions[entry.conditions[i]];
      if (condition.slider === undefined) return condition;
      const given = `, given ${settings[condition.slider]}`;
      return { ...condition, words: condition.words + given, shown: condition.shown + given };
    });
  }

  /* Everything at one point. Conditions are decided exactly, as Python decides them. */
  function at(number, settings) {
    const entry = data.cases[number];
    const exact = settings.map(decimal);
    const floats = functions[entry.holds](settings);
    const holds = entry.conditions.map((k, i) => {
      const { terms, strict } = data.conditions[k];
      return passes(terms === null ? floats[i] : sign(terms, exact), strict);
    });
    const cell = cellOf(entry, holds);
    if (cell < 0) return { inside: false, failures: failures(entry, holds, settings), regime: "", values: [] };
    const regime = entry.cells[cell][0];
    return { inside: true, failures: [], regime: entry.regimes[regime], values: functions[entry.values[regime]](settings) };
  }

  /* Values and regime at one point of a curve, in double precision throughout; regime -1 outside the domain. */
  function quick(number, settings) {
    const entry = data.cases[number];
    const floats = functions[entry.holds](settings);
    const holds = entry.conditions.map((k, i) => passes(floats[i], data.conditions[k].strict));
    const cell = cellOf(entry, holds);
    if (cell < 0) return { regime: -1, values: [] };
    const regime = entry.cells[cell][0];
    return { regime, values: functions[entry.values[regime]](settings) };
  }

  /* Everything that moves, at one time. */
  function along(number, settings, time) {
    return functions[data.cases[number].along](settings, time);
  }

  return { at, quick, along, sign: (terms, settings) => sign(terms, settings.map(decimal)) };
}
