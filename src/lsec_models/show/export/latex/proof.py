"""A certificate as the proof of a proposition: each step that the checker re-computed becomes a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from lsec_models.prove.certificates.checker import Step, check
from lsec_models.show.export.formulas import text_to_latex
from lsec_models.show.export.latex_formulas import high, lines_of, packed, width

_INLINE = 60


@dataclass(frozen=True)
class _Node:
    """A step, and the steps that it needs, in the order in which it names them."""

    step: Step
    below: tuple[_Node, ...]

    @property
    def rule(self) -> str:
        return str(self.step.proof["rule"])

    @property
    def symbols(self) -> tuple[sp.Symbol, ...]:
        return tuple(map(sp.Symbol, self.step.names))

    @property
    def target(self) -> sp.Expr:
        return _polynomial(self.symbols, self.step.target)

    @property
    def relation(self) -> str:
        return ">" if self.step.strict else r"\geq"

    def condition(self, position: int) -> sp.Expr:
        """Return a condition, which is still there where a step uses it."""
        found = self.step.conditions[position]
        assert found is not None
        return _polynomial(self.symbols, found[0])


def proof_of(certificate: Mapping[str, Any]) -> str:
    """Return the argument that a certificate is, as LaTeX paragraphs.

    The certificate is checked first: what is written is what the checker re-computed.

    Parameters
    ----------
    certificate : mapping
        As :attr:`Proved.certificate` gives it.

    Raises
    ------
    CertificateError
        If it does not verify.

    Examples
    --------
    >>> from lsec_models import prove
    >>> x, y = sp.symbols("x y", positive=True)
    >>> print(proof_of(prove(x**2 + y**2 >= 2 * x * y).certificate))
    It is to be shown that $x^{2} - 2 x y + y^{2} \\geq 0$.
    Now $x^{2} - 2 x y + y^{2} = \\left(x - y\\right)^{2}$.
    Even powers are nonnegative.
    """
    steps: list[Step] = []
    check(certificate, steps.append)
    roots = iter(_trees(steps))
    first = True
    paragraphs = []
    for clause in certificate["clauses"]:
        for _ in clause["proofs"]:
            node = next(roots)
            paragraphs.append(_goal(clause, node, first=first) + "\n" + "\n".join(_argument(node)))
            first = False
    return "\n\n".join(paragraphs)


def _trees(steps: Sequence[Step]) -> list[_Node]:
    """Return the steps that clauses ask for, each with those below it: they come in the order in which they are met."""

    def read(position: int) -> tuple[_Node, int]:
        step, below, after = steps[position], [], position + 1
        while after < len(steps) and steps[after].depth > step.depth:
            node, after = read(after)
            below.append(node)
        return _Node(step, tuple(below)), after

    found, position = [], 0
    while position < len(steps):
        node, position = read(position)
        found.append(node)
    return found


def setting_of(certificate: Mapping[str, Any]) -> str:
    r"""Return where a certificate holds, as LaTeX: ranges of variables, conditions, letters for square roots.

    Examples
    --------
    >>> from lsec_models import prove
    >>> x, y = sp.symbols("x y", positive=True)
    >>> print(setting_of(prove(x > y, given=[x > 2 * y]).certificate))
    Let $x, y > 0$, with
    \begin{itemize}
    \item $x - 2 y > 0$ (given).
    \end{itemize}
    """
    names = [variable["name"] for variable in certificate["variables"]]
    roots = [radical["name"] for radical in certificate["radicals"]]
    kinds = {"positive": "> 0", "nonnegative": r"\geq 0", "free": r"\in \mathbb{R}"}
    ranges = [
        f"${', '.join(_tex(sp.Symbol(name)) for name in own)} {sign}$"
        for kind, sign in kinds.items()
        if (own := [v["name"] for v in certificate["variables"] if v["range"] == kind and v["name"] not in roots])
    ]
    for root in certificate["radicals"]:
        ranges.append(f"${_tex(sp.Symbol(root['name']))} = {_tex(sp.sqrt(sp.Rational(root['radicand'])))}$")
    lines = [f"Let {' and '.join(ranges)}{', with' if certificate['conditions'] else '.'}"] if ranges else []
    if certificate["conditions"]:
        symbols = tuple(map(sp.Symbol, names))
        lines.append(r"\begin{itemize}")
        for condition in certificate["conditions"]:
            sign = ">" if condition["strict"] else r"\geq"
            formula = _shown(_polynomial(symbols, _read(condition["polynomial"])), f"{sign} 0")
            lines.append(rf"\item {formula} ({text_to_latex(condition['origin'])});")
        lines[-1] = lines[-1][:-1] + "."
        lines.append(r"\end{itemize}")
    return "\n".join(lines)


def _goal(clause: Mapping[str, Any], node: _Node, *, first: bool) -> str:
    """Return what is to be shown: one atom of a clause, where the others fail."""
    atom = clause["atoms"][clause["aim"]]
    words = "It is to be shown that" if first else "It remains to be shown that"
    polynomial = _polynomial(node.symbols, _read(atom["polynomial"]))
    if atom["relation"] == "!=":
        return f"{words} {_shown(polynomial, chr(92) + 'neq 0')}; that is, that its square is positive."
    where = ", where every other alternative of the claim fails" if len(clause["atoms"]) > 1 else ""
    if node.rule == "factors" and width(_tex(polynomial)) > _INLINE:
        product = _product(node, node.step.proof["constant"])
        return f"{words} {_shown_text(product, f'{node.relation} 0')}{where}."
    return f"{words} {_shown(node.target, f'{node.relation} 0')}{where}."


def _argument(node: _Node) -> Iterator[str]:
    yield from _WRITERS[node.rule](node)


def _identity(node: _Node) -> Iterator[str]:
    summands = node.step.proof["sum"]
    if not summands:
        yield "This holds, as zero is at least zero."
        return
    used = [s for s in summands if s["conditions"]]
    if not used:
        words = "All coefficients are positive" if len(summands) > 1 else "This is a product of such factors"
        alone = len(node.step.target) == 1 and len(summands) == 1
        if alone and sum(summands[0]["monomial"]) == 0:
            yield f"This holds, as ${_tex(node.target)} > 0$."
        elif alone:
            yield f"This holds, as ${_joined(node)}$."
        else:
            yield f"{words}, and ${_joined(node)}$."
        return
    terms = [_summand(node, summand) for summand in summands]
    if len(terms) == 1 and terms[0] == f"\\left({_tex(node.target)}\\right)":
        yield "This is one of the conditions."
        return
    yield f"This follows from {_shown_text(packed(terms), '', before=f'{_tex(node.target)} = ')},"
    signs = "a term of which is positive and none negative" if node.step.strict else "no term of which is negative"
    yield f"{signs}: brackets are conditions{f', and ${_joined(node)}$' if _joined(node) else ''}."


def _joined(node: _Node) -> str:
    """Return the signs of the variables that a sum of monomials has."""
    met = [any(s["monomial"][i] for s in node.step.proof["sum"]) for i in range(len(node.symbols))]
    parts = []
    for kind, sign in (("positive", "> 0"), ("nonnegative", r"\geq 0")):
        names = [_tex(s) for s, own, m in zip(node.symbols, node.step.ranges, met, strict=True) if m and own == kind]
        parts += [f"{', '.join(names)} {sign}"] if names else []
    free = any(m and own == "free" for own, m in zip(node.step.ranges, met, strict=True))
    return r",\ ".join([*parts, *([r"\text{even powers are nonnegative}"] if free else [])])


def _summand(node: _Node, summand: Mapping[str, Any]) -> str:
    coefficient = sp.Rational(summand["coefficient"])
    monomial = sp.Mul(*(s**n for s, n in zip(node.symbols, summand["monomial"], strict=True)))
    factor = sp.Mul(coefficient, monomial)
    brackets = [
        rf"\left({_tex(node.condition(i))}\right)" + (f"^{{{n}}}" if n != 1 else "") for i, n in summand["conditions"]
    ]
    return " ".join([*([_tex(factor)] if factor != 1 or not brackets else []), *brackets])


def _factors(node: _Node) -> Iterator[str]:
    items = node.step.proof["items"]
    expanded = _tex(node.target)
    is_square = len(items) == 1 and items[0]["power"] == 2 and items[0]["proof"] is not None
    if width(expanded) <= _INLINE and not is_square and (len(items) > 1 or items[0]["power"] > 1):
        yield f"Now ${expanded} = {' '.join(_product(node, node.step.proof['constant']))}$."
    yield from _signs_of_factors(node, items, iter(node.below))


def _signs_of_factors(
    node: _Node,
    items: Sequence[Mapping[str, Any]],
    below: Iterator[_Node],
    even_powers: str = "Even powers are nonnegative.",
) -> Iterator[str]:
    single: list[sp.Expr] = []
    proved: list[tuple[sp.Expr, int, _Node]] = []
    even = False
    for item in items:
        factor = _polynomial(node.symbols, _read(item["factor"]))
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
        yield f"Moreover, ${', '.join(map(_tex, single))} > 0$."
    for factor, sign, child in proved:
        comparison = ("> 0" if sign > 0 else "< 0") if child.step.strict else (r"\geq 0" if sign > 0 else r"\leq 0")
        negative = "" if sign > 0 else f", that is, {_shown(child.target, f'{child.relation} 0')}"
        yield f"The factor {_shown(factor, comparison)}{negative}:"
        yield from _argument(child)


def _product(node: _Node, constant: str) -> list[str]:
    return _factor_texts(node, constant, node.step.proof["items"])


def _factor_texts(node: _Node, constant: str, items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a product in pieces that may stand on lines of their own."""
    pieces = [] if constant == "1" else ["-" if constant == "-1" else constant]
    for item in items:
        factor = _polynomial(node.symbols, _read(item["factor"]))
        bare = _tex(factor) if not isinstance(factor, sp.Add) else rf"\left({_tex(factor)}\right)"
        pieces.append(bare if item["power"] == 1 else f"{bare}^{{{item['power']}}}")
    return pieces


def _rescale(node: _Node) -> Iterator[str]:
    child, proof = node.below[0], node.step.proof
    if proof["ones"]:
        ones = " = ".join(_tex(sp.Symbol(name)) for name in proof["ones"])
        yield (
            "All expressions are quasi-homogeneous: rescaling positive variables changes no sign, so that without loss "
            f"of generality ${ones} = 1$."
        )
    if proof["roots"]:
        renamed = ", ".join(rf"{_tex(sp.Symbol(x) ** n)} \to {_tex(sp.Symbol(x))}" for x, n in proof["roots"].items())
        yield f"What occurs in such powers only is renamed: ${renamed}$."
    yield from _then(node, child)


def _then(node: _Node, child: _Node) -> Iterator[str]:
    """Return what is left to show, with the conditions as they read now."""
    kept = [
        _shown(_polynomial(child.symbols, now[0]), f"{'>' if now[1] else chr(92) + 'geq'} 0")
        for now, before in zip(child.step.conditions, node.step.conditions, strict=False)
        if now is not None and now != before and any(any(powers) for powers in now[0])
    ]
    if kept:
        yield f"The conditions then read {'; '.join(kept)}."
    yield f"It is then to be shown that {_shown(child.target, f'{child.relation} 0')}."
    yield from _argument(child)


def _slack(node: _Node) -> Iterator[str]:
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
    moved = rf"{_tex(symbol)} \to {high(_tex(image))}"
    yield (
        f"By the condition {_shown(node.condition(proof['condition']), _sign_of(node, proof['condition']))}, "
        f"${_tex(symbol)}$ {'is at least' if above else 'is at most'} ${high(_tex(bound))}$. "
        f"Insert ${moved}$, where the new ${_tex(symbol)} {sign}$."
    )
    if symbol in node.target.free_symbols:
        yield f"What is to be shown to be positive becomes {_shown_text(_inserted(node, symbol, image), '')}"
        yield "up to its denominator; factors all of whose coefficients are positive are left out."
    yield from _then(node, child)


def _inserted(node: _Node, symbol: sp.Symbol, image: sp.Expr) -> list[str]:
    """Return the factors of what an insertion makes of an expression, without its denominator."""
    numerator, denominator = sp.fraction(sp.together(node.target.subs(symbol, image)))
    constant, factors = sp.factor_list(numerator)
    if not _is_positive(denominator, node):
        constant = -constant
    pieces = [_tex(constant)] if constant != 1 or not factors else []
    for factor, power in factors:
        bare = rf"\left({_tex(factor)}\right)" if isinstance(factor, sp.Add) else _tex(factor)
        pieces.append(bare if power == 1 else f"{bare}^{{{power}}}")
    return pieces


def _is_positive(slope: sp.Expr, node: _Node) -> bool:
    """Whether a slope of visible sign is positive: its terms, in variables of no negative range, have one sign."""
    terms = sp.Poly(slope, *node.symbols).coeffs()
    return all(coefficient > 0 for coefficient in terms)


def _sign_of(node: _Node, position: int) -> str:
    found = node.step.conditions[position]
    assert found is not None
    return "> 0" if found[1] else r"\geq 0"


def _square(node: _Node) -> Iterator[str]:
    leading, discriminant = node.below
    symbol = _tex(sp.Symbol(node.step.proof["symbol"]))
    yield (
        f"As a quadratic $A {symbol}^{{2}} + B {symbol} + C$, it satisfies "
        rf"$4 A \left(A {symbol}^{{2}} + B {symbol} + C\right) "
        rf"= \left(2 A {symbol} + B\right)^{{2}} + 4 A C - B^{{2}}$."
    )
    yield f"Here {_shown(leading.target, '> 0', before='A = ')}:"
    yield from _argument(leading)
    yield f"And {_shown(discriminant.target, f'{discriminant.relation} 0', before='4 A C - B^{2} = ')}:"
    yield from _argument(discriminant)


def _split(node: _Node) -> Iterator[str]:
    above, below = node.below
    polynomial = _polynomial(node.symbols, _read(node.step.proof["polynomial"]))
    yield f"First, where {_shown(polynomial, chr(92) + 'geq 0')}:"
    yield from _argument(above)
    yield f"Second, where {_shown(polynomial, chr(92) + 'leq 0')}:"
    yield from _argument(below)


def _multiply(node: _Node) -> Iterator[str]:
    positive, product = node.below
    yield f"It is enough to show the same of the product with {_shown(positive.target, '')}, which is positive:"
    yield from _argument(positive)
    yield f"The product is {_shown(product.target, f'{product.relation} 0')}:"
    yield from _argument(product)


def _trim(node: _Node) -> Iterator[str]:
    *_, child = node.below
    proof = node.step.proof
    pieces = " ".join(_factor_texts(node, proof["constant"], proof["items"]))
    yield f"In the condition {_shown(node.condition(proof['condition']), _sign_of(node, proof['condition']))}, "
    yield f"the factor ${pieces}$ has one sign and is left out."
    even = "Even powers are positive there, as the condition is strict."
    yield from _signs_of_factors(node, proof["items"], iter(node.below[:-1]), even)
    yield from _then(node, child)


def _engines(node: _Node) -> Iterator[str]:
    names = " and ".join(node.step.proof["agree"])
    yield f"For this step two independent solvers, {names}, agree; it was not re-computed by exact arithmetic."


_WRITERS = {
    "identity": _identity,
    "factors": _factors,
    "rescale": _rescale,
    "slack": _slack,
    "square": _square,
    "split": _split,
    "multiply": _multiply,
    "trim": _trim,
    "engines": _engines,
}


def _read(terms: Sequence[Any]) -> dict[tuple[int, ...], int]:
    return {tuple(powers): int(coefficient) for coefficient, powers in terms}


def _polynomial(symbols: Sequence[sp.Symbol], terms: Mapping[tuple[int, ...], int]) -> sp.Expr:
    return sp.Add(*(n * sp.Mul(*(s**k for s, k in zip(symbols, powers, strict=True))) for powers, n in terms.items()))


def _tex(formula: sp.Basic) -> str:
    return str(sp.latex(formula))


def _shown(formula: sp.Basic, comparison: str, before: str = "") -> str:
    """Return a formula in the line, or displayed over several lines where it is long."""
    return _shown_text(lines_of(formula), comparison, before=before)


def _shown_text(pieces: Sequence[str], comparison: str, before: str = "") -> str:
    whole = f"{before}{' '.join(pieces)} {comparison}".strip()
    if width(whole) <= _INLINE or (len(pieces) == 1 and width(whole) <= 2 * _INLINE):
        return f"${whole}$"
    rows: list[str] = []
    for piece in [*pieces[:-1], f"{pieces[-1]} {comparison}".strip()]:
        if rows and width(f"{rows[-1]} {piece}") <= _INLINE:
            rows[-1] += f" {piece}"
        else:
            rows.append(piece)
    body = " \\\\\n".join([f"& {before}{rows[0]}", *(rf"& \quad {{}} {row}" for row in rows[1:])])
    return f"\n\\begin{{align*}}\n{body}\n\\end{{align*}}\n"
