"""Propositions and proofs in LaTeX: each formula of a proof is read back by another reader and holds in numbers."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis.strategies import from_regex
from tests.prove.test_checker import VALID as VALID_OF_INEQUALITIES
from tests.prove.test_checker_of_equations import VALID as VALID_OF_EQUATIONS
from tests.test_notebook import EVERYTHING

import lsec_models as lsec
from lsec_models import Game, Player, decisions, others, parameters, prove, to_dataframe, to_latex, total
from lsec_models.algebra.domains.sampling import sample
from lsec_models.errors import CertificateError, DeclarationError
from lsec_models.prove.results.verdicts import Interrupted, Proved, Verdict
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.show.export.latex.proof import proof_of, setting_of
from lsec_models.show.export.latex.proposition import proposition_of
from pages.latex import compile_latex
from pages.latex_structure import formulas, require_structure, value_of
from results import KINDS, capped

a, b, c, d = parameters("a b c d", positive=True)
x, y = parameters("x y")
CLAIMS: dict[str, tuple[Any, list[Any]]] = {
    "squares": (a**2 + b**2 >= 2 * a * b, []),
    "cubes": (a**3 + b**3 + c**3 >= 3 * a * b * c, []),
    "conditions": ((a - b) * (b - c) > 0, [a > b, b > c]),
    "multiplier": (a**2 - a * b + b**2 > 0, []),
    "slack": (a * b > c * d, [a > c, b > d]),
    "sum": (a**2 > 2 * b**2, [a > 2 * b]),
    "fractions": (a / b + b / a >= 2, []),
    "free": (x**2 + x * y + y**2 >= 0, []),
    "free slack": (x > 0, [x > y, y > 0]),
    "upper slack": (a * b < 1, [a < 1, b < 1]),
    "two sides": ((a - b) ** 3 < 0, [a < b]),
    "many terms": ((a + b + c + d) ** 4 > a**4 + b**4 + c**4 + d**4, []),
    "equation": (sp.Eq((a + b) ** 2 - a**2, b * (2 * a + b), evaluate=False), []),
    "either": (sp.Or(a > b, b > a / 2), []),
}  # fmt: skip

VALID = VALID_OF_INEQUALITIES | VALID_OF_EQUATIONS
# What is exported as a part of its table or result.
PARTS = {"Evidence", "Frozen", "Compared", "DecidedSign", "Static", "Regime"}


@cache
def proved(name: str) -> Verdict:
    claim, given = CLAIMS[name]
    verdict = prove(claim, given=given)
    assert isinstance(verdict, Proved), name
    return verdict


@cache
def pair() -> tuple[Any, Any]:
    orders: tuple[Any, ...] = (["manufacturer", "streamer"], [("manufacturer", "streamer")])
    led, nash = (lsec.solve(lsec.load("power_structures_bilateral", order=order)) for order in orders)
    return led, nash


@pytest.mark.slow
@pytest.mark.parametrize("name", CLAIMS)
def test_a_proof_is_well_formed_and_its_equations_hold(name: str) -> None:
    text = proposition_of(proved(name), "prop:one")
    require_structure(text)
    draw, checked = random.Random(name), 0
    for formula in formulas(proof_of(proved(name).certificate)):
        sides = re.split(r" = ", re.split(r" (?:>|<|\\geq|\\leq|\\neq) 0", formula)[0])
        if len(sides) != 2 or re.search(r"\\to|[ABC] ", formula):
            continue
        letters = set(re.findall(r"\\?[a-zA-Z]+", formula)) - {r"\left", r"\right", r"\frac", r"\dfrac"}
        at = {letter.lstrip("\\"): sp.Rational(draw.randint(1, 40), 7) for letter in letters}
        if any(len(letter) > 1 and not letter.startswith("\\") for letter in letters) or sides[1] == "1":
            continue
        left, right = (value_of(side, at) for side in sides)
        assert left == right, formula
        checked += 1
    assert checked or name not in {"squares", "cubes", "conditions", "sum"}


@pytest.mark.parametrize("name", ["squares", "cubes", "conditions", "slack", "sum", "fractions", "two sides"])
def test_what_is_to_be_shown_holds_at_admissible_points(name: str) -> None:
    claim, given = CLAIMS[name]
    asked = re.findall(
        r"(?:It is|It remains) to be shown that\s*\$(.*?) (>|\\geq) 0\$", proof_of(proved(name).certificate)
    )
    assert asked
    for point in sample(statement(claim, given).domain, 10, seed=3):
        at = {s.name: sp.Rational(v.numerator, v.denominator) for s, v in point.items()}
        for formula, relation in asked:
            value = value_of(formula, at)
            assert value > 0 if relation == ">" else value >= 0


@pytest.mark.parametrize("name", VALID)
def test_every_rule_of_the_checker_is_written_in_words(name: str) -> None:
    claim, proof = setting_of(VALID[name]), proof_of(VALID[name])
    require_structure(f"{claim}\n{proof}")
    assert proof.startswith("It is to be shown that")
    assert ("the condition is strict" in proof) == (name == "a strict condition without a square")


def test_a_proposition_has_its_label_conditions_and_what_it_rests_on() -> None:
    led, nash = pair()
    verdict = prove(led.payoffs["manufacturer"] >= nash.payoffs["manufacturer"], given=[led, nash])
    text = to_latex(verdict, label="prop:lead")
    require_structure(text)
    assert r"\begin{proposition}\label{prop:lead}" in text
    assert r"\item $a - b c > 0$ (assumption);" in text
    assert "manufacturer = streamer (an equilibrium, the only one)" in text
    assert r"Equality holds exactly where $b \eta = \mu^{2}$." in text
    assert "This is one of the conditions." in text
    assert to_latex(verdict, name="lead") == text


def test_what_is_not_proved_is_no_proposition() -> None:
    led, nash = pair()
    mixed = to_latex(prove(led["q"] > nash["q"], given=[led, nash]), label="r")
    refuted = to_latex(prove(a**2 + b**2 < a * b))
    interrupted = to_latex(Interrupted(claim=a > b, reason="5 seconds & more"))
    for text in (mixed, refuted, interrupted):
        require_structure(text)
        assert r"\begin{remark}" in text
    assert "proposition" not in mixed.partition("remark")[2].partition("\n")[2]
    assert "it holds at" in mixed
    assert "fails" in refuted
    assert r"5 seconds \& more" in interrupted
    assert r"\begin{proposition}" not in interrupted


@pytest.mark.parametrize("claim", [sp.Eq(a + b, b + a), sp.Ge(b, 0), sp.Equivalent(a > b, a > b)], ids=str)
def test_what_sympy_settles_as_it_is_written_holds_identically(claim: sp.Basic) -> None:
    proposition, opposite = to_latex(prove(claim)), to_latex(prove(sp.Not(claim)))
    for text in (proposition, opposite, to_latex(prove(claim, given=[a > b, a < b]))):
        require_structure(text)
        assert not re.search("True|False", text)
    assert "Then\nthe statement holds identically.\n" in proposition
    assert "The claim, which holds for no parameters,\nfails everywhere" in opposite
    assert "holds identically" not in opposite


def test_a_claim_by_regime_is_proved_case_by_case() -> None:
    verdict = prove(capped().regimes[0]["p"] >= 0, given=[capped()])
    text = to_latex(verdict, label="prop:price")
    require_structure(text)
    assert verdict
    assert text.count(r"\emph{") >= len(verdict.cases)


@pytest.mark.parametrize("criterion", ["coefficients", "slope"])
def test_a_claim_that_a_sign_turns_once_is_proved_part_by_part(criterion: str) -> None:
    claim, given = {
        "coefficients": (lsec.crosses_once(a * b**3 - 1, "b"), [a < 5, b < 2, a > 1]),
        "slope": (lsec.crosses_once(x**3 + x - a, "x"), []),
    }[criterion]
    verdict = prove(claim, given=given)
    assert isinstance(verdict, Proved)
    text = to_latex(verdict, label="prop:once")
    require_structure(text)
    statement_, _, proof = text.partition(r"\end{proposition}")
    assert r"\text{ turns once from negative to positive as }" in statement_
    assert all(rf"\item ${latex} > 0$ (given)" in statement_ for latex in (["5 - a", "2 - b"] if given else []))
    assert verdict.certificate["criterion"] == criterion
    assert len(re.findall(r"^It is to be shown that", proof, re.M)) == len(verdict.certificate["parts"])
    assert ("Descartes" in proof) == (criterion == "coefficients")
    damaged = {**verdict.certificate, "parts": [{**part, "claim": "a > b"} for part in verdict.certificate["parts"]]}
    with pytest.raises(CertificateError):
        to_latex(replace(verdict, certificate=damaged))


def test_a_candidate_is_called_one() -> None:
    q, m = decisions("q m")
    leader = Player("A", decides=[q], payoff=7 * a * m - (q - 4) ** 2)
    driven = lsec.solve(Game(players=[leader, Player("B", decides=[m], payoff=-((m - a + q) ** 2))], order=["A", "B"]))
    text = to_latex(prove(driven["q"] + 100 > driven["q"] / 2, given=driven), label="p")
    assert r"the candidate A $>$ B (not established" in text


def test_a_changed_certificate_is_not_written_down() -> None:
    certificate = {**proved("squares").certificate, "claim": "a > b"}
    with pytest.raises(CertificateError):
        proof_of(certificate)


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind",
    [kind for kind in EVERYTHING if kind not in {"Evidence", "Frozen", "Compared", "DecidedSign", "Static", "Regime"}],
)
def test_everything_has_latex_and_a_data_frame(kind: str) -> None:
    thing = EVERYTHING[kind]()
    require_structure(to_latex(thing))
    assert to_dataframe(thing) is not None


def test_a_label_for_what_has_none_is_refused() -> None:
    with pytest.raises(DeclarationError, match="label='tab:x' is for propositions"):
        to_latex(KINDS["Equilibrium"](), label="tab:x")


@settings(max_examples=20)
@given(name=from_regex(r"[a-z]{1,6}(_[a-z0-9]{1,3})?", fullmatch=True))
def test_a_name_is_one_sign_in_latex_also_in_sums_over_copies(name: str) -> None:
    one, a = decisions(name), parameters("A", positive=True)
    seller = Player("seller", decides=[one], payoff=(a - one**2 - others(one) - total(one) ** 2) * one, copies=3)
    text = to_latex(Game(players=[seller]))
    require_structure(text)
    assert r"\left(\sum_{j} " in text
    assert r"\sum_{j \neq i} " in text
    assert not re.search(r"(?<![\\{a-z])[a-z]{2,}(?=[_^)$]| -)", "".join(re.findall(r"\$(.*?)\$", text)))


def test_the_formulas_in_the_names_of_regimes_are_in_signs() -> None:
    text = to_latex(KINDS["ConstrainedEquilibrium"]())
    assert r"$-$fee + margin\,($-$margin $-$ w + a) = 1" in text
    assert "**" not in text
    shown, _, _ = KINDS["FollowedEquilibrium"]()._repr_html_().partition("<details")
    assert "w²/4 − w\N{NARROW NO-BREAK SPACE}a/2" in shown
    assert "**" not in shown


def test_an_appendix_is_one_piece() -> None:
    led, nash = pair()
    lead = prove(led.payoffs["manufacturer"] >= nash.payoffs["manufacturer"], given=[led, nash])
    turn = lsec.thresholds(led["q"] - nash["q"], "eta", given=[led, nash])
    text = lsec.appendix({"led": led, "nash": nash}, propositions={"lead": lead}, thresholds={"Quality": turn})
    require_structure(text)
    labels = re.findall(r"\\label\{([^}]*)\}", text)
    assert labels == [
        "tab:led_game",
        "tab:led",
        "tab:led_where",
        "tab:nash_game",
        "tab:nash",
        "tab:nash_where",
        "prop:lead",
    ]
    assert r"at $\eta = \dfrac{\mu^{2}}{b}$ as $\eta$ rises" in text


def test_a_proof_with_a_root_has_a_letter_for_it_and_goes_on_after_a_display() -> None:
    a, share = lsec.parameters("a share", positive=True)
    text = proposition_of(prove(sp.sqrt(2) * a < 3 * share, given=[a < 2 * share]))
    assert r"Let $a, \mathit{share} > 0$ and $\varrho_{2} = \sqrt{2}$" in text
    assert r"3 \, \mathit{share} - \varrho_{2} > 0" in text
    assert "sqrt_" not in text
    assert r"\[" in text
    assert "\n\n" not in text


def test_an_appendix_says_once_how_far_a_result_is_established_and_no_constraint_that_is_always_met() -> None:
    a, c = lsec.parameters("a c", positive=True)
    w, q, m = lsec.decisions("w q m")
    maker = Player("maker", decides=[w, m], payoff=w * q + (a - q - m - c) * m)
    shop = Player("shop", decides=[q], payoff=(a - q - m - w) * q)
    game = Game(players=[maker, shop], order=[w, "shop", m], constraints=[m >= 0], report={"chain_profit": a * q})
    candidate = lsec.solve(game)
    assert not candidate.evidence.established
    text = lsec.appendix({"led": candidate})
    assert text.count("optimal: open") == 1
    assert "constraint" not in text
    assert "Here $a$, $c$ are positive; and $m$, $q$, $w$ are not negative." in text
    assert r"chain\_profit" not in text
    assert "chain profit" in text


@pytest.mark.slow
def test_appendices_of_all_kinds_compile_and_fit_a_page(tmp_path: Path) -> None:
    texts = {kind: lsec.appendix({kind.lower(): KINDS[kind]()}) for kind in KINDS if kind != "MixedEquilibrium"}
    for text in texts.values():
        require_structure(text)
    proofs = [proposition_of(proved(name)) for name in CLAIMS]
    proofs += [f"{setting_of(proof)}\n\n{proof_of(proof)}" for proof in VALID.values()]
    too_wide = compile_latex("\n\\clearpage\n".join([*texts.values(), *proofs]), tmp_path)
    assert max(too_wide, default=0) < 20


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"results": {"A b": "chain"}}, "not a result of solve"),
        ({"results": {}, "propositions": {"p": True}}, "not a verdict of prove"),
        ({"results": {}, "propositions": [1]}, "is not a mapping"),
        ({"results": {}, "thresholds": {"t": 1}}, "give what thresholds returns"),
    ],
)
def test_a_slip_in_an_appendix_is_explained(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        lsec.appendix(**arguments)
    with pytest.raises(DeclarationError, match="cannot be a label"):
        lsec.appendix({"A b": KINDS["Equilibrium"]()})
