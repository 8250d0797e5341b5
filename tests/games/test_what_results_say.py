"""What single kinds of results say of themselves beyond their common face."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp
from tests.support.results import KINDS, a, b, c, p

from lsec_models import Game, Player, decisions, solve
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.games.axes import exact_ranges
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.evidence.evidence import Status
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import require_only_stages
from lsec_models.games.static.results.equilibrium import nothing_found
from lsec_models.games.static.results.signalling_equilibria import SignalFamily, SignalRange

x = decisions("x")


def test_an_equilibrium_that_nobody_examined_is_a_candidate_and_says_what_it_asks() -> None:
    shop = Player("shop", decides=[p], payoff=(p - c) * (a - b * p))
    found = replace(solve(Game(players=[shop], assuming=[a > b * c, b > c])), examine=nothing_found)
    assert all(row.status is Status.OPEN for row in found.evidence.rows)
    words, *asked = str(found).splitlines()[3:6]
    assert words == "  first- and second-order conditions hold where"
    assert all(line.startswith("    ") for line in asked)
    assert dict(KINDS["Equilibrium"]().report) == {"price": KINDS["Equilibrium"]()["price"]}


def test_numbers_of_a_root_are_close_to_what_it_is_and_poles_are_named() -> None:
    found = KINDS["ImplicitEquilibrium"]()
    point = dict(zip(found.domain.ring.symbols, (Fraction(10), Fraction(3)), strict=True))
    exact, rounded = found.values_at(point), found.numbers_at(point)
    assert not exact["share"].is_Rational
    assert all(abs(sp.N(exact[name] - sp.Rational(str(value)), 40)) < 1e-30 for name, value in rounded.items())
    assert found.definitions == {found.root.symbol: found.root}
    (ring,) = {value.ring for value in found.exact.values()}
    pole = replace(found, exact=Frozen({**found.exact, "pole": ratio(ring, 1 / (5 * found.root.symbol - 3))}))
    with pytest.raises(OutsideDomain, match="pole"):
        pole.values_at({**point, found.domain.ring.symbols[1]: Fraction(2)})


def test_ranges_of_signals_read_as_they_are() -> None:
    found = KINDS["SignallingEquilibria"]()
    assert str(SignalRange(signal="years", low=sp.Integer(1), high=sp.oo)) == "years from 1 on"
    only = SignalRange(signal="years", low=sp.Integer(1), high=sp.Integer(1))
    family = SignalFamily(kind="separating", ranges=(only,))
    assert str(replace(family, undecided=True)) == "separating: years = 1 (intuitive criterion: not resolved)"
    assert replace(found, families=(family,)).only() == found[0]
    with pytest.raises(OutsideDomain, match=r"not one equilibrium: .* ask for least_cost, or look at `families`"):
        found.only()
    assert [replace(found, **changed).status for changed in ({"is_none": True}, {"families": ()})] == ["none", "open"]


def test_what_begins_with_a_bargain_is_no_stage_of_decisions() -> None:
    bargain, players = (
        Bargain(["maker", "shop"], over=[x]),
        [
            Player("maker", decides=[], payoff=x * (a - x)),
            Player("shop", decides=[p], payoff=p * (a - p) - x),
        ],
    )
    agreed = Game(players=players, order=[bargain, "shop"])
    with pytest.raises(DeclarationError, match="begins with a bargain: solve it by itself"):
        require_only_stages(agreed, "the audit")
    with pytest.raises(DeclarationError, match="neither given= nor then=; put them into a game of its own"):
        Game(players=players, order=[bargain, "shop"], given=[decisions("y")])


def test_ranges_are_given_by_name() -> None:
    with pytest.raises(DeclarationError, match="over = 3: give ranges by name, as in over="):
        exact_ranges(3, "over")  # type: ignore[arg-type]


def test_three_cases_that_lie_within_each_other_are_read() -> None:
    tax = sp.Piecewise((0, p < a), (p - a, p < 2 * a), (2 * p - 3 * a, True))
    game = Game(players=[Player("shop", decides=[p], payoff=p * (9 * a - p) - tax)])
    assert len(game.representative.kinks) == 2
