"""A strict reader of the LaTeX that the package writes: what it takes compiles, and says what it is meant to say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sympy as sp

_ENVIRONMENTS = {
    "table",
    "tabular",
    "longtable",
    "align*",
    "aligned",
    "itemize",
    "proposition",
    "proof",
    "remark",
    "sloppypar",
}
_GREEK = "alpha beta gamma delta epsilon eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega Delta Phi"
_ACCENTS = "acute bar breve check ddddot dddot ddot dot grave hat mathring tilde vec"
_COMMANDS = set(
    f"""
    begin end caption label centering toprule midrule bottomrule endfirsthead endhead multicolumn
    parbox linewidth raggedright strut footnotesize setlength tabcolsep
    item section subsection emph begingroup endgroup allowdisplaybreaks sloppy
    frac dfrac sqrt mathit left right bigl bigr text geq leq neq in varrho mathbb quad cdot to infty wedge vee times
    textbackslash textasciicircum textasciitilde surd star sum log exp min max operatorname
    partial Rightarrow Leftrightarrow {_GREEK} {_ACCENTS}
    """.split()
)


_CLOSING = ("}", r"\right)", r"\bigr)", ")")


def require_structure(text: str) -> None:
    """Fail unless environments, braces, dollars and brackets of formulas are closed, and all commands are known."""
    body = "\n".join(line for line in text.splitlines() if not line.startswith("%"))
    open_ = []
    for kind, name in re.findall(r"\\(begin|end)\{([^}]*)\}", body):
        assert name in _ENVIRONMENTS or name == "cases", f"environment {name}"
        if kind == "begin":
            open_.append(name)
        else:
            assert open_, f"{name} is closed and was never opened"
            assert open_.pop() == name, f"{name} closes another environment"
    assert not open_, f"never closed: {open_}"
    bare = re.sub(r"\\[\\{}$%&#_]", "", body)
    depth = 0
    for character in bare:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0, "a brace is closed that was not opened"
    assert depth == 0, "a brace is not closed"
    assert bare.count("$") % 2 == 0
    assert body.count(r"\[ ") == body.count(r" \]")
    assert len(re.findall(r"\\left\b", body)) == len(re.findall(r"\\right\b", body))
    in_line = " ".join(re.findall(r"\$(.*?)\$", bare))
    assert not re.search(r"([_^])(\{[^{}]*\}|\w)\1", in_line), "two subscripts, or two exponents, of one sign"
    assert set(re.findall(r"\\([a-zA-Z]+)", body)) <= _COMMANDS, set(re.findall(r"\\([a-zA-Z]+)", body)) - _COMMANDS
    assert "$$" not in bare
    assert body.isascii()
    labels = re.findall(r"\\label\{([^}]*)\}", body)
    assert len(labels) == len(set(labels)), "a label is there twice"


def formulas(text: str) -> Iterator[str]:
    """Yield the formulas in the line and the displayed ones, the latter as one line each."""
    for inline, bracket, aligned in re.findall(
        r"\$([^$]+)\$|\\\[ (.*?) \\\]|\\begin\{align\*\}(.*?)\\end\{align\*\}", text, re.S
    ):
        yield inline or bracket or re.sub(r"\\\\\n|&|\\quad \{\}", " ", aligned).strip()


def value_of(formula: str, at: dict[str, sp.Rational]) -> sp.Expr:
    """Return the value of a formula of sums, products, powers and fractions: a reader of its own."""
    tokens = re.findall(
        r"\\d?frac|\\(?:left|bigl)\(|\\(?:right|bigr)\)|\\[a-zA-Z]+|[a-zA-Z](?:_\{\w+\})?|\d+|[-+/^{}()]", formula
    )
    found, rest = _sum(tokens, at)
    assert not rest, f"{formula}: {rest} is left"
    return found


def _sum(tokens: list[str], at: dict[str, sp.Rational]) -> tuple[sp.Expr, list[str]]:
    total, sign = sp.S.Zero, 1
    while tokens and tokens[0] not in _CLOSING:
        if tokens[0] in "+-":
            sign, tokens = (-1 if tokens[0] == "-" else 1), tokens[1:]
        term, tokens = _product(tokens, at)
        total, sign = total + sign * term, 1
    return total, tokens


def _product(tokens: list[str], at: dict[str, sp.Rational]) -> tuple[sp.Expr, list[str]]:
    product = sp.S.One
    while tokens and tokens[0] not in ("+", "-", *_CLOSING):
        is_divisor = tokens[0] == "/"
        factor, tokens = _power(tokens[is_divisor:], at)
        product = product / factor if is_divisor else product * factor
    return product, tokens


def _power(tokens: list[str], at: dict[str, sp.Rational]) -> tuple[sp.Expr, list[str]]:
    head, rest = tokens[0], tokens[1:]
    if head in (r"\frac", r"\dfrac"):
        above, rest = _braced(rest, at)
        below, rest = _braced(rest, at)
        base = above / below
    elif head == r"\sqrt":
        radicand, rest = _braced(rest, at)
        base = sp.sqrt(radicand)
    elif head in (r"\left(", r"\bigl(", "("):
        base, rest = _sum(rest, at)
        rest = rest[1:]
    else:
        base = sp.Integer(head) if head.isdigit() else at[re.sub(r"[\\{}]", "", head)]
    if rest and rest[0] == "^":
        exponent, rest = _braced(rest[1:], at)
        base = base**exponent
    return base, rest


def _braced(tokens: list[str], at: dict[str, sp.Rational]) -> tuple[sp.Expr, list[str]]:
    assert tokens[0] == "{"
    found, rest = _sum(tokens[1:], at)
    return found, rest[1:]
