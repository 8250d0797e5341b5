"""Demand from buyers: against buyers who are counted one by one, and against what is known of classic markets."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache

import pytest
import sympy as sp

from grids.buyers import counted
from lsec_models import Buyers, Game, Market, Player, decisions, parameters, prove, solve, uniform
from lsec_models.errors import DeclarationError, LsecError, OutsideDomain, SeveralSolutions, UnknownName

V, t, c, s = parameters("V t c s", positive=True)
x, theta = parameters("x theta")
p, r = decisions("p r")
UNIT = {x: uniform(0, 1)}
LINE = Buyers(options={"live": V - p - t * x, "shop": V - r - t * (1 - x), "nothing": 0}, taste=UNIT)
CELLS = 240


def number(value):
    return Fraction(int(value.p), int(value.q))


def straight(worth):
    """Return a linear function of the taste, in fractions."""
    start, slope = number(worth.subs(x, 0)), number(worth.diff(x))
    return lambda taste: start + slope * taste


@cache
def random_buyers(seed):
    """Return buyers with up to four options whose slopes are multiples of t or of numbers, some of them equal."""
    draw = random.Random(seed)
    names = ["a", "b", "d", "e"][: draw.randint(2, 4)]
    prices = decisions(" ".join(f"p_{name}" for name in names))
    worth = {
        name: draw.choice([V, 2 * V, sp.Integer(draw.randint(0, 3))]) - price + draw.randint(-3, 3) * t * x
        for name, price in zip(names, prices, strict=True)
    }
    if draw.random() < 0.5:
        worth["nothing"] = sp.Integer(0)
    low = draw.choice([sp.Integer(0), sp.Integer(-1), -s])
    return Buyers(options=worth, taste={x: uniform(low, draw.choice([1, 2 + s]))}, mass=draw.choice([1, s]))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_demand_and_surplus_are_those_of_buyers_who_are_counted(seed):
    buyers, draw = random_buyers(seed), random.Random(seed)
    met = set()
    for _ in range(15):
        point = {symbol: Fraction(draw.randint(1, 24), draw.choice([5, 7, 8])) for symbol in buyers.domain.ring.symbols}
        values = {symbol: sp.Rational(value.numerator, value.denominator) for symbol, value in point.items()}
        utilities = {name: straight(worth.subs(values)) for name, worth in buyers.options.items()}
        (law,) = buyers.taste.values()
        low, high, mass = (number(part.subs(values)) for part in (law.low, law.high, buyers.mass))
        try:
            found = buyers.at(point)
        except SeveralSolutions:
            continue
        demand, surplus = counted(utilities, low, high, mass, CELLS)
        met.add(found.name)
        assert sum(found.demand.values()) == buyers.mass.subs(values)
        for option, share in demand.items():
            assert abs(number(found.demand[option]) - share) <= mass * Fraction(len(utilities), CELLS)
        # Between grid and integral: a cell's width times a slope, and twice that in the cells with a cut.
        steepest = 6 * point.get(t, 0) * (high - low)
        assert abs(number(found.surplus) - surplus) <= mass * steepest * len(utilities) / CELLS
    assert met


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_where_cases_touch_they_say_the_same_and_surplus_falls_in_a_price_by_demand(seed):
    buyers = random_buyers(seed)
    for case in buyers.cases:
        for option, worth in buyers.options.items():
            for price in worth.free_symbols & set(decisions("p_a p_b p_d p_e")):
                assert sp.cancel(case.surplus.diff(price) + case.demand[option]) == 0
    draw = random.Random(seed)
    for _ in range(15):
        point = {symbol: sp.Integer(draw.randint(1, 3)) for symbol in buyers.domain.ring.symbols}
        held = [case for case in buyers.cases if all(relation.subs(point) == sp.true for relation in case.conditions)]
        assert len({tuple(value.subs(point) for value in case.demand.values()) for case in held}) <= 1
        assert len({case.surplus.subs(point) for case in held}) <= 1


def duopoly(case, *costs, **more):
    firms = [
        Player(name, decides=[price], payoff=(price - cost) * case.demand[name])
        for name, price, cost in zip(("live", "shop"), (p, r), costs, strict=True)
    ]
    return Game(players=firms, assuming=case.assuming, constraints=case.constraints, **more)


def test_hotelling_and_when_its_market_is_covered():
    case = LINE.case("live", "shop")
    found = solve(duopoly(case, c, c, report={"surplus": case.surplus}))
    assert found["p"] == found["r"] == c + t
    assert sp.simplify(found["surplus"] - (V - c - 5 * t / 4)) == 0
    assert [str(condition.relation) for condition in found.domain.conditions] == ["2*V >= 2*c + 3*t"]
    assert prove(case.holds_in(found), given=[found])
    alone = solve(Game(players=duopoly(case, c, c).players))
    assert str(prove(case.holds_in(alone), given=[alone, LINE.domain]).condition) == "2*V >= 2*c + 3*t"


def test_hotelling_with_different_costs():
    k1, k2 = parameters("k1 k2", positive=True)
    found = solve(
        duopoly(LINE.case("live", "shop"), k1, k2, report={"share": LINE.case("live", "shop").demand["live"]})
    )
    assert sp.expand(found["p"] - t - (2 * k1 + k2) / 3) == 0
    assert sp.expand(found["share"] - sp.S.Half - (k2 - k1) / (6 * t)) == 0


def test_two_locations_and_quadratic_transport():
    """What every option costs alike, here t x^2, does not change who buys what."""
    x1, x2 = parameters("x1 x2", nonnegative=True)
    worth = {name: V - price + 2 * t * at * x - t * at**2 for name, price, at in (("live", p, x1), ("shop", r, x2))}
    case = Buyers(options=worth, taste=UNIT, assuming=[x1 < x2]).case("live", "shop")
    found = solve(duopoly(case, c, c))
    assert sp.expand(found["p"] - c - t * (x2 - x1) * (2 + x1 + x2) / 3) == 0
    assert sp.expand(found["live"] - t * (x2 - x1) * (2 + x1 + x2) ** 2 / 18) == 0


def test_two_qualities():
    """Tastes for quality that start at zero: the poorer good sells, and somebody buys nothing."""
    high, low = parameters("h l", positive=True)
    worth = {"live": theta * high - p, "shop": theta * low - r, "nothing": 0}
    buyers = Buyers(options=worth, taste={theta: uniform(0, 1)}, assuming=[high > low])
    case = buyers.case("nothing", "shop", "live")
    assert case.name == "nothing | shop | live"
    found = solve(duopoly(case, 0, 0))
    assert sp.simplify(found["p"] - 2 * high * (high - low) / (4 * high - low)) == 0
    assert sp.simplify(found["r"] - low * (high - low) / (4 * high - low)) == 0


def test_a_monopolist_sells_one_quality_where_a_better_one_costs_nothing():
    high, low = parameters("h l", positive=True)
    buyers = Buyers(
        options={"live": theta * high - p, "shop": theta * low - r, "nothing": 0},
        taste={theta: uniform(0, 1)},
        assuming=[high > low],
    )
    demand = buyers.case("nothing", "shop", "live").demand
    found = solve(Game(players=[Player("firm", decides=[p, r], payoff=p * demand["live"] + r * demand["shop"])]))
    assert sp.simplify(demand["shop"].subs({p: found["p"], r: found["r"]})) == 0
    assert sp.simplify(found["p"] - high / 2) == 0


def test_returns():
    """Su (2009): what the good is worth is known after buying; who likes it less than the refund sends it back."""
    refund = parameters("R", nonnegative=True)
    after = Buyers(options={"keep": x, "return": refund}, taste=UNIT, assuming=[refund < 1]).case("keep", "return")
    assert sp.expand(after.surplus - (1 + refund**2) / 2) == 0
    before = Buyers(options={"buy": after.surplus - p, "nothing": 0}, assuming=after.conditions)
    assert str(before.case("buy").constraints) == "(R**2 + 1 > 2*p,)"
    full = Buyers(options={"keep": x - p, "return": 0}, taste=UNIT).case("keep", "return").demand
    found = solve(Game(players=[Player("firm", decides=[p], payoff=p * full["keep"] + s * full["return"])]))
    assert sp.expand(found["p"] - (1 + s) / 2) == 0
    assert sp.expand(found["firm"] - (1 + s) ** 2 / 4) == 0


def test_welfare_does_not_depend_on_what_buyers_pay_to_whom():
    for case in LINE.cases:
        total = case.welfare([(p - c) * case.demand["live"], (r - c) * case.demand["shop"]])
        values = {V: 5, t: 2, c: 1}
        if case.name == "live | shop":
            # Both prices up by one: the same buyers, the same welfare.
            assert sp.expand((total - total.subs({p: p + 1, r: r + 1}, simultaneous=True)).subs(values)) == 0
        if case.name == "live":
            assert total == sp.expand(V - c - t / 2)


def test_segments_add_up():
    share = parameters("phi", positive=True)
    fans = Buyers(options={"live": 1 - p, "nothing": 0}, mass=share)
    worth = {"live": x - p, "shop": s * x - r, "nothing": 0}
    others = Buyers(options=worth, taste=UNIT, mass=1 - share, assuming=[share < 1, s < 1])
    market = Market(segments={"fans": fans, "others": others})
    point = {"phi": "1/4", "p": "1/2", "r": "1/10", "s": "1/2"}
    found = market.at(point)
    rest = others.at(point)
    assert found.name == f"fans: live; others: {rest.name}"
    assert found.demand["live"] == sp.Rational(1, 4) + rest.demand["live"]
    assert found.demand["shop"] == rest.demand["shop"] > 0
    assert found.surplus == sp.Rational(1, 8) + rest.surplus
    assert market.case(fans=["live"], others=["live", "nothing"]).demand["shop"] == 0
    with pytest.raises(UnknownName, match="others"):
        market.case(fans=["live"])
    with pytest.raises(UnknownName, match="did you mean"):
        fans.case("life")


def test_ties_of_equal_slopes_are_in_no_case():
    same = Buyers(options={"A": V - p - x, "B": V - r - x}, taste=UNIT)
    assert [case.name for case in same.cases] == ["A", "B"]
    assert same.at({"V": 1, "p": 1, "r": 2}).demand["A"] == 1
    with pytest.raises(SeveralSolutions, match="move a price"):
        same.at({"V": 1, "p": 1, "r": 1})
    with pytest.raises(OutsideDomain, match="p is declared nonnegative"):
        same.at({"V": 1, "p": -1, "r": 1})


a, b = parameters("a b", positive=True)


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ({"options": {"A": a * x - p, "B": b * x - r}, "taste": UNIT}, "assuming="),
        ({"options": {"A": x**2 - p, "B": 0}, "taste": UNIT}, "not linear in the taste x"),
        ({"options": {"A": 1 / (x + 1) - p, "B": 0}, "taste": UNIT}, "not linear in the taste x"),
        ({"options": {"A": x - p, "B": x - p}, "taste": UNIT}, "the same to every buyer"),
        ({"options": {"A": x - p}, "taste": {x: (0, 1)}}, "x: uniform"),
        ({"options": {"A": x - p}, "taste": {p: uniform(0, 1)}}, "write a symbol and its law"),
        ({"options": {"A": x - p}, "taste": {x: uniform(0, x)}}, "options= alone"),
        ({"options": {"A": x - p}, "taste": {x: uniform(a, b)}}, "a < b"),
        ({"options": {"A": x - p}, "taste": {x: uniform(0, 1), theta: uniform(0, 1)}}, "Market"),
        ({"options": {"A": x - p}, "taste": UNIT, "mass": a - b}, "not negative"),
        ({"options": {}, "taste": UNIT}, "options"),
        ({"options": {"A": "x - p"}, "taste": UNIT}, "the text is not a number"),
        ({"options": {"A": sp.exp(x)}, "taste": UNIT}, "not a rational function"),
    ],
)
def test_what_is_no_market_is_refused(declared, words):
    with pytest.raises(LsecError, match=words):
        Buyers(**declared)


def test_the_way_out_of_an_unknown_order_exists():
    worth = {"A": a * x - p, "B": b * x - r}
    for known in (a > b, b > a):
        assert len(Buyers(options=worth, taste=UNIT, assuming=[known]).cases) == 3
    assert Buyers(options={"A": x - p}, taste={x: uniform(a, b)}, assuming=[a < b]).cases[0].demand["A"] == 1


@pytest.mark.parametrize("ends", [(1, 0), (1, 1), (a, a), (0, "high"), (0, float("inf"))])
def test_a_law_has_two_ends(ends):
    with pytest.raises(DeclarationError, match="uniform"):
        uniform(*ends)


def test_a_market_is_made_of_buyers():
    for segments in ({}, {"fans": 3}, [LINE]):
        with pytest.raises(DeclarationError, match="segments"):
            Market(segments=segments)


def firms(case):
    return duopoly(case, c, c)


@pytest.mark.slow
@pytest.mark.parametrize("sells", [("live", "shop"), ("live", "nothing", "shop")])
def test_nobody_gains_in_another_case_where_that_is_so(sells):
    """Covered, or two local monopolies: between them, where both conditions fail, prices are at the kink."""
    found = solve(firms(LINE.case(*sells)))
    assert prove(LINE.no_gain(firms, found), given=[found, LINE.domain])


share = parameters("phi", positive=True)
LOYAL = Market(
    segments={
        "fans": Buyers(options={"live": 2 - p, "nothing": 0}, mass=share),
        "others": Buyers(
            options={"live": x - p, "nothing": 0}, taste={x: uniform(0, 1)}, mass=1 - share, assuming=[2 * share < 1]
        ),
    }
)


def seller(case):
    own = Player("streamer", decides=[p], payoff=p * case.demand["live"])
    return Game(players=[own], assuming=case.assuming, constraints=case.constraints)


@pytest.mark.slow
def test_a_price_for_all_is_left_for_a_price_for_fans():
    """The best price at which others buy too; raised to almost 2 it sells to fans alone, which pays if many are."""
    found = solve(seller(LOYAL.case(fans=["live"], others=["live", "nothing"])))
    verdict = prove(LOYAL.no_gain(seller, found), given=[found, LOYAL.domain])
    assert verdict.status == "mixed"

    def profit(price, fans):
        demand = LOYAL.at({"phi": fans, "p": price}).demand["live"]
        return price * demand

    for point, gains in ((verdict.counterexample, True), (verdict.witness, False)):
        fans = sp.Rational(str(point["phi"]))
        before = found.at({"phi": fans})["streamer"]
        assert bool(profit(sp.Rational(str(point["p"])), fans) > before) is gains
    many, few = sp.Rational(2, 5), sp.Rational(1, 10)
    prices = [sp.Rational(i, 50) for i in range(1, 100)]
    assert max(profit(price, many) for price in prices) > found.at({"phi": many})["streamer"]
    assert max(profit(price, few) for price in prices) <= found.at({"phi": few})["streamer"]


def test_who_answers_later_is_not_left_out_of_a_deviation():
    def in_turn(case):
        return firms(case).with_order(["live", "shop"])

    found = solve(in_turn(LINE.case("live", "shop")))
    with pytest.raises(DeclarationError, match="the last stage"):
        LINE.no_gain(in_turn, found)


def test_at_a_point():
    found = solve(firms(LINE.case("live", "shop")), at={"V": 10, "t": 1, "c": 1}).only()
    assert LINE.case("live", "shop").holds_in(found) == sp.true
    assert LINE.case("live", "nothing").holds_in(found) == sp.false
    assert prove(LINE.no_gain(firms, found), given=LINE.domain)
    few = solve(seller(LOYAL.case(fans=["live"], others=["live", "nothing"])), at={"phi": "1/10"}).only()
    many = solve(seller(LOYAL.case(fans=["live"], others=["live", "nothing"])), at={"phi": "2/5"}).only()
    assert prove(LOYAL.no_gain(seller, few), given=LOYAL.domain)
    assert prove(LOYAL.no_gain(seller, many), given=LOYAL.domain).status == "mixed"


def test_a_deviation_stays_between_the_ends_of_a_decision():
    """Fans would pay 2, but no price is above 1."""
    capped = decisions("p", within=(0, 1))
    parts = {
        name: Buyers(
            options={option: worth.subs(p, capped) for option, worth in buyers.options.items()},
            taste=buyers.taste,
            mass=buyers.mass,
            assuming=buyers.assuming,
        )
        for name, buyers in LOYAL.segments.items()
    }
    market = Market(segments=parts)

    def game(case):
        own = Player("streamer", decides=[capped], payoff=capped * case.demand["live"])
        return Game(players=[own], assuming=case.assuming, constraints=case.constraints)

    found = solve(game(market.case(fans=["live"], others=["live", "nothing"])))
    assert prove(market.no_gain(game, found), given=[found, market.domain])


def test_cases_of_segments_that_exclude_each_other_are_none_together():
    """Whoever is loyal buys up to twice the price at which fans stop."""
    fans = Buyers(options={"live": V - p, "nothing": 0})
    loyal = Buyers(options={"live": 2 * V - p, "nothing": 0})
    market = Market(segments={"fans": fans, "loyal": loyal})
    assert len(market.cases) == 3
    with pytest.raises(UnknownName, match="no case 'fans: live; loyal: nothing'"):
        market.case(fans=["live"], loyal=["nothing"])


def test_an_option_that_is_worse_than_one_or_another_everywhere_sells_nothing():
    """Either u or s - u is positive: no price of the first option is low enough."""
    u = parameters("u")
    worth = {"a": x - p, "b": x - p + u, "d": x - p + s - u}
    cases = Buyers(options=worth, taste=UNIT).cases
    assert cases
    assert all(case.demand["a"] == 0 for case in cases)
