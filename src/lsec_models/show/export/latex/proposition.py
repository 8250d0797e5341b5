"""Verdicts as propositions with proofs, thresholds as sentences: LaTeX for a paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import sympy as sp

from lsec_models.algebra.domains.latex import latex_of
from lsec_models.prove.results.stated import resting_words
from lsec_models.prove.results.threshold import Threshold, Thresholds
from lsec_models.prove.results.verdicts import ByRegime, Contradictory, Mixed, Proved, Refuted, Verdict
from lsec_models.prove.statements.claims import CrossesOnce
from lsec_models.show.export.formulas import text_to_latex
from lsec_models.show.export.latex.crossing_proof import crossing_proof
from lsec_models.show.export.latex.proof import proof_of, setting_of
from lsec_models.show.export.latex_formulas import displayed, high, in_line, with_stops_inside

NEEDED = r"""% needs \usepackage{amsmath,amssymb,amsthm}
% and \newtheorem{proposition}{Proposition} \newtheorem{remark}{Remark}"""
# A comparison of what is the same for all parameters is settled as it is written.
_SETTLED = {sp.true: "holds identically", sp.false: "holds for no parameters"}
_TURNS = {"- to +": "from $-$ to $+$", "+ to -": "from $+$ to $-$", "either": "one way or the other"}


def proposition_of(verdict: Verdict, label: str = "") -> str:
    r"""Return a proposition with its proof where the claim is proved; else a remark that says what is known of it.

    Parameters
    ----------
    verdict : Verdict
    label : str
        For ``\label``; none without it.

    Raises
    ------
    CertificateError
        If a certificate does not verify.

    Examples
    --------
    >>> from lsec_models import prove
    >>> x, y = sp.symbols("x y", positive=True)
    >>> print(proposition_of(prove(x * y > y, given=[x > 2]), "prop:more"))
    \begin{proposition}\label{prop:more}
    Let $x, y > 0$, with
    \begin{itemize}
    \item $x - 2 > 0$ (given).
    \end{itemize}
    Then
    \[ x y > y. \]
    \end{proposition}
    \begin{proof}
    It is to be shown that $x y - y > 0$.
    This follows from $x y - y = y \left(x - 2\right) + y$,
    a term of which is positive and none negative: brackets are conditions, and $y > 0$.
    \end{proof}
    """
    if isinstance(verdict, Proved):
        statement = [setting_of(verdict.setting or verdict.certificate), "Then", _claimed(verdict), *_resting(verdict)]
        parts = [_environment("proposition", statement, label), _environment("proof", _proof(verdict))]
        return "\n".join([*parts, *_equality(verdict)])
    if isinstance(verdict, ByRegime) and verdict:
        return _by_regime(verdict, label)
    if isinstance(verdict, Refuted) and verdict.opposite is not None and verdict.claim != sp.false:
        opposite = replace(verdict.opposite, about=verdict.about)
        return "\n".join([_environment("remark", _known(verdict), label), proposition_of(opposite)])
    return _environment("remark", _known(verdict), label)


def sentences_of(found: Threshold | Thresholds) -> str:
    r"""Return thresholds as sentences.

    Examples
    --------
    >>> from lsec_models import thresholds
    >>> c, a = sp.symbols("c a", positive=True)
    >>> print(sentences_of(thresholds(a - 2 * c, c)))
    The sign turns from $+$ to $-$ at $c = \dfrac{a}{2}$ as $c$ rises.
    """
    if isinstance(found, Threshold):
        return _sentence(found)
    return "\n".join(map(_sentence, found)) or "The sign never turns."


def _sentence(threshold: Threshold) -> str:
    symbol = sp.latex(threshold.symbol)
    if threshold.value is None:
        point = f"where {in_line(latex_of(threshold.equation))}"
    else:
        point = f"at {in_line(f'{symbol} = {high(latex_of(threshold.value))}')}"
    exists = f", provided that {_and(threshold.where)}" if threshold.where else ""
    candidates = resting_words(result for result in threshold.about if not result.evidence.established)
    rests = f" ({text_to_latex(candidates)})" if candidates else ""
    return f"The sign turns {_TURNS[threshold.turns]} {point} as ${symbol}$ rises{exists}{rests}."


def _by_regime(verdict: ByRegime, label: str) -> str:
    """Return one proposition whose proof goes through the combinations of regimes."""
    jumps = ["Within each regime, jumps between regimes set aside:"] if verdict.slopes else []
    statement = [*jumps, _claimed(verdict), *_resting(verdict)]
    proof: list[str] = ["The regimes are looked at one by one."]
    for name, case in verdict.cases.items():
        if isinstance(case, Proved):
            proof += ["", rf"\emph{{{text_to_latex(name)}.}}", setting_of(case.certificate)]
            proof += ["The claim is that", _claimed(case), *_proof(case)]
    for name, nothing in verdict.empty.items():
        for found in nothing.proofs.values():
            proof += ["", rf"\emph{{{text_to_latex(name)}: nothing is admissible.}}", setting_of(found.certificate)]
            proof += ["These exclude each other, as zero would be positive.", proof_of(found.certificate)]
    return "\n".join([_environment("proposition", statement, label), _environment("proof", proof)])


def _proof(verdict: Proved) -> Iterator[str]:
    if not verdict.exact:
        yield "The proof is assisted by solvers: the steps that rest on them are named."
    if any(power.exp.is_negative for power in verdict.claim.atoms(sp.Pow) if power.exp.is_number):
        yield "With denominators multiplied away, the claim is about polynomials."
    if isinstance(verdict.claim, CrossesOnce):
        yield from crossing_proof(verdict.claim, verdict.certificate)
    else:
        yield proof_of(verdict.certificate)


def _equality(verdict: Proved) -> Iterator[str]:
    if verdict.equality is not None:
        places = verdict.equality
        where = "everywhere" if sp.true in places else f"exactly where {_or(places)}" if places else "nowhere"
        yield _environment("remark", [f"Equality holds {where}."])


def _known(verdict: Verdict) -> Iterator[str]:
    """Return what is known of a claim that is not proved."""
    settled = _SETTLED.get(verdict.claim)
    yield f"The claim, which {settled}," if settled else f"The claim that\n{displayed(latex_of(verdict.claim))}"
    if isinstance(verdict, Mixed):
        exactly = "" if verdict.condition is None else f", exactly where {_inline(verdict.condition)}"
        yield f"holds in a part of the domain{exactly or ' only'}:"
        yield f"it holds at {_point(verdict.witness)} and fails at {_point(verdict.counterexample)}."
    elif isinstance(verdict, Refuted):
        everywhere = " everywhere, as is proved" if verdict.opposite is not None else ""
        instance = f", for instance at {_point(verdict.counterexample)}" if verdict.counterexample else ""
        yield f"fails{everywhere}{instance}."
    elif isinstance(verdict, Contradictory):
        yield f"says nothing, as no parameters are admissible: {text_to_latex(verdict.clash)}."
    else:
        yield f"is not proved: {text_to_latex(verdict.line())}."
    yield from _resting(verdict)


def _resting(verdict: Verdict) -> Iterator[str]:
    words = resting_words(verdict.about)
    if words:
        yield f"This {text_to_latex(words)}."


def _claimed(verdict: Verdict) -> str:
    """Return what is claimed as the end of a sentence; where the statement was settled as it was written, in words."""
    settled = _SETTLED.get(verdict.claim)
    return f"the statement {settled}." if settled else displayed(latex_of(verdict.claim), ".")


def _inline(relation: sp.Basic) -> str:
    return in_line(high(latex_of(relation)))


def _environment(name: str, lines: Iterable[str], label: str = "") -> str:
    labelled = rf"\label{{{label}}}" if label else ""
    body = with_stops_inside("\n".join(filter(None, lines)))
    return "\n".join([rf"\begin{{{name}}}{labelled}", body, rf"\end{{{name}}}"])


def _point(point: Mapping[str, sp.Expr]) -> str:
    parts = (sp.Eq(sp.Symbol(name), value, evaluate=False) for name, value in point.items())
    return with_stops_inside(", ".join(in_line(latex_of(part, fold_short_frac=True)) for part in parts))


def _or(relations: Iterable[sp.Basic]) -> str:
    return " or ".join(_inline(relation) for relation in relations)


def _and(relations: Iterable[sp.Basic]) -> str:
    return " and ".join(_inline(relation) for relation in relations)
