"""Expected payoffs without a closed form: against SciPy's integrals, closed forms, and grids of decisions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from lsec_models import (
    Game,
    Player,
    decisions,
    exponential,
    normal,
    parameters,
    probability,
    random,
    solve,
    sweep,
    uniform,
)
from lsec_models.algebra.enclosures.balls import ball
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.solve.chance.concave_in_worlds import is_concave_in_worlds
from lsec_models.solve.chance.quadrature.concave_enclosure import radius_of_best
from lsec_models.solve.chance.quadrature.enclosed_expectation import enclosed_expectation

q, x = decisions("q x")
c = parameters("c", positive=True)
Z, D, U = random("Z", normal(1, 4)), random("D", exponential(2)), random("U", uniform(1, 3))
LAWS = {Z: stats.norm(1, 2), D: stats.expon(scale=2), U: stats.uniform(1, 2)}
AT = Fraction(3, 2)


def alone(payoff: sp.Expr, at: Any = None, **more: Any) -> Any:
    return solve(Game(players=[Player("I", decides=[q], payoff=payoff)], **more), at=at or {})


def integral(value: sp.Expr, drawn: Any, at: float) -> float:
    """Return the mean of a payoff in floats."""
    modules: list[Any] = [{"Heaviside": lambda y, half=0.5: float(np.heaviside(y, half)), "Max": max, "Min": min}]
    worlds, law = sp.lambdify(drawn, value.subs(q, at), [*modules, "math"]), LAWS[drawn]
    low, high = max(law.ppf(1e-18), law.support()[0]), min(law.isf(1e-18), law.support()[1])
    kinks = [place for place in (at, 1.0, 4 * np.log(at)) if low < place < high]
    return float(integrate.quad(lambda y: worlds(y) * law.pdf(y), low, high, points=kinks, limit=400)[0])


@pytest.mark.parametrize("drawn", LAWS, ids=str)
@pytest.mark.parametrize(
    "written",
    [
        lambda r: sp.Min(q, sp.exp(r / 4)),
        lambda r: sp.Max(0, q - r) * sp.Max(0, r - 1),
        lambda r: sp.diff(5 * sp.Min(q, sp.exp(r / 4)) - q, q),
        lambda r: sp.log(20 + sp.Min(q, sp.Max(0, r))),
        lambda r: -sp.exp(q / 5 - sp.Min(q, r) / 3) / 2,
        lambda r: sp.sqrt(1 + sp.Max(0, r)) / (3 + sp.Max(r, 0)) + r**3,
        lambda r: q / (1 + sp.exp(q - r)),  # Logit demand: what is divided by stays above 1.
    ],
)
def test_balls_hold_the_integrals(drawn: Any, written: Any) -> None:
    value = written(drawn)
    found = enclosed_expectation(value, drawn, {q: AT})
    assert float(found.mid()) == pytest.approx(integral(value, drawn, 1.5), rel=1e-6, abs=1e-9)
    assert float(found.rad()) < 1e-9 * max(1.0, abs(float(found.mid())))


def test_balls_hold_what_is_known_exactly() -> None:
    """Means of a lognormal number, and of an exponential one's exponential; half of a tail."""
    assert enclosed_expectation(sp.exp(Z / 2), Z, {q: AT}).overlaps(
        enclosed_expectation(sp.exp(sp.S.One) + 0 * q, Z, {q: AT})
    )
    assert enclosed_expectation(sp.exp(D / 4), D, {q: AT}).contains(2)
    assert not enclosed_expectation(sp.exp(D / 4), D, {q: AT}).contains(2 + 1e-9)
    assert enclosed_expectation(sp.Heaviside(Z - 1), Z, {q: AT}).contains(0.5)


def test_a_logarithm_is_integrated_where_its_argument_stays_above_zero() -> None:
    value = sp.log(q + sp.exp(Z))
    assert float(enclosed_expectation(value, Z, {q: AT}).mid()) == pytest.approx(integral(value, Z, 1.5), rel=1e-6)


@pytest.mark.parametrize("value", [sp.exp(D / 2), sp.exp(Z**2), 1 / Z, sp.log(q - sp.exp(Z)), sp.sqrt(Z)], ids=str)
def test_what_is_not_seen_to_be_integrable_is_no_number(value: sp.Expr) -> None:
    drawn = next(symbol for symbol in LAWS if symbol in value.free_symbols)
    with pytest.raises(NotImplementedError):
        enclosed_expectation(value, drawn, {q: AT})


@pytest.mark.slow
def test_lognormal_demand() -> None:
    """The order is the quantile of the logarithm of demand, in any unit."""
    standard = random("z", normal(0, 1))
    quantile = float(np.exp(stats.norm.ppf(0.6)))
    for unit in (1, 10**9):
        found = alone(10 * sp.Min(q, unit * sp.exp(standard)) - c * q, {"c": 4})
        assert float(found.only()["q"]) / unit == pytest.approx(quantile, rel=1e-9)
        assert found.evidence.established
        assert found.complete
    nothing = alone(10 * sp.Min(q, sp.exp(standard)) - 12 * q).only()
    assert (nothing["q"], nothing.regime) == (0, "q = 0")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("payoff", "drawn", "status"),
    [
        (sp.log(20 + 5 * sp.Min(q, D) - 2 * q), D, Status.VERIFIED),
        (-sp.exp(-(5 * sp.Min(q, D) - 2 * q) / 10), D, Status.VERIFIED),
        (10 * sp.Min(q, sp.sqrt(U)) - 4 * q, U, Status.VERIFIED),
        (10 * sp.Max(0, q - D) * sp.Max(0, D - 2) + 4 * q - q**3, D, Status.CHECKED),
    ],
    ids=str,
)
def test_what_is_best_on_a_grid(payoff: sp.Expr, drawn: Any, status: Status) -> None:
    found = alone(payoff)
    best = float(found.only()["q"])
    draws = LAWS[drawn].ppf((np.arange(40_001) + 0.5) / 40_001)
    worlds = sp.lambdify((q, drawn), payoff, "numpy")
    means = {place: float(np.mean(worlds(place, draws))) for place in np.linspace(0, 4 * best, 401)}
    assert max(means, key=means.__getitem__) == pytest.approx(best, abs=0.02 * best)
    assert float(found.only()["I"]) == pytest.approx(max(means.values()), rel=1e-4)
    assert found.evidence.status(About.OPTIMAL) is status


def test_a_normal_gamble_is_worth_its_certainty_equivalent() -> None:
    """With constant aversion a: the mean less a/2 of the variance, so that q = mean/(a variance)."""
    risk = random("r", normal("1/2", 4))
    found = alone(-sp.exp(-c * q * risk), {"c": "1/4"})
    assert float(found.only()["q"]) == pytest.approx(0.5, rel=1e-9)
    assert found.complete


def test_what_has_no_mean_or_no_best_decision_is_not_stated() -> None:
    assert "tails are not seen to be integrable" in alone(sp.exp(D) - q).reason
    assert "no best q was met" in alone(q * sp.exp(D / 4)).reason


def test_exponentials_of_convex_losses_are_concave_and_others_are_not_seen_to_be() -> None:
    assert is_concave_in_worlds(sp.log(1 + sp.Min(q, D)) + sp.sqrt(q), [q])
    assert not is_concave_in_worlds(sp.exp(sp.Min(q, D)), [q])
    assert not is_concave_in_worlds(sp.log(1 + sp.Max(q, D)), [q])
    assert not is_concave_in_worlds(q * sp.log(q + D), [q])


@pytest.mark.slow
def test_it_is_swept() -> None:
    demand = sp.exp(random("z", normal(0, 1)))
    own = Player("I", decides=[q], payoff=10 * sp.Min(q, demand) - c * q)
    data = sweep(Game(players=[own]), over={"c": [4, 12]})
    assert data["q"].values == pytest.approx([float(np.exp(stats.norm.ppf(0.6))), 0.0])


@pytest.mark.slow
@settings(max_examples=2)
@given(st.integers(1, 8), st.integers(1, 4), st.booleans())
def test_an_order_and_effort_at_once(cost: int, effort_cost: int, capped: bool) -> None:
    """Lognormal demand that effort shifts: e is (10 - c)/k, and q - e the quantile at (10 - c)/10, within 1e-9."""
    effort = decisions("e", within=(0, 1)) if capped else x
    payoff = (
        10 * sp.Min(q, effort + sp.exp(random("z", normal(0, 1)))) - cost * q - sp.Rational(effort_cost, 2) * effort**2
    )
    found = solve(Game(players=[Player("I", decides=[q, effort], payoff=payoff)]), at={})
    only = found.only()
    best = (10 - cost) / effort_cost
    best = min(best, 1.0) if capped else best
    assert float(only[effort.name]) == pytest.approx(best, rel=1e-9)
    assert float(only["q"] - only[effort.name]) == pytest.approx(float(np.exp(stats.norm.ppf(1 - cost / 10))), rel=1e-8)
    assert found.evidence.established
    assert found.complete


@pytest.mark.slow
def test_a_price_and_an_order_at_once_are_checked() -> None:
    price = decisions("p", within=(0, 10))
    payoff = price * sp.Min(q, (10 - price) * sp.exp(random("z", normal(0, "1/4")))) - 2 * q
    found = solve(Game(players=[Player("I", decides=[price, q], payoff=payoff)]), at={})
    draws = np.exp(stats.norm(0, 0.5).ppf((np.arange(2001) + 0.5) / 2001))
    shares = np.exp(stats.norm(0, 0.5).ppf(1 - 2 / np.linspace(2.1, 9.9, 791)))
    values = {
        at: at * np.mean(np.minimum(share, draws)) * (10 - at) - 2 * share * (10 - at)
        for at, share in zip(np.linspace(2.1, 9.9, 791), shares, strict=True)
    }
    assert float(found.only()["p"]) == pytest.approx(max(values, key=values.__getitem__), abs=0.02)
    assert float(found.only()["I"]) == pytest.approx(max(values.values()), rel=1e-3)
    assert found.evidence.status(About.OPTIMAL) is Status.CHECKED
    assert not found.complete


@settings(max_examples=30)
@given(st.data())
def test_what_is_best_of_a_concave_payoff_is_within_the_radius(data: Any) -> None:
    """Quadratic payoffs between two ends, of which the best decisions are known; near them, and at other places."""
    number = data.draw(st.integers(1, 3))
    whole = st.lists(st.integers(-3, 3), min_size=number, max_size=number)
    rows = np.array([data.draw(whole) for _ in range(number)])
    bends = -(rows.T @ rows + np.eye(number, dtype=int))
    out = data.draw(st.lists(st.sampled_from([-1, 0, 0, 1]), min_size=number, max_size=number))
    pull = [side * data.draw(st.integers(1, 3)) for side in out]
    best = [Fraction(one) for one in data.draw(whole)]
    sizes = data.draw(st.sampled_from([(0, 1, -3), (0, 10**3, -(10**4))]))
    away = [Fraction(data.draw(st.sampled_from(sizes)), 10**13) * (side == 0) for side in out]

    def slopes(at: Any) -> list[Any]:
        apart = [one - other for one, other in zip(at, best, strict=True)]
        return [ball(pull[i] + sum(int(bends[i, j]) * apart[j] for j in range(number))) for i in range(number)]

    place = [one + other for one, other in zip(best, away, strict=True)]
    units = [abs(one) or Fraction(1) for one in best]
    scale = np.outer([float(one) for one in units], [float(one) for one in units])
    radius = radius_of_best(slopes, place, units, bends * scale, out)
    assert radius is not None or max(map(abs, away)) > Fraction(1, 10**12)
    if radius is not None:
        assert radius < Fraction(1, 10**8)
        assert all(abs(one) <= radius * unit for one, unit in zip(away, units, strict=True))
    if 0 in out:
        i = out.index(0)
        moved = [one + units[j] * (j == i) for j, one in enumerate(place)]
        assert radius_of_best(slopes, moved, units, bends * scale, out) is None


def test_what_is_decided_when_a_cost_is_known_is_answered_first() -> None:
    own = Player("I", decides=[q, x], payoff=2 * x - x**2 / U + q - q**2)
    with pytest.raises(DeclarationError, match="x is decided when something random is known"):
        Game(players=[own], order=[q, U, x])


def test_of_several_movers_kinks_are_solved_where_their_mean_is_written_out() -> None:
    """What the error says to do: lognormal demand of median 50, at whose kink everybody's payoff is written by erf."""
    deviation, w = sp.Rational(1, 4), decisions("w")
    law = stats.lognorm(s=0.25, scale=50)

    def below(place: sp.Expr) -> sp.Expr:
        return (1 + sp.erf(place / sp.sqrt(2))) / 2

    def sold(stock: sp.Expr) -> sp.Expr:
        place = sp.log(stock / 50) / deviation
        return 50 * sp.exp(deviation**2 / 2) * below(place - deviation) + stock * (1 - below(place))

    draws = law.ppf((np.arange(20_000) + 0.5) / 20_000)
    assert float(sold(sp.Integer(40))) == pytest.approx(np.minimum(40, draws).mean(), rel=1e-6)
    maker = Player("M", decides=[w], payoff=(w - 3) * q)
    shop = Player("R", decides=[q], payoff=10 * sold(q) - w * q)
    led = solve(Game(players=[maker, shop], order=["M", "R"]), at={})
    order = np.linspace(1, 99, 98_001)
    best = order[np.argmax((10 * law.sf(order) - 3) * order)]
    assert (float(led.only()["q"]), float(led.only()["w"])) == pytest.approx((best, 10 * law.sf(best)), rel=1e-4)
    # Each serves what a quarter of the other's stock leaves of demand.
    rivals = [
        Player(name, decides=[own], payoff=10 * (sold(own + other / 4) - other / 4) - 4 * own)
        for name, own, other in (("A", q, x), ("B", x, q))
    ]
    both = solve(Game(players=rivals), at={}).only()
    assert [float(both[name]) for name in ("q", "x")] == pytest.approx([law.ppf(0.6) / 1.25] * 2, rel=1e-9)
    for found in (led, both):
        assert found.evidence.status(About.EXISTS) is Status.VERIFIED
        assert found.evidence.status(About.OPTIMAL) is Status.CHECKED


def test_what_is_refused() -> None:
    players = [
        Player("I", decides=[q], payoff=sp.Min(q, sp.exp(Z)) - x * q),
        Player("J", decides=[x], payoff=x * q - x**2),
    ]
    with pytest.raises(DeclarationError, match=r"the expected value over Z has no closed form.* for one player"):
        solve(Game(players=players), at={})
    with pytest.raises(DeclarationError, match="the expected value over D, Z has no closed form"):
        alone(sp.Min(q, sp.exp(Z) + sp.exp(-D)))


def chance_by_hand(drawn: Any, at: sp.Expr) -> sp.Expr:
    return 1 - sp.exp(-at / 2) if drawn is D else probability(drawn < at)


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        (Z, r"probability\(Z < x\); exp\(Z\) if it is, else 0, has the mean exp\(3\)\*probability\(Z < x - 4\)$"),
        (D, r"D is below x with the chance 1 - exp\(-x/\(2\)\)$"),
        (U, r"U is below x with the chance probability\(U < x\)$"),
    ],
)
def test_what_is_refused_of_several_movers_says_how_it_is_written_by_hand(drawn: Any, words: str) -> None:
    shop = Player("shop", decides=[q], payoff=8 * sp.Min(q, sp.exp(drawn)) - x * q)
    maker = Player("maker", decides=[x], payoff=(x - 1) * q)
    with pytest.raises(DeclarationError, match=words):
        solve(Game(players=[maker, shop], order=["maker", "shop"]), at={})
    stock, shift = 6.0, np.log(6) - 4
    below = chance_by_hand(drawn, sp.log(stock))
    grid = LAWS[drawn].ppf((np.arange(200_000) + 0.5) / 200_000)
    assert float(below) == pytest.approx((grid < np.log(stock)).mean(), abs=1e-5)
    if drawn is Z:
        sold = sp.exp(3) * probability(shift > Z) + stock * (1 - below)
        assert float(sold) == pytest.approx(np.minimum(stock, np.exp(grid)).mean(), rel=1e-4)
