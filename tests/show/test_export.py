"""Exports say what the results say: their formulas are read again and evaluated at exact points."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from sympy.parsing.mathematica import parse_mathematica

import lsec_models as lsec
from latex import compile_latex
from lsec_models import DifferentialGame, Equilibrium, Game, PiecewiseEquilibrium, Player, decisions, parameters, states
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.parsing.parse import parse_expression, parse_relation
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.games.differential.feedback import FeedbackEquilibrium, RootCondition
from lsec_models.prove.results.signs import Comparison, SignTable
from lsec_models.show import to_json, to_latex, to_mathematica
from lsec_models.show.export.interchange.mathematica import mathematica_of, valid_names
from lsec_models.show.export.latex_formulas import high
from lsec_models.show.export.line_breaks import broken
from results import capped

a, b, c, k, r, N_1, lam = parameters("a b c k r N_1 lambda", positive=True)
w, q, m = decisions("w q m")


# What is exported.


@cache
def game() -> Game:
    demand = a - b * (w + m) + N_1 * q
    return Game(
        players=[
            Player("manufacturer", decides=[w, q], payoff=(1 - lam) * (w - c) * demand - k * q**2 / 2),
            Player("live *) streamer", decides=[m], payoff=m * demand),
        ],
        order=["manufacturer", "live *) streamer"],
        assuming=[a > b * c, lam < 1],
        report={"a": demand, "price_total": w + m},
    )


@cache
def led() -> Equilibrium:
    return lsec.solve(game())


@cache
def three_players() -> Equilibrium:
    return lsec.solve(lsec.load("power_structures", order=["manufacturer", "streamer", "platform"]))


@cache
def encroached() -> PiecewiseEquilibrium:
    q_r, q_m = decisions("q_r q_m")
    price = a - b * (q_r + q_m)
    return lsec.solve(
        Game(
            players=[
                Player("manufacturer", decides=[w, q_m], payoff=w * q_r + (price - c) * q_m),
                Player("retailer", decides=[q_r], payoff=(price - w) * q_r),
            ],
            order=[w, "retailer", q_m],
            assuming=[a > c],
        ),
        corners=True,
    )


@cache
def goodwill(*, curved: bool) -> FeedbackEquilibrium:
    """Goodwill whose worth is curved has a square root in its strategy, and in where it holds."""
    delta, rho = parameters("delta rho", positive=True)
    G = states("G")
    flow = rho * G - k * q**2 / 2 - (G**2 / 2 if curved else 0)
    solved = lsec.solve(
        DifferentialGame(states={G: q - delta * G}, players=[Player("firm", decides=[q], payoff=flow)], discount=r)
    )
    assert isinstance(solved, FeedbackEquilibrium)
    return solved


@cache
def ranking() -> Comparison:
    return lsec.compare({"led": led(), "nash": lsec.solve(game().with_order([tuple(p.name for p in game().players)]))})


@cache
def signs() -> SignTable:
    return lsec.comparative_statics(led(), ["q", "price_total"], ["N_1", "k", "c"])


EVERYTHING: dict[str, Callable[[], Any]] = {
    "equilibrium": led,
    "piecewise": capped,
    "three_regimes": encroached,
    "linear": lambda: goodwill(curved=False),
    "root": lambda: goodwill(curved=True),
    "ranking": ranking,
    "signs": signs,
}
each = pytest.mark.parametrize(
    "thing", [pytest.param(name, marks=pytest.mark.slow if name == "three_regimes" else ()) for name in EVERYTHING]
)


# JSON.


def number(fraction: Mapping[str, str], at: Mapping[str, sp.Expr]) -> sp.Expr:
    return parse_expression(fraction["numerator"], at) / parse_expression(fraction["denominator"], at)


def points(equilibrium: Equilibrium | PiecewiseEquilibrium | FeedbackEquilibrium, count: int = 20) -> Iterator[Any]:
    for point in sample(equilibrium.domain, count, seed=1):
        yield {symbol.name: sp.Rational(*value.as_integer_ratio()) for symbol, value in point.items()}


@pytest.mark.parametrize("solved", [led, three_players])
def test_json_of_an_equilibrium_gives_its_numbers(solved: Any) -> None:
    equilibrium = solved()
    document = json.loads(to_json(equilibrium))
    assert (document["format"], document["version"], document["kind"]) == ("lsec_models", 1, equilibrium.kind)
    assert [entry["name"] for entry in document["parameters"]] == list(equilibrium.ring.names)
    for at in points(equilibrium):
        found = {name: number(fraction, at) for name, fraction in document["quantities"].items()}
        assert found == dict(equilibrium.at(at).values)


def test_json_of_an_equilibrium_says_what_is_what() -> None:
    document = json.loads(to_json(led()))
    assert {name: fraction["role"] for name, fraction in document["quantities"].items()} == {
        "w": "decision",
        "q": "decision",
        "m": "decision",
        "manufacturer": "payoff",
        "live *) streamer": "payoff",
        "a": "report",
        "price_total": "report",
    }
    assert {entry["declared"] for entry in document["parameters"]} == {"positive"}


def test_json_conditions_hold_exactly_where_the_equilibrium_does() -> None:
    document = json.loads(to_json(led()))
    seen = set()
    for at in anywhere(led().ring.names):
        exact = {symbol: Fraction(str(at[symbol.name])) for symbol in led().ring.symbols}
        holds = all(parse_relation(entry["relation"], at) == sp.true for entry in document["conditions"])
        assert holds == led().domain.contains(exact)
        seen.add(holds)
    assert seen == {True, False}


@pytest.mark.slow
def test_json_of_a_piecewise_equilibrium_gives_its_numbers_by_regime() -> None:
    document = json.loads(to_json(encroached()))
    seen = set()
    for at in points(encroached(), 60):
        expected = encroached().at(at)
        regime = next(
            regime
            for regime in document["regimes"]
            if any(all(parse_relation(c["relation"], at) == sp.true for c in cell) for cell in regime["cells"])
        )
        assert regime["name"] == expected.regime
        assert {name: number(f, at) for name, f in regime["quantities"].items()} == dict(expected.values)
        seen.add(regime["name"])
    assert len(seen) == 3
    assert document["tiling"]["proved"] is True


@pytest.mark.slow
def test_regions_of_regimes_are_exactly_those_of_the_equilibrium() -> None:
    document = json.loads(to_json(encroached()))
    names, text = renamed(to_mathematica(encroached()))
    cases = [split(case[1:-1])[1] for case in split(split(rules_of(text, "quantities")["w"][10:-1])[0][1:-1])]
    assert (len(cases), names) == (3, {})
    assert [entry["relation"] for entry in document["conditions"]] == ["a > c"]
    assert entry_of(text, "conditions") == "{a > c}"
    for at in points(encroached(), 60):
        exact = {symbol: Fraction(str(at[symbol.name])) for symbol in encroached().ring.symbols}
        for regime, told, case in zip(encroached().regimes, document["regimes"], cases, strict=True):
            cells = [all(parse_relation(c["relation"], at) == sp.true for c in cell) for cell in told["cells"]]
            assert any(cells) == regime.contains(exact)
            assert bool(value_of(case, at)) == regime.contains(exact)


def test_a_region_of_two_cells_is_their_union() -> None:
    interior, capped_price = capped().regimes
    wide = replace(interior, pieces=(*interior.pieces, *capped_price.pieces))
    thing = replace(capped(), regimes=(wide,))
    assert len(json.loads(to_json(thing))["regimes"][0]["cells"]) == 2
    assert "(a >= c) || (c >= a)" in to_mathematica(thing)
    assert re.search(r"^interior & .*\n^or & ", to_latex(thing).partition("tab:regimes_where")[2], re.M)


def test_regimes_that_are_not_proved_say_so() -> None:
    sampled = replace(capped(), tiling=replace(capped().tiling, covering="sampled"))
    for export in (to_json, to_mathematica, to_latex):
        assert "covering: sampled" in export(sampled)
        assert "covering: proved" in export(capped())
    assert json.loads(to_json(sampled))["tiling"]["proved"] is False


@pytest.mark.slow
def test_conditions_with_a_root_are_told() -> None:
    equilibrium = goodwill(curved=True)
    assert equilibrium.root_conditions
    written = to_latex(equilibrium)
    document = json.loads(to_json(equilibrium))
    names, text = renamed(to_mathematica(equilibrium))
    conditions = split(entry_of(text, "conditions")[1:-1])
    everything: list[Condition | RootCondition] = [*equilibrium.domain.conditions, *equilibrium.root_conditions]
    assert len(document["conditions"]) + len(document["root_conditions"]) == len(conditions) == len(everything)
    assert [entry["origin"] for entry in document["root_conditions"]] == [c.origin for c in equilibrium.root_conditions]
    for condition in everything:
        lines = [broken(sp.latex(condition.relation), widest) for widest in range(16, 70)]
        assert any(all(high(line) in written for line in each) for each in lines)
    seen = set()
    for at in anywhere(equilibrium.ring.names, 20):
        values = {names.get(name, name): value for name, value in at.items()}
        holds = all(value_of(part, values) == sp.true for part in conditions)
        assert holds == is_admissible(equilibrium, at)
        seen.add(holds)
    assert seen == {True, False}


def test_mathematica_says_how_parameters_are_declared() -> None:
    everything = "{symN1 > 0, a > 0, b > 0, c > 0, k > 0, lambda > 0}"
    assert entry_of(renamed(to_mathematica(led()))[1], "declared") == everything
    dynamic = entry_of(renamed(to_mathematica(goodwill(curved=False)))[1], "declared")
    assert {"delta > 0", "Element[symG, Reals]", "Element[symG0, Reals]"} <= set(split(dynamic[1:-1]))


@pytest.mark.parametrize("curved", [False, True])
def test_json_of_a_feedback_equilibrium_gives_its_numbers(curved: bool) -> None:
    equilibrium = goodwill(curved=curved)
    document = json.loads(to_json(equilibrium))
    assert (document["root"] is not None) == curved
    stock = sp.Rational(7, 3)
    for at in feedback_points(equilibrium):
        there = {**at, "G": stock}
        if curved:
            there[document["root"]["name"]] = sp.sqrt(number(document["root"], at))
        point = equilibrium.at(at)
        for key, laws in {
            "strategies": point.strategies,
            "values": point.values,
            "speeds": point.closed_loop,
            "steady_state": point.steady_state,
            "start": point.start,
        }.items():
            assert document[key].keys() == laws.keys()
            for name, law in laws.items():
                wanted = law.subs(dict.fromkeys(equilibrium.game.stocks, stock))
                assert sp.simplify(number(document[key][name], there) - wanted) == 0


def test_json_of_rankings_and_signs_is_what_was_decided() -> None:
    for thing in (ranking(), signs()):
        cells = json.loads(to_json(thing))["cells"]
        assert len(cells) == len(thing)
        assert any(entry["sign"] == "><" and entry["condition"] for entry in cells)
        for entry, cell in zip(cells, thing, strict=True):
            assert (entry["sign"], entry["verdict"]) == (cell.sign.symbol, cell.sign.verdict.status)
            if cell.sign.condition is None:
                assert entry["condition"] is None
            else:
                names = {s.name: s for s in cell.sign.condition.free_symbols}
                assert parse_relation(entry["condition"], names) == cell.sign.condition


# Mathematica.


@pytest.mark.slow
@pytest.mark.parametrize("solved", [led, three_players])
def test_mathematica_rules_give_the_numbers(solved: Any) -> None:
    equilibrium = solved()
    names, text = renamed(to_mathematica(equilibrium))
    rules = rules_of(text, "quantities")
    assert len(rules) == len(equilibrium.exact)
    for at in points(equilibrium, 5):
        values = {names.get(name, name): value for name, value in at.items()}
        assert [value_of(rule, values) for rule in rules.values()] == list(equilibrium.at(at).values.values())


def test_mathematica_conditions_are_those_of_the_domain() -> None:
    names, text = renamed(to_mathematica(led()))
    conditions = split(entry_of(text, "conditions")[1:-1])
    assert len(conditions) == len(led().domain.conditions)
    for at in anywhere(led().ring.names):
        values = {names.get(name, name): value for name, value in at.items()}
        exact = {symbol: Fraction(str(at[symbol.name])) for symbol in led().ring.symbols}
        assert all(value_of(part, values) == sp.true for part in conditions) == led().domain.contains(exact)


@pytest.mark.slow
def test_mathematica_piecewise_gives_the_numbers_by_regime() -> None:
    names, text = renamed(to_mathematica(encroached()))
    rules = rules_of(text, "quantities")
    for at in points(encroached(), 20):
        values = {names.get(name, name): value for name, value in at.items()}
        found = [piecewise_value(rule, values) for rule in rules.values()]
        assert found == list(encroached().at(at).values.values())


@pytest.mark.parametrize("curved", [False, True])
def test_mathematica_feedback_gives_the_numbers(curved: bool) -> None:
    equilibrium = goodwill(curved=curved)
    names, text = renamed(to_mathematica(equilibrium))
    assert names["G"] == "symG"
    for at in feedback_points(equilibrium):
        values = {names.get(name, name): value for name, value in at.items()} | {"symG": sp.Rational(5, 2)}
        point = equilibrium.at(at)
        for key, laws in {"strategies": point.strategies, "values": point.values, "speeds": point.closed_loop}.items():
            wanted = [
                law.subs({state: sp.Rational(5, 2) for state in equilibrium.game.stocks}) for law in laws.values()
            ]
            found = [value_of(rule, values) for rule in rules_of(text, key).values()]
            assert [sp.simplify(one - other) for one, other in zip(found, wanted, strict=True)] == [0] * len(wanted)


@each
def test_mathematica_text_is_plain_and_balanced(thing: str) -> None:
    text = to_mathematica(EVERYTHING[thing]())
    assert text.isascii()
    assert text.startswith("(* ")
    program = re.sub(r'"(?:[^"\\]|\\.)*"', "", text[text.index("*)") + 2 :])
    assert "*)" not in program
    for left, right in ("()", "[]", "{}"):
        assert program.count(left) == program.count(right)
    assert program.count("<|") == program.count("|>")
    assert "_" not in program
    capitals = set(re.findall(r"\b[A-Z]\w*", program))
    assert capitals <= {"Piecewise", "Indeterminate", "Element", "Reals", "True"}


@pytest.mark.parametrize(("number", "place"), [(0, 1), (1, 2), (2, 3)])
def test_an_algebraic_number_is_the_same_root_in_both_languages(number: int, place: int) -> None:
    x = sp.Symbol("x")
    root = sp.CRootOf(x**5 - 5 * x + 1, number)
    text = mathematica_of(root)
    told = re.fullmatch(r"Root\[(.*) &, (\d+)\]", text)
    assert told
    polynomial = sp.Poly(sp.sympify(told[1].replace("#1", "x").replace("^", "**")), x)
    assert int(told[2]) == place
    assert abs(polynomial.real_roots()[place - 1].n() - root.n()) < 1e-9


def test_a_result_that_is_none_says_why_in_every_format() -> None:
    one = Player("A", decides=[q], payoff=q + m)
    two = Player("B", decides=[m], payoff=(1 - q) * m)
    none = lsec.solve(Game(players=[one, two], order=["A", "B"], constraints=[q <= 2]), corners=True, at={})
    for export in (to_json, to_latex, to_mathematica, repr):
        assert "grows without bound" in export(none)
    assert not len(lsec.to_dataframe(none))


def test_a_name_can_not_end_the_comment() -> None:
    text = to_mathematica(led())
    comment = text[: text.index("\n<|")]
    assert comment.count("*)") == 1
    assert comment.endswith("*)")


@pytest.mark.parametrize(
    ("names", "valid"),
    [
        (["a", "gamma", "lambda"], ["a", "gamma", "lambda"]),
        (["s_M", "w_m_1"], ["sM", "wM1"]),
        (["K", "N", "E", "Pi"], ["symK", "symN", "symE", "symPi"]),
        (["γ", "Φ_i", "μ2"], ["gamma", "symPhiI", "mu2"]),
        (["s_M", "sM", "s__M", "sM2"], ["sM", "sM2", "sM3", "sM22"]),
        (["live streamer", "2nd", "_", "é"], ["liveStreamer", "sym2nd", "name", "ue9"]),
    ],
)
def test_names_are_valid_and_distinct(names: list[str], valid: list[str]) -> None:
    assert list(valid_names(names).values()) == valid


def test_a_quantity_never_has_a_parameters_name() -> None:
    _, text = renamed(to_mathematica(led()))
    assert "a2" in rules_of(text, "quantities"), "the report a stands beside the parameter a"


# LaTeX.


@each
def test_latex_tables_have_rules_captions_and_labels(thing: str) -> None:
    text = to_latex(EVERYTHING[thing](), name="stem")
    labels = re.findall(r"\\label\{tab:(\w+)\}", text)
    assert labels in (["stem"], ["stem", "stem_where"])
    tables = len(labels)
    for command in (r"\toprule", r"\midrule", r"\bottomrule", r"\caption{", r"\begin{tabular}", r"\end{table}"):
        assert text.count(command) == tables
    whole = re.sub(r"\\begin\{aligned\}.*?\\end\{aligned\}", "", text)
    for tabular in re.findall(r"\\begin\{tabular\}\{(\w+)\}\n(.*?)\\end", whole, re.DOTALL):
        rows = [line.removesuffix("[1.5ex]") for line in tabular[1].splitlines() if r" \\" in line]
        assert rows
        assert all(len(re.split(r"(?<!\\)&", row)) == len(tabular[0]) for row in rows)
        assert all(row.count("$") % 2 == 0 and row.count("{") == row.count("}") for row in rows)


def test_latex_has_the_formulas_and_where_they_hold() -> None:
    text = to_latex(led())
    shown = {quantity.name: sp.latex(quantity.readable) for quantity in led().summary().quantities}
    assert rf"$q$ & ${high(shown['q'])}$ \\" in text
    assert rf"payoff of manufacturer & ${high(shown['manufacturer'])}$ \\" in text
    (named,) = led().summary().factors
    assert rf"$D$ & ${sp.latex(named.value)}$ \\" in text
    for condition in led().domain.conditions:
        assert f"${high(sp.latex(condition.relation))}$ & " in text


def test_latex_says_what_turns_where() -> None:
    turning = [cell for cell in ranking() if cell.sign.condition is not None]
    text = to_latex(ranking())
    assert turning
    for number, cell in enumerate(turning, start=1):
        assert f"turns ({number})" in text
        assert f"${high(sp.latex(cell.sign.condition))}$" in text
    assert "$+$" not in to_latex(signs())
    assert re.search(r"^q & \+ & \$-\$ & \$-\$ \\\\$", to_latex(signs()), re.M)


@pytest.mark.parametrize("name", ["Table 1", "a-b"])
def test_a_label_that_can_not_be_one_is_refused(name: str) -> None:
    with pytest.raises(DeclarationError, match="a-z, 0-9 and _"):
        to_latex(led(), name=name)


@pytest.mark.slow
def test_latex_compiles(tmp_path: Path) -> None:
    compile_latex("\n".join(to_latex(thing(), name=name) for name, thing in EVERYTHING.items()), tmp_path)


def candidate() -> Equilibrium:
    """Return an equilibrium inside, which the leader may leave by driving the follower out."""
    leader = Player("A", decides=[q], payoff=7 * a * m - (q - 4) ** 2)
    follower = Player("B", decides=[m], payoff=-((m - a + q) ** 2))
    return lsec.solve(Game(players=[leader, follower], order=["A", "B"]))


def test_exports_say_what_is_established() -> None:
    for thing in (led(), candidate()):
        document = json.loads(to_json(thing))["evidence"]
        assert document == thing.evidence.to_data()
        assert f'"evidence" -> "{thing.evidence.line()}"' in to_mathematica(thing)
    assert led().evidence.line() not in to_latex(led())


def test_what_is_not_established_is_exported_as_a_candidate() -> None:
    assert json.loads(to_json(candidate()))["evidence"]["established"] is False
    for export in (to_latex, to_mathematica):
        assert "Candidate of A" in export(candidate())
        assert "Equilibrium of" not in export(candidate())
        assert candidate().evidence.line() in export(candidate())


@pytest.mark.parametrize("export", [to_mathematica, to_json])
def test_what_is_no_result_is_refused(export: Any) -> None:
    with pytest.raises(DeclarationError, match="a Game cannot be exported"):
        export(game())


def test_what_has_no_latex_is_refused() -> None:
    with pytest.raises(DeclarationError, match="int cannot be exported to LaTeX"):
        to_latex(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("export", [to_latex, to_mathematica, to_json])
@each
def test_the_same_result_gives_the_same_text(export: Any, thing: str) -> None:
    assert export(EVERYTHING[thing]()) == export(EVERYTHING[thing]())


# Points, and a reader of as much of the Wolfram Language as the exports use.


def anywhere(names: tuple[str, ...], count: int = 60) -> Iterator[dict[Any, Any]]:
    draw = random.Random(3)
    for _ in range(count):
        yield {name: sp.Rational(draw.randint(1, 40), draw.randint(1, 20)) for name in names}


def feedback_points(equilibrium: FeedbackEquilibrium) -> Iterator[dict[Any, Any]]:
    """Draw points, and yield the first few at which the equilibrium holds."""
    draw = random.Random(5)
    found = 0
    while found < 3:
        at = {name: sp.Rational(draw.randint(1, 9), draw.randint(1, 9)) for name in equilibrium.ring.names}
        if is_admissible(equilibrium, at):
            found += 1
            yield at


def is_admissible(equilibrium: FeedbackEquilibrium, at: Mapping[str | sp.Symbol, object]) -> bool:
    try:
        equilibrium.at(at)
    except OutsideDomain:
        return False
    return True


def renamed(text: str) -> tuple[dict[str, str], str]:
    """Return what the comment says of symbols, and the text after it."""
    end = text.index(" *)\n<|")
    told = re.findall(r"^ +(\w+) stands for (?!the quantity )(.*)$", text[:end], re.M)
    return {old: new for new, old in told}, text[end + 4 :]


def entry_of(text: str, key: str) -> str:
    found = re.search(rf'^  "{key}" -> (.*?),?$(?=\n  "|\n\|>)', text, re.M | re.S)
    assert found, f"no entry {key}"
    return found[1]


def rules_of(text: str, key: str) -> dict[str, str]:
    rules = (rule.split(" -> ", 1) for rule in split(entry_of(text, key)[1:-1]))
    return {left.strip(): right for left, right in rules}


def split(text: str) -> list[str]:
    """Split at the commas outside all brackets."""
    parts, depth = [""], 0
    for mark in text:
        depth += (mark in "([{") - (mark in ")]}")
        if mark == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += mark
    return [part.strip() for part in parts if part.strip()]


def piecewise_value(text: str, values: Mapping[str, sp.Expr]) -> sp.Expr:
    cases, otherwise = split(text.removeprefix("Piecewise[").removesuffix("]"))
    assert otherwise == "Indeterminate"
    for case in split(cases[1:-1]):
        formula, where = split(case[1:-1])
        if all(value_of(part, values) == sp.true for part in where.split(" && ")):
            return value_of(formula, values)
    raise AssertionError("no case holds")


def value_of(text: str, values: Mapping[str, sp.Expr]) -> sp.Expr:
    """Evaluate a formula; SymPy's reader has meanings of its own for names such as gamma, so that all get a letter."""
    formula = parse_mathematica(re.sub(r"\b[a-z]\w*", r"v\g<0>", text))
    return formula.subs({sp.Symbol(f"v{name}"): value for name, value in values.items()})
