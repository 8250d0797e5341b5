"""Check certificates of lsec_models without lsec_models: the standard library, whole numbers and fractions.

    python check_certificates.py FILE_OR_FOLDER ...

The chapter "The format of a certificate" of the book says what each field and each rule means; this file follows it,
rule by rule. Returns 1 if a certificate is refused, 2 if there is nothing to check.
"""

import hashlib
import json
import re
import sys
from fractions import Fraction
from math import lcm
from pathlib import Path

FORMAT = "lsec-certificate-2"
RANGES = ("positive", "nonnegative", "free")
RELATIONS = (">", ">=", "=", "!=")
MOST_WORK, MOST_VARIABLES, MOST_DIGITS, MOST_DEGREE, DEEPEST = 20_000_000, 200, 4000, 10_000, 200


class Refused(Exception):
    """A certificate does not prove what it states."""


def require(holds, why):
    if not holds:
        raise Refused(why)


def fields(record, *names):
    require(type(record) is dict and set(record) == set(names), f"a record has not just the fields {', '.join(names)}")
    return [record[name] for name in names]


def items(value):
    require(type(value) is list, "what should be a list is none")
    return value


def whole(value, low, high):
    require(type(value) is int and low <= value <= high, f"a number is not an integer from {low} to {high}")
    return value


def number(value):
    require(type(value) is str, "a number is not written as text")
    require(all(len(part) <= MOST_DIGITS for part in value.split("/")), "a number has too many digits")
    require(re.fullmatch(r"(0|-?[1-9][0-9]*)(/[1-9][0-9]*)?", value, re.ASCII), "a number is written in another way")
    require(str(Fraction(value)) == value, "a fraction is not in lowest terms")
    return Fraction(value)


def integer(value):
    require(number(value).denominator == 1, "a coefficient is not an integer")
    return int(value)


def monomial_sign(powers, ranges):
    """1: positive; 0: at least zero; -1: it can be negative."""
    if any(n % 2 and allowed == "free" for n, allowed in zip(powers, ranges, strict=True)):
        return -1
    return 0 if any(n and allowed != "positive" for n, allowed in zip(powers, ranges, strict=True)) else 1


def visible_sign(p, ranges):
    """(1 or -1, whether strictly) where all coefficients agree over monomials that are nonnegative, else (0, False)."""
    kinds = {monomial_sign(powers, ranges) for powers in p}
    if len({c > 0 for c in p.values()}) != 1 or -1 in kinds:
        return 0, False
    return (1 if next(iter(p.values())) > 0 else -1), 1 in kinds


def words(p):
    """How many machine words the coefficients of a polynomial take."""
    return sum(c.bit_length() // 64 + 1 for c in p.values())


def degree(p):
    """The total degree of a polynomial."""
    return max(map(sum, p), default=0)


class Checker:
    """Checks one certificate. A polynomial is a dict from exponents to its coefficients, none of them zero."""

    def __init__(self, certificate):
        names = ("format", "claim", "variables", "conditions", "radicals", "clauses", "partings", "digest")
        fields(certificate, *names)
        content = {key: value for key, value in certificate.items() if key != "digest"}
        written = json.dumps(content, sort_keys=True, separators=(",", ":"))
        require(certificate["format"] == FORMAT, f"its format is not {FORMAT}")
        require(certificate["digest"] == hashlib.sha256(written.encode()).hexdigest(), "its digest does not fit")
        require(type(certificate["claim"]) is str, "its claim is not text")
        self.work, self.depth, self.steps, self.engines, self.cores = 0, 0, 0, 0, {}
        self.partings = list(reversed(items(certificate["partings"])))
        variables = [fields(variable, "name", "range") for variable in items(certificate["variables"])]
        self.names, ranges = [name for name, _ in variables], tuple(allowed for _, allowed in variables)
        require(all(type(name) is str for name in self.names), "a name is not text")
        require(len(set(self.names)) == len(self.names) <= MOST_VARIABLES, "variables are declared twice, or too many")
        require(all(allowed in RANGES for allowed in ranges), "a range is unknown")
        conditions = []
        for condition in items(certificate["conditions"]):
            terms, strict, origin = fields(condition, "polynomial", "strict", "origin")
            require(type(strict) is bool and type(origin) is str, "a condition is not written as it should be")
            conditions.append((self.read(terms), strict))
        place = ranges, (*conditions, *self.roots(ranges, items(certificate["radicals"])))
        require(items(certificate["clauses"]), "it has no clause")
        for clause in certificate["clauses"]:
            self.clause(place, clause)
        require(not self.partings, "it says more than is needed of what is left out")

    # Polynomials.

    def spend(self, work):
        self.work += work
        require(self.work <= MOST_WORK, "checking it would take too long")

    def exponents(self, powers):
        require(len(items(powers)) == len(self.names), "a monomial has the wrong number of exponents")
        return tuple(whole(n, 0, 1000) for n in powers)

    def read(self, terms):
        p = {}
        for term in items(terms):
            require(len(items(term)) == 2, "a term is not a coefficient and exponents")
            coefficient, powers = integer(term[0]), self.exponents(term[1])
            require(coefficient != 0 and powers not in p, "a monomial occurs twice, or with coefficient zero")
            p[powers] = coefficient
        return p

    def constant(self, value):
        return {(0,) * len(self.names): value} if value else {}

    def variable(self, name):
        require(type(name) is str and name in self.names, "a variable is not declared")
        i = self.names.index(name)
        return i, {tuple(int(i == j) for j in range(len(self.names))): 1}

    def plus(self, p, q, factor=1):
        self.spend(words(p) + words(q))
        total = dict(p)
        for powers, c in q.items():
            total[powers] = total.get(powers, 0) + factor * c
        return {powers: c for powers, c in total.items() if c}

    def times(self, *factors):
        product = self.constant(1)
        for p in factors:
            self.spend(words(p) * words(product))
            low, high = sorted((degree(p), degree(product)))
            require(low == 0 or low + high <= MOST_DEGREE, "a product has too high a degree")
            found = {}
            for left, c in product.items():
                for right, d in p.items():
                    powers = tuple(map(int.__add__, left, right))
                    found[powers] = found.get(powers, 0) + c * d
            product = {powers: c for powers, c in found.items() if c}
        return product

    def by_power(self, p, i):
        parts = {}
        for powers, c in p.items():
            parts.setdefault(powers[i], {})[(*powers[:i], 0, *powers[i + 1 :])] = c
        return parts

    def core(self, p, ranges):
        """What is left when factors of visible, strict sign are left out, which the certificate lists."""
        sign, strict = visible_sign(p, ranges)
        if not p or strict:
            return self.constant(sign)
        key = ranges, frozenset(p.items())
        if key not in self.cores:
            require(self.partings, "it does not say what is left out of a condition")
            self.cores[key] = self.parted(p, ranges, self.partings.pop())
        return self.cores[key]

    def parted(self, p, ranges, entry):
        if entry is None:
            return p
        constant, left_out, core = fields(entry, "constant", "left_out", "core")
        total, core = integer(constant), self.read(core)
        require(total != 0, "a product has the factor zero")
        product, sign = self.constant(total), 1 if total > 0 else -1
        for item in items(left_out):
            terms, power = fields(item, "factor", "power")
            factor, n = self.read(terms), whole(power, 1, 1000)
            visible, strict = visible_sign(factor, ranges)
            require(strict, "a factor that is left out has no visible sign")
            product, sign = self.times(product, *[factor] * n), sign * visible**n
        require(self.times(product, core) == p, "factors do not multiply to the polynomial")
        return self.times(core, self.constant(sign))

    # What is assumed and what is to be shown.

    def roots(self, ranges, radicals):
        found, defined = [], set()
        for radical in radicals:
            name, *numbers = fields(radical, "name", "radicand", "low", "high")
            (i, root), (radicand, low, high) = self.variable(name), map(number, numbers)
            require(i not in defined and ranges[i] == "positive", "a square root is defined twice, or not positive")
            require(0 < low < high and low**2 < radicand < high**2, "bounds of a square root are wrong")
            defined.add(i)
            tops = [self.constant(x.numerator) for x in (radicand, low, high)]
            scaled = [
                self.times(self.constant(x.denominator), *[root] * n)
                for x, n in zip((radicand, low, high), (2, 1, 1), strict=True)
            ]
            square, above, below = (self.plus(p, q, -1) for p, q in zip(scaled, tops, strict=True))
            minus = self.constant(-1)
            found += [
                (square, False),
                (self.times(minus, square), False),
                (above, True),
                (self.times(minus, below), True),
            ]
        return found

    def clause(self, place, clause):
        """One atom is shown where the others fail."""
        ranges, conditions = place
        written, aim, proofs = fields(clause, "atoms", "aim", "proofs")
        atoms = [fields(atom, "polynomial", "relation") for atom in items(written)]
        atoms = [(self.read(terms), relation) for terms, relation in atoms]
        require(all(relation in RELATIONS for _, relation in atoms), "a relation is unknown")
        (p, relation), assumed = atoms[whole(aim, 0, len(atoms) - 1)], []
        minus = self.constant(-1)
        for i, (q, other) in enumerate(atoms):
            if i == aim:
                continue
            if other == "=":
                assumed.append((self.times(q, q), True))
                continue
            core = self.core(self.times(minus, q), ranges)
            both = [(self.times(minus, core), False), (core, False)]
            assumed += both if other == "!=" else [(core, other == ">=")]
        goals = [(self.times(p, p), True)] if relation == "!=" else [(p, relation == ">")]
        if relation == "=":
            goals.append((self.times(minus, p), False))
        require(len(items(proofs)) == len(goals), "a clause has the wrong number of proofs")
        for (target, strict), proof in zip(goals, proofs, strict=True):
            self.prove(ranges, (*conditions, *assumed), target, strict, proof)

    def prove(self, ranges, conditions, target, strict, proof):
        """Where the conditions hold, the target is positive (strict), or at least zero."""
        require(type(proof) is dict and type(proof.get("rule")) is str, "a step has no rule")
        rule = getattr(self, f"rule_{proof['rule']}", None)
        require(rule is not None, "there is no such rule")
        self.steps, self.depth = self.steps + 1, self.depth + 1
        require(self.depth <= DEEPEST, "the proof is nested too deeply")
        self.spend(1000)
        rule(ranges, conditions, target, strict, {key: value for key, value in proof.items() if key != "rule"})
        self.depth -= 1

    def position(self, conditions, value):
        require(conditions[whole(value, 0, len(conditions) - 1)] is not None, "a condition is used that was used up")
        return value

    # The rules.

    def rule_identity(self, ranges, conditions, target, strict, step):
        (summands,), total, positive, weights = fields(step, "sum"), {}, False, []
        for summand in items(summands):
            coefficient, monomial, pairs = fields(summand, "coefficient", "monomial", "conditions")
            weight, powers = number(coefficient), self.exponents(monomial)
            require(all(len(items(pair)) == 2 for pair in items(pairs)), "a condition has no power")
            used = [(conditions[self.position(conditions, i)], whole(n, 1, 1000)) for i, n in pairs]
            sign = monomial_sign(powers, ranges)
            require(weight > 0 and sign >= 0, "a term of a sum can be negative")
            positive = positive or (sign > 0 and all(condition[1] for condition, _ in used))
            weights.append((weight, powers, tuple((i, n) for i, n in pairs)))
        scale, together = lcm(*(weight.denominator for weight, _, _ in weights)), {}
        require(scale.bit_length() <= 100_000, "its fractions have no small common denominator")
        for weight, powers, used in weights:
            terms = together.setdefault(used, {})
            terms[powers] = terms.get(powers, 0) + int(weight * scale)
        for used, terms in together.items():
            total = self.plus(total, self.times(terms, *(conditions[i][0] for i, n in used for _ in range(n))))
        require(total == self.times(target, self.constant(scale)), "the two sides of an identity differ")
        require(positive or not strict, "an identity shows 'at least zero' where 'positive' is claimed")

    def rule_squares(self, ranges, conditions, target, strict, step):
        (summands,), total, positive, parts = fields(step, "sum"), {}, False, []
        for summand in items(summands):
            coefficient, monomial, terms, pairs = fields(summand, "coefficient", "monomial", "root", "conditions")
            weight, powers, root = number(coefficient), self.exponents(monomial), self.read(terms)
            require(all(len(items(pair)) == 2 for pair in items(pairs)), "a condition has no power")
            used = [(conditions[self.position(conditions, i)], whole(n, 1, 1000)) for i, n in pairs]
            sign = monomial_sign(powers, ranges)
            require(weight > 0 and sign >= 0, "a term of a sum of squares can be negative")
            positive = positive or (
                sign > 0 and all(condition[1] for condition, _ in used) and visible_sign(root, ranges)[1]
            )
            parts.append((weight, powers, root, [condition[0] for condition, n in used for _ in range(n)]))
        scale = lcm(*(weight.denominator for weight, *_ in parts))
        require(scale.bit_length() <= 100_000, "its fractions have no small common denominator")
        for weight, powers, root, used in parts:
            total = self.plus(total, self.times({powers: int(weight * scale)}, root, root, *used))
        require(total == self.times(target, self.constant(scale)), "the two sides of a sum of squares differ")
        require(positive or not strict, "a sum of squares shows 'at least zero' where 'positive' is claimed")

    def rule_factors(self, ranges, conditions, target, strict, step):
        constant, factors = fields(step, "constant", "items")
        product, sign = self.product(ranges, conditions, constant, factors, strict, not strict)
        require(product == target and sign > 0, "the factors do not multiply to the target, or to minus")

    def product(self, ranges, conditions, constant, factors, strict, even):
        product, total = self.constant(integer(constant)), integer(constant)
        require(total != 0, "a product has the factor zero")
        for item in items(factors):
            terms, power, sign, proof = fields(item, "factor", "power", "sign", "proof")
            factor, n = self.read(terms), whole(power, 1, 1000)
            product = self.times(product, *[factor] * n)
            if whole(sign, -1, 1):
                signed = self.times(factor, self.constant(sign))
                self.prove(ranges, conditions, signed, strict, proof)
                total *= sign**n
            else:
                require(even and n % 2 == 0 and proof is None, "a factor of open sign stands where it may not")
        return product, total

    def rule_rescale(self, ranges, conditions, target, strict, step):
        weights, ones, roots, proof = fields(step, "weights", "ones", "roots", "proof")
        unit = [self.variable(name)[0] for name in items(ones)]
        require(type(roots) is dict, "roots are not a record")
        degrees = {self.variable(name)[0]: whole(n, 1, 1000) for name, n in roots.items()}
        require(len({*unit, *degrees}) == len(unit) + len(degrees), "a variable is rescaled twice")
        require(all(ranges[i] == "positive" for i in (*unit, *degrees)), "a rescaled variable is not positive")
        rows = [[whole(w, -(10**18), 10**18) for w in items(row)] for row in items(weights)]
        require(len(rows) == len(unit) and all(len(row) == len(self.names) for row in rows), "weights are missing")
        for p in (target, *(c[0] for c in conditions if c)):
            for row in rows:
                same = {sum(w * n for w, n in zip(row, powers, strict=True)) for powers in p}
                require(len(same) <= 1, "a polynomial is not quasi-homogeneous")
        require(determinant([[row[i] for i in unit] for row in rows]) != 0, "variables cannot be moved to one")

        def renamed(p):
            moved = {}
            for powers, c in p.items():
                require(all(powers[i] % n == 0 for i, n in degrees.items()), "a variable is not a pure power")
                key = tuple(0 if i in unit else n // degrees.get(i, 1) for i, n in enumerate(powers))
                moved[key] = moved.get(key, 0) + c
            return {powers: c for powers, c in moved.items() if c}

        self.prove(ranges, [c and (renamed(c[0]), c[1]) for c in conditions], renamed(target), strict, proof)

    def rule_slack(self, ranges, conditions, target, strict, step):
        condition, symbol, proof = fields(step, "condition", "symbol", "proof")
        position, (i, x) = self.position(conditions, condition), self.variable(symbol)
        p, is_strict = conditions[position]
        parts = self.by_power(p, i)
        require(max(parts, default=0) == 1, "a slack's condition is not linear in its variable")
        slope, rest = parts[1], parts.get(0, {})
        sign, surely = visible_sign(slope, ranges)
        require(surely, "a slack's slope has no visible sign")
        minus, more = self.constant(-1), self.plus(x, self.constant(1))
        allowed = "positive" if is_strict else "nonnegative"
        if sign > 0:
            top, bottom = self.plus(self.times(slope, x), rest, -1), slope
        elif ranges[i] == "free":
            top, bottom = self.plus(self.times(slope, x), rest), self.times(minus, slope)
        elif ranges[i] == "positive":
            top, bottom = rest, self.times(minus, slope, more)
        else:
            require(is_strict, "a weak upper bound on a nonnegative variable has no slack")
            top, bottom, allowed = self.times(rest, x), self.times(minus, slope, more), "nonnegative"
        ranges = (*ranges[:i], allowed, *ranges[i + 1 :])
        left = [None if j == position else c for j, c in enumerate(conditions)]
        moved = [c and (self.inserted(c[0], i, top, bottom, ranges), c[1]) for c in left]
        self.prove(ranges, moved, self.inserted(target, i, top, bottom, ranges), strict, proof)

    def inserted(self, p, i, top, bottom, ranges):
        """The core of a polynomial with top/bottom for variable i, times bottom to the degree in it."""
        parts = self.by_power(p, i)
        degree, total, scale = max(parts, default=0), {}, self.constant(1)
        if degree == 0:
            return p
        for power in range(degree, -1, -1):
            total = self.plus(self.times(total, top), self.times(parts.get(power, {}), scale))
            scale = self.times(scale, bottom)
        return self.core(total, ranges)

    def rule_square(self, ranges, conditions, target, strict, step):
        symbol, leading, discriminant = fields(step, "symbol", "leading", "discriminant")
        parts = self.by_power(target, self.variable(symbol)[0])
        require(max(parts, default=0) <= 2, "a square has a degree above two")
        c, b, a = (parts.get(power, {}) for power in range(3))
        self.prove(ranges, conditions, a, True, leading)
        least = self.plus(self.times(self.constant(4), a, c), self.times(b, b), -1)
        self.prove(ranges, conditions, least, strict, discriminant)

    def rule_split(self, ranges, conditions, target, strict, step):
        terms, above, below = fields(step, "polynomial", "above", "below")
        p = self.read(terms)
        self.prove(ranges, (*conditions, (p, False)), target, strict, above)
        self.prove(ranges, (*conditions, (self.times(p, self.constant(-1)), False)), target, strict, below)

    def rule_cases(self, ranges, conditions, target, strict, step):
        terms, above, zero, below = fields(step, "polynomial", "above", "zero", "below")
        p = self.read(terms)
        minus = self.times(p, self.constant(-1))
        self.prove(ranges, (*conditions, (p, True)), target, strict, above)
        self.prove(ranges, (*conditions, (p, False), (minus, False)), target, strict, zero)
        self.prove(ranges, (*conditions, (minus, True)), target, strict, below)

    def equation(self, conditions, pair):
        """The positions of two conditions, one the negative of the other, and the polynomial of the first."""
        require(len(items(pair)) == 2, "an equation is not a pair of conditions")
        first, second = (self.position(conditions, value) for value in pair)
        p, q = conditions[first][0], conditions[second][0]
        require(p == self.times(q, self.constant(-1)), "the conditions of an equation are not each other's negative")
        return first, second, p

    def rule_solve(self, ranges, conditions, target, strict, step):
        pair, symbol, sign, slope, proof = fields(step, "equation", "symbol", "sign", "slope", "proof")
        i, x = self.variable(symbol)
        first, second, p = self.equation(conditions, pair)
        parts = self.by_power(p, i)
        require(max(parts, default=0) == 1, "an equation is not linear in the variable that it is solved for")
        factor = self.constant(sign) if whole(sign, -1, 1) else parts[1]
        top, bottom = self.times(parts.get(0, {}), factor, self.constant(-1)), self.times(parts[1], factor)
        self.prove(ranges, conditions, bottom, True, slope)
        left = [None if j in (first, second) else c for j, c in enumerate(conditions)]
        left += [(x, ranges[i] == "positive")] if ranges[i] != "free" else []
        moved = [c and (self.inserted(c[0], i, top, bottom, ranges), c[1]) for c in left]
        self.prove(ranges, moved, self.inserted(target, i, top, bottom, ranges), strict, proof)

    def rule_modulo(self, ranges, conditions, target, strict, step):
        multiples, proof = fields(step, "multiples", "proof")
        for multiple in items(multiples):
            pair, terms = fields(multiple, "equation", "polynomial")
            target = self.plus(target, self.times(self.read(terms), self.equation(conditions, pair)[2]))
        self.prove(ranges, conditions, target, strict, proof)

    def rule_multiply(self, ranges, conditions, target, strict, step):
        terms, positive, product = fields(step, "factor", "positive", "product")
        factor = self.read(terms)
        self.prove(ranges, conditions, factor, True, positive)
        self.prove(ranges, conditions, self.times(target, factor), strict, product)

    def rule_trim(self, ranges, conditions, target, strict, step):
        condition, constant, terms, factors, proof = fields(step, "condition", "constant", "rest", "items", "proof")
        position, rest = self.position(conditions, condition), self.read(terms)
        p, is_strict = conditions[position]
        product, sign = self.product(ranges, conditions, constant, factors, True, is_strict)
        require(self.times(product, rest) == p, "the factors do not multiply to the condition")
        kept = self.times(rest, self.constant(1 if sign > 0 else -1)), is_strict
        self.prove(ranges, [kept if j == position else c for j, c in enumerate(conditions)], target, strict, proof)

    def rule_engines(self, ranges, conditions, target, strict, step):
        """Two solvers agreed. That is counted, and not checked."""
        (agree,) = fields(step, "agree")
        require(all(name in ("z3", "cvc5") for name in items(agree)), "a step rests on an unknown engine")
        require(len(set(agree)) == len(agree) >= 2, "a step rests on fewer than two engines")
        self.engines += 1


def determinant(rows):
    rows, value = [[Fraction(entry) for entry in row] for row in rows], Fraction(1)
    for i in range(len(rows)):
        pivot = next((j for j in range(i, len(rows)) if rows[j][i]), None)
        if pivot is None:
            return Fraction(0)
        rows[i], rows[pivot] = rows[pivot], rows[i]
        value *= rows[i][i] if pivot == i else -rows[i][i]
        for row in rows[i + 1 :]:
            row[:] = [entry - row[i] / rows[i][i] * above for entry, above in zip(row, rows[i], strict=True)]
    return value


def certificates_in(value):
    """Yield the certificates in a file: one, or one for each regime or part of a claim."""
    if isinstance(value, dict) and ("clauses" in value or "digest" in value):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from certificates_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from certificates_in(part)


def verdict(path):
    """Return what is found of a file: accepted, open (a step rests on two solvers), or refused."""
    try:
        checked = [Checker(one) for one in certificates_in(json.loads(path.read_text(encoding="utf-8")))]
        require(checked, "there is no certificate in it")
    except Refused as error:
        return "refused", str(error)
    except Exception as error:  # Whatever went wrong, nothing is proved.
        return "refused", f"it is malformed ({type(error).__name__}: {error})"
    engines, steps = sum(one.engines for one in checked), sum(one.steps for one in checked)
    return ("open", f"{engines} of {steps} steps rest on two solvers") if engines else ("accepted", f"{steps} steps")


def main(given):
    paths = [path for name in map(Path, given) for path in (sorted(name.rglob("*.json")) if name.is_dir() else [name])]
    found = [(path, *verdict(path)) for path in paths]
    for path, word, why in found:
        print(f"{word:9}{path}: {why}")
    print(", ".join(f"{sum(word == w for _, word, _ in found)} {w}" for w in ("accepted", "open", "refused")))
    return 2 if not found else 1 if any(word == "refused" for _, word, _ in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
