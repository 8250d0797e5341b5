"""What a solved choice says of itself: in the mode that is picked, along a line, where regions are not proved."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import sympy as sp

from lsec_models import Choice, Game, Player, decisions, parameters, solve
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.games.choice.map_labels import View
from lsec_models.games.evidence.evidence import Status
from results import KINDS

a, F = parameters("a F", positive=True)
q, y, w = decisions("q y w")
SHOP = Game(players=[Player("firm", decides=[q], payoff=q * (a - q))])
LIVE = Game(
    players=[
        Player("firm", decides=[q], payoff=q * (2 * a - q) - F),
        Player("host", decides=[], payoff=F - 1),
        Player("rival", decides=[y], payoff=y * (1 - y)),
    ]
)


@cache
def asked(**modes: Game) -> Any:
    """A firm sells in a shop or live with a host, who takes part for a fee of one or more."""
    return solve(Choice(by="firm", among=modes, participation={"host": 0}))


def labels(found: Any, view: View) -> list[str]:
    return [str(piece.label) for piece in found.thresholds("F", at={"a": 1}, over=(0, 2), view=view).pieces]


def test_a_point_answers_for_the_mode_that_is_picked() -> None:
    there = KINDS["ChoicePoint"]()
    assert (there.mode, there["q"]) == ("open", 3)


def test_who_gains_along_a_line() -> None:
    """At a = 1 the firm has 1/4 in the shop and 1 - F live, where the host takes part from F = 1 on."""
    found = asked(shop=SHOP, live=LIVE)
    assert labels(found, found.gains("firm", against="live")) == ["live is not available", "firm gains"]
    assert labels(found, found.gains("rival", "firm", against="live"))[-1] == "firm gains"
    assert labels(found, found.gains("firm", against="shop")) == ["shop is chosen"]
    assert labels(found, found.agreement("rival"))[-1] == "shop; rival prefers live"


def test_where_no_mode_is_available_nobody_gains() -> None:
    found = asked(live=LIVE)
    for view in (found.agreement("firm"), found.gains("firm", against="live")):
        assert labels(found, view)[0] == "no mode available"


def test_decisions_are_the_modes_and_payoffs_are_those_in_each() -> None:
    found = asked(shop=SHOP, live=LIVE)
    assert dict(found.decisions) == {"firm": ("shop", "live")}
    assert found.payoffs["firm"]["shop"] == a**2 / 4
    assert list(found.payoffs["rival"]) == ["live"]


@cache
def capped() -> Any:
    """Two regimes in the shop: the firm sells what it likes, or all that it has."""
    shop = replace(SHOP, constraints=[q <= 1])
    sold = Game(players=[Player("firm", decides=[y], payoff=F - y**2)])
    return solve(Choice(by="firm", among={"shop": shop, "none": sold}), corners=True)


def unproved(regimes: int) -> Any:
    """The same, with regions of the shop that are only sampled, of some of its regimes."""
    shop = capped().modes["shop"]
    tiling = replace(shop.solved.tiling, covering="sampled")
    changed = replace(shop, solved=replace(shop.solved, tiling=tiling, regimes=shop.solved.regimes[:regimes]))
    return replace(capped(), modes={**capped().modes, "shop": changed})


def test_modes_of_several_regimes_are_listed() -> None:
    assert capped().has_proved_regions
    assert "shop" in str(capped())


def test_regions_that_are_not_proved_say_only_what_the_games_solved_there_say() -> None:
    """At a = 4 the shop brings 3, which the first regime does not know."""
    shown = {"at": {"a": 4}, "over": (1, 5)}
    proved = [str(piece.label) for piece in capped().thresholds("F", **shown).pieces]
    assert proved == ["shop", "none"]
    assert [str(piece.label) for piece in unproved(2).thresholds("F", **shown).pieces] == proved
    with pytest.raises(OutsideDomain, match=r"regions of a mode are not proved, and at .* they give 'none' where the"):
        unproved(1).thresholds("F", **shown)


def test_evidence_of_what_follows_is_that_of_the_same_statement() -> None:
    posted = KINDS["FollowedEquilibrium"]()
    assert posted.evidence.subject == posted.subject


def followed(mode: Any, **more: Any) -> Game:
    leader = Player("leader", decides=[w], payoff=-((w - 1) ** 2))
    none = Game(players=[Player("shop", decides=[], payoff=0)], given=[w])
    then = Choice(by="shop", among={"sell": mode, "none": none})
    return Game(players=[leader], order=["leader"], then=then, **more)


def test_what_follows_decisions_is_a_game_whose_constraints_have_owners() -> None:
    sell = Game(players=[Player("shop", decides=[q], payoff=q * (a - q - w))], given=[w])
    with pytest.raises(DeclarationError, match="mode 'sell' after decisions is a Choice; give a Game"):
        followed(Choice(by="shop", among={"sell": sell}))
    with pytest.raises(DeclarationError, match="constraint w <= a of a game that a choice follows: say whose it is"):
        solve(followed(sell, constraints=[w <= a]))
    assert solve(followed(sell, constraints={"leader": [w <= a]}), at={"a": 4}).only()["w"] == sp.S.One


def test_a_point_that_nobody_examined_says_nothing() -> None:
    there = KINDS["ChoicePoint"]()
    given = {part.name: getattr(there, part.name) for part in fields(there) if part.name != "examine"}
    assert {row.status for row in type(there)(**given).evidence.rows} == {Status.OPEN}


def test_where_regimes_differ_in_decisions_only_each_is_compared_where_it_holds() -> None:
    """At a = 4 the shop sells all that it has, for a - 1; else it sells a/2, for the square of it."""
    found = capped()
    paths = {case.path for case in found.conditions["shop"].cases}
    assert {preference.path for case in found.conditions["none"].cases for preference in case.preferences} == paths
    modes = [found.at(a=market, F=fee).mode for market, fee in ((4, 2), (4, 4), (1, 2), (1, Fraction(1, 5)))]
    assert modes == ["shop", "none", "none", "shop"]


def test_a_factor_that_is_known_to_be_negative_turns_what_a_mode_asks() -> None:
    """(a - 3) (F - 1) with a < 3: the first mode pays up to F = 1."""
    first, second = (
        Game(players=[Player("firm", decides=[q], payoff=worth * (F - 1) - (q - 1) ** 2)], assuming=[a < 3])
        for worth in (a, 3)
    )
    found = solve(Choice(by="firm", among={"first": first, "second": second}))
    (case,) = found.conditions["first"].cases
    (preference,) = case.preferences
    assert preference.condition is not None
    assert str(preference.condition.relation) == "1 >= F"
    assert [found.at(a=2, F=fee).mode for fee in (Fraction(1, 2), 2)] == ["first", "second"]


def test_mixed_equilibria_that_took_too_much_work_are_said_to_be_unknown() -> None:
    both = Game(players=[*SHOP.players, Player("rival", decides=[y], payoff=y * (1 - y))])
    modes = {(mine, yours): both for mine in ("ask", "wait") for yours in ("come", "go")}
    there = solve(Choice(by=("firm", "rival"), among=modes)).at(a=1)
    vars(there)["equilibria"] = replace(there.equilibria, found=None)
    assert "take more work than was granted" in str(there)


def test_who_takes_part_in_some_of_the_modes_inside_is_asked_in_these_only() -> None:
    inside = Choice(by="firm", among={"live": LIVE, "shop": SHOP})
    other = Game(players=[Player("firm", decides=[q], payoff=q * (a - q) - 1)])
    found = solve(Choice(by="firm", among={"inside": inside, "other": other}, participation={"host": 0}))
    asked_of = {
        case.path: any("host takes part" in condition.origin for condition in case.domain.conditions)
        for case in found.conditions["inside"].cases
    }
    assert asked_of == {("live",): True, ("shop",): False}


def test_a_regime_in_two_pieces_is_asked_of_once() -> None:
    """Both pieces have one closed form, so that where they hold is not a part of what is compared."""
    shop = capped().modes["shop"]
    regimes = tuple(replace(regime, pieces=regime.pieces * 2) for regime in shop.solved.regimes)
    twice = replace(
        capped(), modes={**capped().modes, "shop": replace(shop, solved=replace(shop.solved, regimes=regimes))}
    )
    (case,) = twice.conditions["none"].cases
    assert [preference.path for preference in case.preferences] == [(regime.name,) for regime in regimes]
