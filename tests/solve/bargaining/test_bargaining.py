"""Bargains as the first slot: Nash products, deal-me-out, and several pairs at once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings

from grids.nash_product import NashProductGrid
from lsec_models import Bargain, Game, Player, audit, decisions, parameters, solve
from lsec_models.errors import DeclarationError, NoAgreement, NoClosedForm, UnknownName
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.results.solutions import Solutions

a, b, c, beta, d_s, d_r, k, v, A, g = parameters("a b c beta d_S d_R k v A g", positive=True)
w, q, w1, w2, q1, q2 = decisions("w q w1 w2 q1 q2")
F, F1, F2, e = decisions("F F1 F2 e", real=True)
POWERS = [beta, 1 - beta]
NUMBERS = {"a": 10, "b": 1, "c": 2, "beta": Fraction(1, 2)}


def chain(over: list[Any], **more: Any) -> Game:
    """A supplier and a retailer agree on a price, and perhaps a fee; the retailer orders."""
    fee = F if F in over else 0
    return Game(
        players=[
            Player("S", decides=[], payoff=(w - c) * q + fee),
            Player("R", decides=[q], payoff=(a - b * q - w) * q - fee),
        ],
        order=[Bargain(["S", "R"], over=over, weights=POWERS, **more), "R"],
        assuming=[a > c, beta < 1],
    )


def test_a_wholesale_price_is_bargained_over() -> None:
    solved = solve(chain([w]))
    (regime,) = solved.regimes
    assert sp.simplify(regime.decisions["w"] - (c + beta * (a - c) / 2)) == 0
    assert sp.simplify(regime.payoffs["S"] - beta * (2 - beta) * (a - c) ** 2 / (8 * b)) == 0
    assert sp.simplify(regime.payoffs["R"] - (2 - beta) ** 2 * (a - c) ** 2 / (16 * b)) == 0
    assert solved.evidence.established
    assert solved.evidence.status(About.COMPLETE) is Status.PROVED
    assert dict(solved.at(NUMBERS).payoffs) == {"S": 6, "R": 9}


def test_disagreement_points_make_the_price_a_root() -> None:
    game = chain([w], disagreement=[d_s, d_r])
    with pytest.raises(NoClosedForm, match="solve it at a point"):
        solve(game)
    found = solve(game, at=NUMBERS | {"d_S": 3, "d_R": 1}).only()
    assert float(found["w"]) == pytest.approx(4.438447187, abs=1e-9)
    assert found.evidence.established


def test_a_fee_divides_what_the_two_have_together() -> None:
    solved = solve(chain([w, F], disagreement=[d_s, d_r]))
    (regime,) = solved.regimes
    surplus = (a - c) ** 2 / (4 * b)
    assert regime.decisions["w"] == c
    assert sp.simplify(regime.decisions["F"] - (d_s + beta * (surplus - d_s - d_r))) == 0
    assert solved.evidence.status(About.OPTIMAL) is Status.PROVED
    # Where both have more without, nothing is agreed, and the regime says so.
    assert "gains by agreeing" in str(regime.pieces[0].conditions)


@pytest.mark.slow
@pytest.mark.parametrize("options", [(1, 1), (10, 1), (1, 12), (9, 7)])
def test_an_outside_option_matters_only_where_it_binds(options: tuple[int, int]) -> None:
    solved = solve(chain([w, F], outside=[d_s, d_r]))
    assert [regime.name for regime in solved.regimes] == [
        "agreed",
        "outside option of S binds",
        "outside option of R binds",
    ]
    together = Fraction(16)
    dealt = min(max(together / 2, Fraction(options[0])), together - options[1])
    at = NUMBERS | {"d_S": options[0], "d_R": options[1]}
    assert solved.at(at)["S"] == sp.Rational(dealt)
    assert solve(chain([w, F], outside=[d_s, d_r]), at=at)[0]["S"] == sp.Rational(dealt)


def test_options_and_disagreement_points_are_two_things() -> None:
    at = NUMBERS | {"d_S": 4}
    assert solve(chain([w, F], disagreement=[d_s, 0]), at=at).only()["S"] == 10
    assert solve(chain([w, F], outside=[d_s, 0]), at=at).only()["S"] == 8


def test_a_share_is_bargained_over_before_effort() -> None:
    share = decisions("s", within=(0, 1))
    game = Game(
        players=[
            Player("brand", decides=[], payoff=(1 - share) * v * e),
            Player("streamer", decides=[e], payoff=share * v * e - k * e**2 / 2),
        ],
        order=[Bargain(["brand", "streamer"], over=[share], weights=POWERS), "streamer"],
        assuming=[beta < 1],
    )
    solved = solve(game)
    (regime,) = solved.regimes
    assert sp.simplify(regime.decisions["s"] - (1 - beta / 2)) == 0
    assert solved.evidence.established
    there = solve(game, at={"beta": Fraction(1, 2), "k": 1, "v": 2}).only()
    assert (there["s"], there.evidence.established) == (sp.Rational(3, 4), True)


def two_retailers(**more: Any) -> Game:
    """A supplier agrees on a price with each of two retailers, who compete in quantities."""
    bargains = (
        Bargain(["S", "R1"], over=[w1], weights=POWERS, breakdown={q1: 0}, **more),
        Bargain(["S", "R2"], over=[w2], weights=POWERS, breakdown={q2: 0}, **more),
    )
    return Game(
        players=[
            Player("S", decides=[], payoff=(w1 - c) * q1 + (w2 - c) * q2),
            Player("R1", decides=[q1], payoff=(a - q1 - q2 - w1) * q1),
            Player("R2", decides=[q2], payoff=(a - q1 - q2 - w2) * q2),
        ],
        order=[bargains, ("R1", "R2")],
        assuming=[a > c, beta < 1],
    )


def test_nash_in_nash_with_a_rival_who_readjusts_is_that_of_one_retailer() -> None:
    solved = solve(two_retailers())
    assert any(sp.simplify(regime.decisions["w1"] - (c + beta * (a - c) / 2)) == 0 for regime in solved.regimes)
    assert solved.evidence.status(About.COMPLETE) is Status.OPEN


def reply_of_pair(w_rival: float, rival_believed: float, *, readjust: bool, secret: bool) -> float:
    """Return the first pair's best price on a grid, by hand: a = 10, c = 2, the rival's price given."""
    tried = np.linspace(2, 10, 80_001)
    if secret:
        rival = np.full(tried.shape, rival_believed)
        own = (10 - tried - rival) / 2
    else:
        own, rival = (10 - 2 * tried + w_rival) / 3, (10 - 2 * w_rival + tried) / 3
    alone = (10 - w_rival) / 2 if readjust and not secret else rival_believed
    supplier = (tried - 2) * own + (w_rival - 2) * (rival - alone)
    retailer = (10 - own - rival - tried) * own
    fine = (supplier > 0) & (retailer > 0) & (own > 0)
    product = np.where(fine, np.abs(supplier) ** 0.5 * np.abs(retailer) ** 0.5, -1.0)
    return float(tried[product.argmax()])


@pytest.mark.parametrize("secret", [False, True])
@pytest.mark.parametrize("readjust", [False, True])
def test_each_pair_agrees_on_its_best_price_given_the_other(secret: bool, readjust: bool) -> None:
    game = two_retailers(secret=secret, readjust=readjust)
    solutions = solve(game, at={"a": 10, "c": 2, "beta": Fraction(1, 2)})
    same = [one for one in solutions if one["w1"] == one["w2"]]
    (found,) = same
    best = reply_of_pair(float(found["w2"]), float(found["q2"]), readjust=readjust, secret=secret)
    assert best == pytest.approx(float(found["w1"]), abs=2e-4)


def test_nash_in_nash_with_fees_pays_a_share_of_the_marginal_contribution() -> None:
    bargains = (
        Bargain(["S1", "R"], over=[w1, F1], weights=POWERS, breakdown={q1: 0}),
        Bargain(["S2", "R"], over=[w2, F2], weights=POWERS, breakdown={q2: 0}),
    )
    retailer = (A - q1 - g * q2 - w1) * q1 + (A - q2 - g * q1 - w2) * q2 - F1 - F2
    game = Game(
        players=[
            Player("S1", decides=[], payoff=w1 * q1 + F1),
            Player("S2", decides=[], payoff=w2 * q2 + F2),
            Player("R", decides=[q1, q2], payoff=retailer),
        ],
        order=[bargains, "R"],
        assuming=[g < 1, beta < 1],
    )
    (regime,) = solve(game).regimes
    assert sp.simplify(regime.decisions["F1"] - beta * A**2 * (1 - g) / (4 * (1 + g))) == 0
    assert sp.simplify(regime.payoffs["R"] - A**2 * (1 - beta * (1 - g)) / (2 * (1 + g))) == 0


SMALL = st.integers(1, 6)


@pytest.mark.slow
@settings(max_examples=10)
@given(SMALL, SMALL, SMALL, st.integers(1, 7), st.integers(0, 3), st.integers(0, 3), st.booleans(), st.booleans())
def test_no_terms_on_a_grid_have_a_larger_nash_product(
    size: int, bend: int, cost: int, eighths: int, one: int, other: int, fee: bool, signed: bool
) -> None:
    """Random chains at numbers; the grid shares no code with the solver."""
    x, t = decisions("x t", real=True)
    y = decisions("y", **{"real" if signed else "nonnegative": True})
    lump, power = (t if fee else 0), Fraction(eighths, 8)
    payoffs = {
        "S": (x - cost) * y + lump,
        "R": (size + 4 - bend * y / 2 - x) * y - lump,
    }
    terms = [x, t] if fee else [x]
    bargain = Bargain(
        ["S", "R"], over=terms, weights=[sp.Rational(power), 1 - sp.Rational(power)], disagreement=[one, other]
    )
    game = Game(
        players=[Player("S", decides=[], payoff=payoffs["S"]), Player("R", decides=[y], payoff=payoffs["R"])],
        order=[bargain, "R"],
    )
    grid = NashProductGrid(payoffs, ["S", "R"], terms, [float(power), 1 - float(power)], [one, other], later=("R", y))
    solutions = solve(game, at={})
    tried = np.linspace(-30, 30, 6_001 if not fee else 241)
    products = grid.product(*(np.meshgrid(tried, np.linspace(-30, 30, 481)) if fee else [tried]))
    if not solutions:
        assert products.max() == -np.inf
        return
    for found in solutions:
        assert found.evidence.established
        stated = float(grid.product(*(np.array([float(found[term.name])]) for term in terms))[0])
        assert products.max() <= stated * (1 + 1e-6) + 1e-6


def test_a_bargain_nobody_can_gain_from_is_named() -> None:
    players = [Player("S", decides=[], payoff=1 + F), Player("R", decides=[], payoff=1 - F)]
    with pytest.raises(NoAgreement, match=r"no terms from which both gain are stationary .*lower disagreement="):
        solve(Game(players=players, order=[Bargain(["S", "R"], over=[F], disagreement=[3, 0])]))
    assert not solve(Game(players=players, order=[Bargain(["S", "R"], over=[F], disagreement=[3, 0])]), at={})
    agreed = solve(Game(players=players, order=[Bargain(["S", "R"], over=[F], disagreement=[1, 0])]))
    assert agreed.regime("agreed")["F"] == sp.Rational(1, 2)


def agree(one: Any, other: Any, over: list[Any], **how: Any) -> Game:
    """Two who agree, after which nobody moves."""
    constraints = how.pop("constraints", [])
    players = [Player("S", decides=[], payoff=one), Player("R", decides=[], payoff=other)]
    return Game(players=players, order=[Bargain(["S", "R"], over=over, **how)], constraints=constraints)


@pytest.mark.parametrize(
    ("game", "terms"),
    [
        # An inner peak at 3.4 is lower than the end at 0, as 7.98 < 10.
        (agree(sp.S.One, 10 - 9 * w + 6 * w**2 - sp.Rational(11, 10) * w**3, [w]), 0),
        (agree(1 - w, 2 - w, [w]), 0),
        (agree(w, 10 - w, [w], constraints=[w <= 1]), 1),
        (agree(w, 10 - w, [w], weights=[1, 0]), 10),
    ],
)
def test_terms_at_an_end_are_agreed_where_the_nash_product_is_largest_there(game: Game, terms: int) -> None:
    found = solve(game, at={})
    assert found.evidence.established
    assert found.complete
    assert found.only()["w"] == terms


def test_an_outside_option_stops_a_price_without_a_fee_where_it_binds() -> None:
    """The supplier has (w - 2) (10 - w)/2, the retailer (10 - w)^2/4; they agree on w = 4, where these are 6 and 9."""

    def dealt(options: list[int]) -> Solutions:
        return solve(chain([w], outside=options), at={"a": 10, "b": 1, "c": 2, "beta": "1/2"})

    assert dealt([5, 8]).only()["w"] == 4
    held = dealt([7, 0])
    assert held.only()["w"] == 6 - sp.sqrt(2)
    assert held.only()["S"].equals(7)
    assert held.only().regime == "outside option of S binds"
    assert held.evidence.established
    assert audit(held).audits[-1].passed()
    assert dealt([0, 12]).only()["R"].equals(12)
    assert "no terms from which both gain; lower" in dealt([8, 9]).reason


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(st.integers(-4, 4), min_size=4, max_size=4), st.lists(st.integers(-4, 4), min_size=3, max_size=3))
def test_no_single_term_has_a_larger_nash_product(cubic: list[int], square: list[int]) -> None:
    one, other = (sum(n * w**k for k, n in enumerate(numbers)) + 0 * w for numbers in (cubic, square))
    found = solve(agree(sp.sympify(one), sp.sympify(other), [w], constraints=[w <= 5]), at={})
    tried = np.linspace(0, 5, 2_001)
    gains = [np.polyval(numbers[::-1], tried) for numbers in (cubic, square)]
    product = np.where((gains[0] > 0) & (gains[1] > 0), gains[0] * gains[1], 0)
    for there in found:
        stated = float(there["S"]) * float(there["R"])
        assert product.max() <= stated * (1 + 1e-9) + 1e-9
    if found.reason.startswith("there are no terms from which both gain; lower"):
        assert product.max() < 1e-9


def test_gains_without_bound_beside_a_pole_are_no_agreement() -> None:
    assert not solve(agree(1 / (w - 1) ** 2, 1 + (5 - w) * w**2, [w]), at={})


def test_both_may_gain_although_no_inner_terms_are_best() -> None:
    game = agree(c + w, 2 * c + w, [w])
    with pytest.raises(NoAgreement, match="terms and answers at bounds, and terms far away, are not looked at"):
        solve(game)


def test_later_answers_need_not_exist_at_terms_of_zero() -> None:
    players = [Player("S", decides=[], payoff=(10 - w) * q), Player("R", decides=[q], payoff=(w - 1 - q / 2) * q)]
    found = solve(Game(players=players, order=[Bargain(["S", "R"], over=[w]), "R"]), at={}).only()
    assert (found["w"], found["q"]) == (sp.Rational(31, 4), sp.Rational(27, 4))


def test_a_breakdown_that_drives_somebody_to_a_bound_is_not_stated_as_if_it_did_not() -> None:
    """After a breakdown the third player sells nothing, not -1/2, so that F = 5/4, not 1, would be right."""
    x, y = decisions("x y")
    players = [
        Player("S", decides=[], payoff=y + F),
        Player("R", decides=[x], payoff=(4 - x) * x - F),
        Player("T", decides=[y], payoff=(2 * x - 1 - y) * y),
    ]
    game = Game(players=players, order=[Bargain(["S", "R"], over=[F], breakdown={x: 0}), ("R", "T")])
    assert not solve(game, at={})
    with pytest.raises(NoAgreement, match="y has its sign without the bargain of S and R"):
        solve(game)


def test_what_others_answer_where_somebody_stops_is_not_taken_from_the_path() -> None:
    """With terms above c the retailer sells nothing, and a third player's answer lets both gain without bound."""
    m, y = decisions("m", real=True), decisions("y")
    players = [
        Player("S", decides=[], payoff=w * y + c * m / 16),
        Player("R", decides=[y], payoff=(c - w - y) * y + 3 * c**2 / 16),
        Player("T", decides=[m], payoff=-((m - w + 3 * c / 2) ** 2)),
    ]
    game = Game(players=players, order=[Bargain(["S", "R"], over=[w]), ("R", "T")])
    inner = solve(game)
    assert inner.regimes[0]["w"] == c / 2
    assert not inner.evidence.established
    assert not solve(game, at={"c": 4}).evidence.established


BAD: dict[str, tuple[Any, Any, str]] = {
    "three": (lambda: Bargain(["S", "R", "M"], over=[w]), DeclarationError, "write one for each pair"),
    "nothing": (lambda: Bargain(["S", "R"], over=[]), DeclarationError, "bargain over nothing"),
    "weights": (lambda: Bargain(["S", "R"], over=[w], weights=[1, 1]), DeclarationError, "must sum to 1"),
    "no names": (lambda: Bargain([1, 2], over=[w]), DeclarationError, "which are not names"),
    "no powers": (lambda: Bargain(["S", "R"], over=[w], weights=None), DeclarationError, "leave them out"),
    "no answer": (lambda: Bargain(["S", "R"], over=[w], secret="no"), DeclarationError, "write True or False"),
    "no number": (lambda: chain([w], breakdown={q: None}), DeclarationError, "None is not an expression"),
    "below zero": (lambda: chain([w], breakdown={q: -3}), DeclarationError, "against its sign"),
    "whose limit": (
        lambda: Game(
            players=[Player("S", decides=[], payoff=w), Player("R", decides=[q], payoff=-w - q**2)],
            order=[Bargain(["S", "R"], over=[w]), "R"],
            constraints={"S": [w <= 3]},
        ),
        DeclarationError,
        "written without an owner",
    ),
    "negative power": (lambda: Bargain(["S", "R"], over=[w], weights=[2, -1]), DeclarationError, "from 0 to 1"),
    "stranger": (
        lambda: Game(players=[Player("S", decides=[], payoff=w)], order=[Bargain(["S", "R"], over=[w])]),
        UnknownName,
        "'R' bargains, who does not play",
    ),
    "own terms": (lambda: chain([w], disagreement=[w, 0]), DeclarationError, "say breakdown="),
    "twice": (lambda: chain([w, q]), DeclarationError, "which is decided elsewhere"),
    "late": (
        lambda: Game(
            players=[Player("S", decides=[], payoff=w), Player("R", decides=[q], payoff=-w - q**2)],
            order=["R", Bargain(["S", "R"], over=[w])],
        ),
        DeclarationError,
        "is not the first slot",
    ),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_declarations_that_make_no_sense_name_the_way_out(case: tuple[Any, Any, str]) -> None:
    declared, error, message = case
    with pytest.raises(error, match=message):
        declared()


def test_an_outside_option_needs_a_fee_or_a_point() -> None:
    with pytest.raises(NoClosedForm, match=r"has outside options but no fee.* with one term, solve it at a point"):
        solve(chain([w], outside=[d_s, d_r]))
