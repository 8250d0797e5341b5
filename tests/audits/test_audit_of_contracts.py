"""Audits of contracts, bargains, choices that follow, copies and kinks: what is right stands, what is forged not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings

from families.kinked import random_kinked
from families.written_out_copies import random_alike
from lsec_models import Bargain, Choice, Game, Player, audit, decisions, others, solve, total
from lsec_models.audits.search.bargained_terms import BargainedTerms
from lsec_models.audits.search.nested import nested_solution
from lsec_models.audits.search.nested_induction import Outcome
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.models import load
from results import KINDS

w, q, m, Q, q1, q2, w1, w2, F, p = decisions("w q m Q q1 q2 w1 w2 F p")


def participation(least: int = 8) -> Game:
    """A price that leaves a retailer, who orders, at least so much."""
    retailer = (10 - q - w) * q
    players = [Player("maker", decides=[w], payoff=(w - 2) * q), Player("retailer", decides=[q], payoff=retailer)]
    return Game(players=players, order=["maker", "retailer"], constraints={"maker": [retailer >= least]})


def bargain(**more: Any) -> Game:
    """The same price, bargained over."""
    players = [
        Player("maker", decides=[], payoff=(w - 2) * q),
        Player("retailer", decides=[q], payoff=(10 - q - w) * q),
    ]
    return Game(players=players, order=[Bargain(["maker", "retailer"], over=[w], **more), "retailer"])


def two_bargains(**more: Any) -> Game:
    """A supplier agrees on a price with each of two retailers."""
    bargains = (
        Bargain(["S", "R1"], over=[w1], breakdown={q1: 0}, **more),
        Bargain(["S", "R2"], over=[w2], breakdown={q2: 0}, **more),
    )
    players = [
        Player("S", decides=[], payoff=(w1 - 2) * q1 + (w2 - 2) * q2),
        Player("R1", decides=[q1], payoff=(10 - q1 - q2 - w1) * q1),
        Player("R2", decides=[q2], payoff=(10 - q1 - q2 - w2) * q2),
    ]
    return Game(players=players, order=[bargains, ("R1", "R2")])


def entry() -> Game:
    """An incumbent commits to a quantity; an entrant pays 4 and sells, or stays out."""
    enter = Game(
        players=[
            Player("incumbent", decides=[], payoff=Q * (10 - Q - q)),
            Player("entrant", decides=[q], payoff=q * (10 - Q - q) - 4),
        ],
        given=[Q],
    )
    out = Game(
        players=[
            Player("incumbent", decides=[], payoff=Q * (10 - Q)),
            Player("entrant", decides=[], payoff=sp.S.Zero),
        ],
        given=[Q],
    )
    leader = Player("incumbent", decides=[Q], payoff=sp.S.Zero)
    return Game(players=[leader], order=["incumbent"], then=Choice(by="entrant", among={"enter": enter, "out": out}))


def cournot(copies: int) -> Game:
    """Firms that are alike, after a supplier who sells to all."""
    firm = Player("firm", decides=[q], payoff=(10 - q - others(q) - w) * q, copies=copies)
    return Game(players=[Player("maker", decides=[w], payoff=w * total(q)), firm], order=["maker", "firm"])


def capacity() -> Game:
    """A capacity is built; then a price is set, and no more is sold than there is."""
    sold = sp.Min(Q, sp.Max(0, 10 - p))
    return Game(players=[Player("firm", decides=[Q, p], payoff=p * sold - Q)], constraints=[p <= 20, Q <= 20])


SOLVED: Mapping[str, Callable[[], Game]] = {
    "participation": participation,
    "slack": lambda: participation(1),
    "bargain": bargain,
    "disagreement": lambda: bargain(disagreement=[3, 1]),
    "two": two_bargains,
    "two, kept": lambda: two_bargains(readjust=False),
    "two, secret": lambda: two_bargains(secret=True),
    "entry": entry,
    "copies": lambda: cournot(3),
    "capacity": capacity,
}


def answers(quantities: Mapping[str, sp.Expr], game: Game, moved: str) -> Mapping[str, sp.Expr]:
    """Return quantities with one decision moved by a tenth, and all that follows as it then is, numerically."""
    values = {name: float(value) for name, value in quantities.items()}
    values[moved] = values[moved] * 1.1 + 0.1
    if game.bargains:
        nested = BargainedTerms(game)._later
        held = {term.name: values[term.name] for one in game.bargains for term in one.over}
        later = nested.solution({}, held)
        values |= {**later.decisions, **{name: later.payoffs[name] for name in game.shown_players}}
    elif not game.kinks and not game.alike and game.then is None:
        values |= {**(later := nested_solution(game, {}, {moved: values[moved]})).decisions, **later.payoffs}
    return Frozen({name: sp.Float(value) for name, value in values.items()})


@pytest.mark.slow
@pytest.mark.parametrize("words", SOLVED)
def test_what_is_right_stands_and_what_is_forged_does_not(words: str) -> None:
    found = solve(SOLVED[words](), at={})
    audited = audit(found)
    assert audited.evidence.status(About.OPTIMAL) >= Status.CHECKED
    assert audited.audits[-1].passed()
    assert all(move.unresolved == 0 for move in audited.audits[-1].moves)
    moved = found.game.shown_decisions[0]
    caught = audit(replace(found, quantities=tuple(answers(one, found.game, moved) for one in found.quantities)))
    assert caught.evidence.status(About.OPTIMAL) is Status.REFUTED
    assert not caught.audits[-1].passed()


@pytest.mark.slow
def test_a_mode_that_the_follower_does_not_like_is_refuted() -> None:
    """Let in, the incumbent sells 5 and earns 25/2; the entrant earns 9/4, not staying out."""
    found = solve(entry(), at={})
    let_in = Frozen({name: sp.Rational(value) for name, value in {"Q": 5, "incumbent": 25, "entrant": 0}.items()})
    audited = audit(replace(found, quantities=(let_in,)))
    (choice,) = [move for move in audited.audits[-1].moves if move.player == "entrant" and move.stage == 2]
    assert choice.gain == pytest.approx(9 / 4)
    assert choice.change["enter or out"] == (2, 1)
    assert audited.evidence.status(About.OPTIMAL) is Status.REFUTED


def test_terms_that_break_participation_are_refuted() -> None:
    """At 6 the maker earns 8, more than the 6.63 of its equilibrium, but leaves the retailer 4, not 8."""
    found = solve(participation(), at={})
    broken = Frozen({name: sp.Integer(n) for name, n in {"w": 6, "q": 2, "maker": 8, "retailer": 4}.items()})
    (maker, _) = audit(replace(found, quantities=(broken,))).audits[-1].moves
    assert maker.relative_gain == float("inf")


@pytest.mark.slow
def test_terms_on_which_a_pair_does_not_agree_are_refuted_and_where_there_are_none_it_is_said() -> None:
    """At 1 the maker loses a unit on each of 9/2."""
    below = {"w": 1.0, "q": 4.5}
    (pair, _) = BargainedTerms(bargain()).deviation_gains(below, {})
    assert (pair.outcome, pair.relative_gain) == (Outcome.SOLVED, float("inf"))
    (pair, _) = BargainedTerms(bargain(disagreement=[6, 10])).deviation_gains({"w": 4.0, "q": 3.0}, {})
    assert pair.outcome is Outcome.INFEASIBLE


@pytest.mark.slow
@settings(deadline=None, max_examples=10)
@given(agreed=st.floats(2.5, 5.5), power=st.integers(2, 6))
def test_terms_on_which_both_agree_are_found_however_few_they_are(agreed: float, power: int) -> None:
    """Each has without agreement what the given price brings it, less a little: the best price, on a grid of these."""
    little, sold = 10.0**-power, (10 - agreed) / 2
    without = [(agreed - 2) * sold - little, sold**2 - little]
    (pair, _) = BargainedTerms(bargain(disagreement=without)).deviation_gains({"w": agreed, "q": sold}, {})
    prices = agreed + little * np.linspace(-2 / (6 - agreed), 2 / (10 - agreed) * 2, 20_001)
    demand = (10 - prices) / 2
    gains = np.maximum((prices - 2) * demand - without[0], 0), np.maximum(demand**2 - without[1], 0)
    assert pair.outcome is Outcome.SOLVED
    assert little + pair.gain == pytest.approx(np.sqrt(gains[0] * gains[1]).max(), rel=1e-5)


@pytest.mark.slow
def test_partners_are_audited_at_all_points_and_accused_at_none() -> None:
    """What power leaves to one may be little, and a fee many times what is left, where points are drawn widely."""
    for options in ({"contract": "two_part_tariff"}, {"story": "agency", "contract": "agency"}):
        audited = audit(solve(load("partnership", **options)), draws=12).audits[-1]
        assert audited.passed(), options
        assert audited.unresolved == 0, options


@pytest.mark.slow
def test_a_retailer_without_power_whose_fee_takes_all_is_not_accused() -> None:
    """Each fee takes all of a profit of 448,000: what is left is zero but for the rounding of that."""
    fees = decisions("F1 F2")
    size, margin = 100_000, sp.Rational(82, 7)
    offers = zip(("R1", "R2"), (w1, w2), fees, (q1, q2), strict=True)
    bargains = tuple(
        Bargain(["S", name], over=[price, fee], weights=[1, 0], breakdown={sold: 0}, readjust=False, secret=True)
        for name, price, fee, sold in offers
    )
    players = [
        Player("S", decides=[], payoff=size * ((w1 - 6) * q1 + (w2 - 6) * q2 + fees[0] + fees[1])),
        Player("R1", decides=[q1], payoff=size * ((margin - q1 - sp.Rational(7, 10) * q2 - w1) * q1 - fees[0])),
        Player("R2", decides=[q2], payoff=size * ((margin - q2 - sp.Rational(7, 10) * q1 - w2) * q2 - fees[1])),
    ]
    found = solve(Game(players=players, order=[bargains, ("R1", "R2")]), at={})
    (values,) = found.quantities
    assert (values["w1"], values["R1"]) == (6, 0)
    audited = audit(found)
    assert audited.evidence.status(About.OPTIMAL) is Status.PROVED
    assert audited.audits[-1].passed()
    less = Frozen({**values, "F1": values["F1"] * sp.Rational(99, 100)})
    assert not audit(replace(found, quantities=(less,))).audits[-1].passed()


def _in_units(kind: str, size: sp.Rational) -> Game:
    """Offers of a price and a fee that take all, or all but an alternative, payoffs in units of a size."""
    maker, shop = size * ((w - 1) * q + F), size * ((11 - q - w) * q - F)
    players = [Player("maker", decides=[], payoff=maker), Player("shop", decides=[q], payoff=shop)]
    if kind == "bargain":
        return Game(players=players, order=[Bargain(["maker", "shop"], over=[w, F], weights=[1, 0]), "shop"])
    alone = [Player("maker", decides=[], payoff=sp.S.Zero), Player("shop", decides=[], payoff=size / 3)]
    modes = {"accept": Game(players=players, given=[w, F]), "refuse": Game(players=alone, given=[w, F])}
    leader = Player("maker", decides=[w, F], payoff=sp.S.Zero)
    return Game(players=[leader], order=["maker"], then=Choice(by="shop", among=modes))


@pytest.mark.slow
@pytest.mark.parametrize("power", [-8, 9])
@pytest.mark.parametrize("kind", ["bargain", "choice"])
def test_units_of_payoffs_accuse_nobody(kind: str, power: int) -> None:
    found = solve(_in_units(kind, sp.Integer(10) ** power), at={})
    (values,) = found.quantities
    assert (values["w"], values["F"]) == (1, 25 if kind == "bargain" else sp.Rational(74, 3))
    assert audit(found).audits[-1].passed()


@pytest.mark.slow
@pytest.mark.parametrize("power", [-10, 9])
def test_units_of_a_constraint_do_not_matter(power: int) -> None:
    """A fee that takes all of a profit keeps participation; a percent more breaks it."""
    size = sp.Integer(10) ** power
    shop = size * ((sp.Rational(97, 7) - q - w) * q - F)
    maker = Player("maker", decides=[w, F], payoff=size * ((w - sp.Rational(1, 3)) * q + F))
    players = [maker, Player("shop", decides=[q], payoff=shop)]
    found = solve(Game(players=players, order=["maker", "shop"], constraints={"maker": [shop >= 0]}), at={})
    (values,) = found.quantities
    assert values["shop"] == 0
    assert audit(found).audits[-1].passed()
    more = values["F"] / 100
    taken = {"F": values["F"] + more, "maker": values["maker"] + size * more, "shop": -size * more}
    (broken, _) = audit(replace(found, quantities=(Frozen({**values, **taken}),))).audits[-1].moves
    assert broken.relative_gain == float("inf")


def test_others_who_are_not_like_the_one_are_noticed() -> None:
    """One firm answers 2 to two others who sell 7/2 each: nobody is like that."""
    game = Game(players=[Player("firm", decides=[q], payoff=(11 - q - others(q)) * q, copies=3)])
    found = solve(game, at={})
    (values,) = found.quantities
    forged = Frozen({**values, "q": sp.Integer(2), "q_others": sp.Rational(7, 2), "firm": sp.Integer(4)})
    two = replace(found, quantities=(values, forged), regimes=("",) * 2, selections=("",) * 2)
    assert audit(two).audits[-1].discrepant == "q_others"
    assert not audit(two).audits[-1].passed()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ConstrainedEquilibrium", "BargainedEquilibrium", "FollowedEquilibrium"])
def test_closed_forms_of_contracts_are_audited(kind: str) -> None:
    audited = audit(KINDS[kind](), draws=1)
    assert audited.audits[-1].passed()
    assert audited.evidence.status(About.OPTIMAL) is Status.PROVED
    assert audited.evidence.status(About.ACCURATE) is Status.CHECKED


def test_a_closed_form_of_a_bargain_with_other_powers_is_refuted() -> None:
    equal = KINDS["BargainedEquilibrium"]()
    ((_, slot), powers) = equal.game.order, [sp.Rational(1, 4), sp.Rational(3, 4)]
    unequal = replace(equal.game, order=[replace(equal.game.bargains[0], weights=powers), slot])
    audited = audit(replace(equal, game=unequal), draws=2)
    assert audited.evidence.status(About.OPTIMAL) is Status.REFUTED
    assert audited.audits[-1].worst.player == "maker and shop"


def _stands(found: Solutions) -> None:
    if found.status == "found" and not any(found.selections):
        audited = audit(found)
        assert audited.evidence.status(About.OPTIMAL) is not Status.REFUTED
        assert audited.audits[-1].largest_discrepancy < 1e-6


@pytest.mark.slow
@settings(max_examples=4)
@given(st.integers(0, 10_000), st.sampled_from([1, 2, 3]))
def test_exact_equilibria_of_random_alike_firms_stand(seed: int, copies: int) -> None:
    _stands(solve(random_alike(seed).game(copies), at={}))


@pytest.mark.slow
@settings(max_examples=2)
@given(st.integers(0, 10_000), st.sampled_from(["alone", "leader"]))
def test_exact_equilibria_of_random_kinked_games_stand(seed: int, kind: str) -> None:
    _stands(solve(random_kinked(seed, kind).game, at={}))
