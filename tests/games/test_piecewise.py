"""What a piecewise equilibrium says of itself: Cournot's duopoly with a rival that may be too dear to sell."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
import sympy as sp

from lsec_models import Game, PiecewiseEquilibrium, Player, decisions, parameters, solve
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.errors import OutsideDomain, UnknownName
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.results.solutions import interrupted
from results import KINDS

a, c = parameters("a c", positive=True)
q, y = decisions("q y")


@cache
def duopoly() -> PiecewiseEquilibrium:
    price = a - q - y
    firms = [Player("cheap", decides=[q], payoff=price * q), Player("dear", decides=[y], payoff=(price - c) * y)]
    return solve(Game(players=firms, report={"share": q / (q + y), "ratio": q / y}), corners=True)


@pytest.mark.parametrize("cost", [1, 4, 5, 8])
def test_each_regime_is_what_best_replies_are(cost: int) -> None:
    """At a = 10: (a + c)/3 and (a - 2 c)/3 while the rival sells, a/2 alone."""
    found = duopoly()
    numbers = {a: 10, c: cost}
    quantities = (Fraction(10 + cost, 3), Fraction(10 - 2 * cost, 3)) if cost < 5 else (Fraction(5), Fraction(0))
    (one,) = found.all_at(a=10, c=cost)
    assert (one["q"], one["y"]) == tuple(map(sp.Rational, quantities))
    assert one.regime == found.regime_at(a=10, c=cost)
    regime = found.regime(one.regime)
    exact = {a: Fraction(10), c: Fraction(cost)}
    assert regime.contains(exact)
    assert any(cell.contains(exact) for cell in regime.cells)
    assert regime.region.subs(numbers) == sp.true
    for name, value in one.decisions.items():
        assert regime.decisions[name].subs(numbers) == found.decisions[name].subs(numbers) == value
    for player, value in one.payoffs.items():
        assert regime.payoffs[player].subs(numbers) == found.payoffs[player].subs(numbers) == value


def test_what_is_defined_in_some_regimes_only_is_no_common_quantity() -> None:
    found = duopoly()
    assert set(found.names) - set(found.common_names) == {"ratio"}
    assert len(found["ratio"].args) < len(found["share"].args)
    assert len(list(found.pieces)) >= len(found.regimes) == 2


def test_what_is_not_there_is_named() -> None:
    found = duopoly()
    with pytest.raises(UnknownName, match="no regime 'nobody'"):
        found.regime("nobody")
    with pytest.raises(UnknownName, match="no quantity 'qq' at this equilibrium"):
        found["qq"]
    with pytest.raises(OutsideDomain, match="c is declared positive"):
        found.all_at(a=10, c=-1)


def test_the_tiling_says_what_was_proved() -> None:
    said = str(duopoly().tiling)
    assert said.startswith("covering: proved; disjoint: proved")
    assert "random points" in said
    assert "not proved" not in said


def test_the_tiling_says_what_was_not_proved_and_where() -> None:
    (cheap,) = domain_of((a, c), [a > 2 * c]).conditions
    within = domain_of((a, c), []).where([replace(cheap, origin="payoffs are concave")])
    tiling = replace(duopoly().tiling, within=within, jumps="answers jump")
    assert re.search(r"^within: a > 2\*c  \[payoffs are concave\]$", str(tiling), re.MULTILINE)
    assert "not proved: single answers of later movers (answers jump)" in str(tiling)
    limited = KINDS["ConstrainedEquilibrium"]().tiling
    assert "not proved" not in str(limited)
    assert "not proved: later answers (answers jump)" in str(replace(limited, jumps="answers jump"))


def test_of_a_continuum_one_equilibrium_is_listed_that_says_so() -> None:
    """Only the sum of two decisions matters to the maker, who fixes the third; none of it is a ratio at zero."""
    one, other, third = decisions("one other third")
    maker = Player("maker", decides=[one, other, third], payoff=(one + other) * (a - one - other) - (third - 1) ** 2)
    game = Game(players=[maker], report={"part": one / other})
    (listed,) = solve(game, corners=True).all_at(a=2)
    assert (listed["one"] + listed["other"], listed["third"]) == (1, 1)
    assert listed.selection.startswith("one of ")
    solutions = solve(game, at={"a": 2})
    (filled,) = solutions.continua
    assert dict(filled.free) == {"one": (0, 1), "other": (0, 1)}
    with pytest.raises(OutsideDomain, match="0 equilibria and 1 continua, not one"):
        solutions.only()
    (undefined,) = [end for end in solutions.examples() if end["other"] == 0]
    with pytest.raises(UnknownName, match="'part' is not defined at this equilibrium: it divides by zero"):
        undefined["part"]


def test_an_equilibrium_of_no_listed_regime_has_none() -> None:
    (alone,) = [regime for regime in duopoly().regimes if regime.name == duopoly().regime_at(a=10, c=8)]
    (both,) = replace(duopoly(), regimes=(alone,)).all_at(a=10, c=1)
    assert (both["y"], both.regime) == (sp.Rational(8, 3), "")


def test_where_nothing_was_resolved_the_reason_is_said() -> None:
    cut = interrupted(duopoly().game, {a: Fraction(10), c: Fraction(2)}, "3 s")
    assert str(cut) == "Not resolved, cheap = dear at a = 10, c = 2: interrupted: 3 s"
    with pytest.raises(OutsideDomain, match=r"Not resolved, .* interrupted: 3 s"):
        cut.only()
    unresolved = replace(duopoly(), solutions_at=lambda point: interrupted(duopoly().game, point, "3 s"))
    with pytest.raises(OutsideDomain, match=r"Not resolved, .* interrupted: 3 s"):
        unresolved.all_at(a=10, c=2)


@pytest.mark.slow
def test_a_proof_is_not_said_to_fail_where_a_decision_does_not_matter() -> None:
    """Nobody buys at any w: the region is one, and holds a continuum of equilibria."""
    w, x = decisions("w x")
    maker = Player("maker", decides=[w, x], payoff=w * q + x * (a - x))
    shop = Player("shop", decides=[q], payoff=q * (-c - w - q))
    found = solve(Game(players=[maker, shop], order=["maker", "shop"]), corners=True)
    *_, last = str(found.evidence).splitlines()
    assert last.startswith("regions do not overlap")
    assert "proved" in last
    assert re.search(r"\(several equilibria at a = .*: a continuum\)$", last)


@pytest.mark.parametrize(
    ("changed", "row", "status", "words"),
    [
        ({"doubts": ("the solution differs at a = 1",)}, About.OPTIMAL, Status.REFUTED, "differs at a = 1"),
        ({"unproved": ("q beyond",)}, About.OPTIMAL, Status.CHECKED, "deviations across regimes excluded"),
        ({"jumps": "answers jump"}, About.OFF_PATH, Status.CHECKED, "answers jump"),
        ({"others": "two of them"}, About.COMPLETE, Status.OPEN, "two of them"),
        ({"covering": "incomplete"}, About.COVER, Status.OPEN, ""),
        ({"covering": "sampled"}, About.EXISTS, Status.CHECKED, ""),
        ({"disjoint": "overlapping"}, About.DISJOINT, Status.REFUTED, ""),
    ],
    ids=["doubt", "unproved", "jump", "others", "gap", "sampled", "overlap"],
)
def test_no_more_is_established_than_the_tiling_records(changed, row, status, words) -> None:
    found = duopoly()
    evidence = replace(found, tiling=replace(found.tiling, **changed)).evidence
    assert found.evidence.established
    assert evidence.status(row) is status
    assert any(words in finding.detail for finding in evidence.rows if finding.about is row)


def test_a_proof_about_a_part_of_the_domain_is_none_of_the_whole() -> None:
    found = duopoly()
    tiling = replace(found.tiling, within=domain_of((a, c), (a > 2 * c,)))
    evidence = replace(found, tiling=tiling).evidence
    assert evidence.status(About.COVER) is Status.OPEN
    assert any("proved where" in finding.detail for finding in evidence.rows if finding.about is About.COVER)
