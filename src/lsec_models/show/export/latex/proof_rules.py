"""The rules of certificates in words: what a step of each kind says, as LaTeX sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import sympy as sp

from lsec_models.prove.certificates.steps import Step
from lsec_models.show.export.latex.proof_formulas import _WRITTEN, compared, polynomial_of, read_terms, written
from lsec_models.show.export.latex_formulas import INLINE, in_line, summed
from lsec_models.show.export.line_breaks import width


@dataclass(frozen=True)
class ProofStep:
    """A step, and the steps that it needs, in the order in which it names them."""

    step: Step
    below: tuple[ProofStep, ...]

    @property
    def rule(self) -> str:
        """The rule by which it follows."""
        return str(self.step.proof["rule"])

    @property
    def symbols(self) -> tuple[sp.Symbol, ...]:
        """The variables."""
        return tuple(map(sp.Symbol, self.step.names))

    @property
    def target(self) -> sp.Expr:
        """What is to be shown to be positive, or at least zero."""
        return polynomial_of(self.symbols, self.step.target)

    @property
    def relation(self) -> str:
        """How it compares with zero, as LaTeX."""
        return ">" if self.step.strict else r"\geq"

    def condition(self, position: int) -> sp.Expr:
        """Return a condition, which is still there where a step uses it."""
        found = self.step.conditions[position]
        assert found is not None
        return polynomial_of(self.symbols, found[0])


def argument(node: ProofStep) -> Iterator[str]:
    """Yield the sentences of a step, and of those that it needs."""
    yield from _WRITERS[node.rule](node)


def _identity(node: ProofStep) -> Iterator[str]:
    summands = node.step.proof["sum"]
    if not summands:
        yield "This holds, as zero is at least zero."
        return
    used = [s for s in summands if s["conditions"]]
    if not used:
        words = "All coefficients are positive" if len(summands) > 1 else "This is a product of such factors"
        alone = len(node.step.target) == 1 and len(summands) == 1
        if alone and sum(summands[0]["monomial"]) == 0:
            yield f"This holds, as ${written(node.target)} > 0$."
        elif alone:
            yield f"This holds, as {_joined(node)}."
        else:
            yield f"{words}, and {_joined(node)}."
        return
    terms = [_summand(node, summand) for summand in summands]
    if len(terms) == 1 and terms[0] == f"\\left({written(node.target)}\\right)":
        yield "This is one of the conditions."
        return
    yield f"This follows from {in_line(f'{written(node.target)} = {summed(terms)}')},"
    signs = "a term of which is positive and none negative" if node.step.strict else "no term of which is negative"
    yield f"{signs}: brackets are conditions{f', and {_joined(node)}' if _joined(node) else ''}."


def _joined(node: ProofStep) -> str:
    """Return the signs of the variables that a sum of monomials has, in words."""
    met = [any(s["monomial"][i] for s in node.step.proof["sum"]) for i in range(len(node.symbols))]
    parts = []
    for kind, sign in (("positive", "> 0"), ("nonnegative", r"\geq 0")):
        names = [written(s) for s, own, m in zip(node.symbols, node.step.ranges, met, strict=True) if m and own == kind]
        parts += [f"${', '.join(names)} {sign}$"] if names else []
    free = any(m and own == "free" for own, m in zip(node.step.ranges, met, strict=True))
    return ", ".join([*parts, *(["even powers are nonnegative"] if free else [])])


def _summand(node: ProofStep, summand: Mapping[str, Any]) -> str:
    coefficient = sp.Rational(summand["coefficient"])
    monomial = sp.Mul(*(s**n for s, n in zip(node.symbols, summand["monomial"], strict=True)))
    factor = sp.Mul(coefficient, monomial)
    brackets = [
        rf"\left({written(node.condition(i))}\right)" + (f"^{{{n}}}" if n != 1 else "")
        for i, n in summand["conditions"]
    ]
    return " ".join([*([written(factor)] if factor != 1 or not brackets else []), *brackets])


def _squares(node: ProofStep) -> Iterator[str]:
    summands = node.step.proof["sum"]
    terms = []
    for summand in summands:
        root = polynomial_of(node.symbols, read_terms(summand["root"]))
        square = [] if root == 1 else [rf"\left({written(root)}\right)^{{2}}"]
        plain = _summand(node, summand)
        terms.append(" ".join([*([plain] if plain != "1" or not square else []), *square]))
    yield f"This follows from {in_line(f'{written(node.target)} = {summed(terms)}')},"
    signs = "a term of which is positive and none negative" if node.step.strict else "no term of which is negative"
    yield f"{signs}: squares are nonnegative, other brackets are conditions."


def _factors(node: ProofStep) -> Iterator[str]:
    items = node.step.proof["items"]
    expanded = written(node.target)
    is_square = len(items) == 1 and items[0]["power"] == 2 and items[0]["proof"] is not None
    if width(expanded) <= INLINE and not is_square and (len(items) > 1 or items[0]["power"] > 1):
        yield f"Now {in_line(f'{expanded} = {product(node)}')}."
    yield from _signs_of_factors(node, items, iter(node.below))


def _signs_of_factors(
    node: ProofStep,
    items: Sequence[Mapping[str, Any]],
    below: Iterator[ProofStep],
    even_powers: str = "Even powers are nonnegative.",
) -> Iterator[str]:
    single: list[sp.Expr] = []
    proved: list[tuple[sp.Expr, int, ProofStep]] = []
    even = False
    for item in items:
        factor = polynomial_of(node.symbols, read_terms(item["factor"]))
        if item["proof"] is None:
            even = True
            continue
        child = next(below)
        plain = item["sign"] > 0 and factor.is_Symbol and child.rule == "identity"
        if plain:
            single.append(factor)
        else:
            proved.append((factor, item["sign"], child))
    if even:
        yield even_powers
    if single:
        yield f"Moreover, ${', '.join(map(written, single))} > 0$."
    for factor, sign, child in proved:
        comparison = ("> 0" if sign > 0 else "< 0") if child.step.strict else (r"\geq 0" if sign > 0 else r"\leq 0")
        negative = "" if sign > 0 else f", that is, {compared(child.target, f'{child.relation} 0')}"
        yield f"The factor {compared(factor, comparison)}{negative}:"
        yield from argument(child)


def product(node: ProofStep) -> str:
    """Return the product that a step names, as LaTeX."""
    constant = node.step.proof["constant"]
    factors = [] if constant == "1" else ["-" if constant == "-1" else constant]
    for item in node.step.proof["items"]:
        factors.append(_powered(polynomial_of(node.symbols, read_terms(item["factor"])), item["power"]))
    return " ".join(factors)


def _powered(factor: sp.Expr, power: int) -> str:
    """Return a factor of a product as LaTeX."""
    bare = rf"\left({written(factor)}\right)" if isinstance(factor, sp.Add) else written(factor)
    return bare if power == 1 else f"{bare}^{{{power}}}"


def _rescale(node: ProofStep) -> Iterator[str]:
    child, proof = node.below[0], node.step.proof
    if proof["ones"]:
        ones = " = ".join(written(sp.Symbol(name)) for name in proof["ones"])
        yield (
            "All expressions are quasi-homogeneous: rescaling positive variables changes no sign, so that without loss "
            f"of generality ${ones} = 1$."
        )
    if proof["roots"]:
        renamed = ", ".join(
            rf"{written(sp.Symbol(x) ** n)} \to {written(sp.Symbol(x))}" for x, n in proof["roots"].items()
        )
        yield f"What occurs in such powers only is renamed: ${renamed}$."
    yield from _then(node, child)


def _then(node: ProofStep, child: ProofStep) -> Iterator[str]:
    """Return what is left to show, with the conditions as they read now."""
    kept = [
        compared(polynomial_of(child.symbols, now[0]), f"{'>' if now[1] else chr(92) + 'geq'} 0")
        for now, before in zip_longest(child.step.conditions, node.step.conditions)
        if now is not None and now != before and not _is_plain(now[0])
    ]
    if kept:
        yield f"The conditions then read {'; '.join(kept)}."
    yield f"It is then to be shown that {compared(child.target, f'{child.relation} 0')}."
    yield from argument(child)


def _is_plain(terms: Mapping[tuple[int, ...], int]) -> bool:
    """Whether a condition is a number that is not negative: it says nothing, while a negative one excludes the case."""
    return all(not any(powers) and number >= 0 for powers, number in terms.items())


def _slack(node: ProofStep) -> Iterator[str]:
    child, proof = node.below[0], node.step.proof
    i = node.step.names.index(proof["symbol"])
    symbol, condition = node.symbols[i], sp.Poly(node.condition(proof["condition"]), node.symbols[i])
    slope, rest = condition.coeff_monomial(symbol), condition.coeff_monomial(1)
    bound = sp.factor(-rest / slope)
    above = _is_positive(slope, node)
    if above:
        image = bound + symbol
    elif node.step.ranges[i] == "free":
        image = bound - symbol
    else:
        image = bound * (1 if node.step.ranges[i] == "positive" else symbol) / (1 + symbol)
    sign = "> 0" if child.step.ranges[i] == "positive" else r"\geq 0"
    moved = rf"{written(symbol)} \to {written(image)}"
    yield (
        f"By the condition {compared(node.condition(proof['condition']), _sign_of(node, proof['condition']))}, "
        f"${written(symbol)}$ {'is at least' if above else 'is at most'} {in_line(written(bound))}. "
        f"Insert {in_line(moved)}, where the new ${written(symbol)} {sign}$."
    )
    if symbol in node.target.free_symbols and len(node.step.target) <= _WRITTEN:
        yield f"What is to be shown to be positive becomes {in_line(_inserted(node, symbol, image))}"
        yield "up to its denominator; factors all of whose coefficients are positive are left out."
    yield from _then(node, child)


def _inserted(node: ProofStep, symbol: sp.Symbol, image: sp.Expr) -> str:
    """Return what an insertion makes of an expression, without its denominator, as LaTeX."""
    numerator, denominator = sp.fraction(sp.together(node.target.subs(symbol, image)))
    constant, factors = sp.factor_list(numerator)
    if not _is_positive(denominator, node):
        constant = -constant
    before = ["-"] if constant == -1 else [written(constant)] if constant != 1 or not factors else []
    return " ".join([*before, *(_powered(factor, power) for factor, power in factors)])


def _is_positive(slope: sp.Expr, node: ProofStep) -> bool:
    """Whether a slope of visible sign is positive: its terms, in variables of no negative range, have one sign."""
    terms = sp.Poly(slope, *node.symbols).coeffs()
    return all(coefficient > 0 for coefficient in terms)


def _sign_of(node: ProofStep, position: int) -> str:
    found = node.step.conditions[position]
    assert found is not None
    return "> 0" if found[1] else r"\geq 0"


def _square(node: ProofStep) -> Iterator[str]:
    leading, discriminant = node.below
    symbol = written(sp.Symbol(node.step.proof["symbol"]))
    yield (
        f"As a quadratic $A {symbol}^{{2}} + B {symbol} + C$, it satisfies "
        rf"$4 A \left(A {symbol}^{{2}} + B {symbol} + C\right) "
        rf"= \left(2 A {symbol} + B\right)^{{2}} + 4 A C - B^{{2}}$."
    )
    yield f"Here {compared(leading.target, '> 0', before='A = ')}:"
    yield from argument(leading)
    yield f"And {compared(discriminant.target, f'{discriminant.relation} 0', before='4 A C - B^{2} = ')}:"
    yield from argument(discriminant)


def _split(node: ProofStep) -> Iterator[str]:
    above, below = node.below
    polynomial = polynomial_of(node.symbols, read_terms(node.step.proof["polynomial"]))
    yield f"First, where {compared(polynomial, chr(92) + 'geq 0')}:"
    yield from argument(above)
    yield f"Second, where {compared(polynomial, chr(92) + 'leq 0')}:"
    yield from argument(below)


def _cases(node: ProofStep) -> Iterator[str]:
    polynomial = polynomial_of(node.symbols, read_terms(node.step.proof["polynomial"]))
    for words, relation, child in zip(("First", "Second", "Third"), ("> 0", "= 0", "< 0"), node.below, strict=True):
        yield f"{words}, where {compared(polynomial, relation)}:"
        yield from argument(child)


def _solve(node: ProofStep) -> Iterator[str]:
    slope, child = node.below
    name, equation = sp.Symbol(node.step.proof["symbol"]), node.condition(node.step.proof["equation"][0])
    pivot = sp.diff(equation, name)
    image = sp.factor(-(equation - pivot * name).expand() / pivot)
    yield f"By the equation {compared(equation, '= 0')}, ${written(name)}$ is {in_line(written(image))}."
    if pivot.free_symbols:
        yield f"Here {compared(slope.target, '> 0')}:"
        yield from argument(slope)
    yield f"Insert ${written(name)}$, up to positive factors."
    yield from _then(node, child)


def _modulo(node: ProofStep) -> Iterator[str]:
    (child,) = node.below
    terms = []
    for multiple in node.step.proof["multiples"]:
        factor = polynomial_of(node.symbols, read_terms(multiple["polynomial"]))
        bracket = rf"\left({written(node.condition(multiple['equation'][0]))}\right)"
        terms.append(bracket if factor == 1 else f"{_powered(factor, 1)} {bracket}")
    yield f"Add what is zero by the equations: {in_line(summed(terms))}."
    yield from _then(node, child)


def _multiply(node: ProofStep) -> Iterator[str]:
    positive, product = node.below
    yield f"It is enough to show the same of the product with {compared(positive.target, '')}, which is positive:"
    yield from argument(positive)
    yield f"The product is {compared(product.target, f'{product.relation} 0')}:"
    yield from argument(product)


def _trim(node: ProofStep) -> Iterator[str]:
    *_, child = node.below
    proof = node.step.proof
    yield f"In the condition {compared(node.condition(proof['condition']), _sign_of(node, proof['condition']))}, "
    yield f"the factor {in_line(product(node))} has one sign and is left out."
    even = "Even powers are positive there, as the condition is strict."
    yield from _signs_of_factors(node, proof["items"], iter(node.below[:-1]), even)
    yield from _then(node, child)


def _engines(node: ProofStep) -> Iterator[str]:
    names = " and ".join(node.step.proof["agree"])
    yield f"For this step two independent solvers, {names}, agree; it was not re-computed by exact arithmetic."


_WRITERS = {
    "identity": _identity,
    "squares": _squares,
    "factors": _factors,
    "rescale": _rescale,
    "slack": _slack,
    "square": _square,
    "split": _split,
    "cases": _cases,
    "solve": _solve,
    "modulo": _modulo,
    "multiply": _multiply,
    "trim": _trim,
    "engines": _engines,
}
