from __future__ import annotations

import random
import re
from collections.abc import Callable

import numpy as np
import pytest
import sympy as sp

from families.smooth_chains import MANY_ZOOMS, drawn_chain, judged, played
from lsec_models import Game, Player, audit, decisions, others, parameters, solve, to_latex, total, uniform
from lsec_models import random as random_symbol
from lsec_models.errors import DeclarationError, NotSmooth, UnknownName
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.results.solutions import Solutions

a, b, beta, c = parameters("a b beta c", positive=True)
w, m, p, e = decisions("w m p e")
SHARE = sp.exp(a - b * p) / (1 + sp.exp(a - b * p))


def chain(demand: sp.Expr) -> Game:
    maker = Player("maker", decides=[w], payoff=(w - c) * demand)
    seller = Player("seller", decides=[p], payoff=(p - w) * demand)
    return Game(players=[maker, seller], order=["maker", "seller"])


@pytest.mark.parametrize("number", [1.02, 1.5, 2, 4])
def test_an_isoelastic_chain_has_the_margins_that_are_known(number: float) -> None:
    found = solve(chain(p**-beta), at={"beta": number, "c": 3}).only()
    rise = number / (number - 1)
    assert float(found["w"]) == pytest.approx(3 * rise, rel=1e-12)
    assert float(found["p"]) == pytest.approx(3 * rise**2, rel=1e-12)
    assert found.evidence.status(About.EXISTS) is Status.VERIFIED


@pytest.mark.parametrize("number", [1.02, 1.3, 2, 4])
def test_an_isoelastic_chain_of_three_has_the_margins_that_are_known(number: float) -> None:
    demand = p**-beta
    maker = Player("maker", decides=[w], payoff=(w - c) * demand)
    host = Player("host", decides=[m], payoff=(m - w) * demand)
    seller = Player("seller", decides=[p], payoff=(p - m) * demand)
    game = Game(players=[maker, host, seller], order=["maker", "host", "seller"])
    found = solve(game, at={"beta": number, "c": 3}).only()
    rise = number / (number - 1)
    prices = [float(found[name]) for name in ("w", "m", "p")]
    assert prices == pytest.approx([3 * rise, 3 * rise**2, 3 * rise**3], rel=1e-12)
    host, seller = (Player(n, decides=[d], payoff=x * demand) for n, d, x in (("host", m, m), ("seller", p, p - w - m)))
    margins = Game(players=[maker, host, seller], order=["maker", "host", "seller"])
    assert float(solve(margins, at={"beta": number, "c": 1}).only()["p"]) == pytest.approx(rise**3, rel=1e-12)


def test_what_is_not_answered_is_named() -> None:
    found = solve(chain(p**-beta), at={"beta": 2, "c": 3})
    [row] = [row for row in found.evidence.findings if row.about is About.OFF_PATH]
    assert row.detail.endswith("such as w = 0")  # Of what costs nothing nobody can sell enough.


def test_exponential_demand_has_constant_margins_in_three_stages() -> None:
    demand = a * sp.exp(-b * p)
    host = Player("host", decides=[m], payoff=m * demand)
    maker = Player("maker", decides=[w], payoff=(w - c) * demand)
    seller = Player("seller", decides=[p], payoff=(p - w - m) * demand)
    game = Game(players=[maker, host, seller], order=["maker", "host", "seller"], report={"sales": demand})
    found = solve(game, at={"a": 7, "b": "1/4", "c": 2}).only()
    assert [float(found[name]) for name in ("w", "m", "p")] == pytest.approx([6, 4, 14], rel=1e-12)
    assert float(found["sales"]) == pytest.approx(7 * float(sp.exp(sp.Rational(-7, 2))), rel=1e-12)
    assert found.kind == "candidate"
    assert found.evidence.status(About.EXISTS) is Status.VERIFIED


def test_a_logit_duopoly_meets_its_first_order_condition() -> None:
    p_1, p_2 = decisions("p_1 p_2")
    whole = 1 + sp.exp(a - b * p_1) + sp.exp(a - b * p_2)
    firms = [
        Player(name, decides=[price], payoff=(price - c) * sp.exp(a - b * price) / whole)
        for name, price in (("one", p_1), ("two", p_2))
    ]
    found = solve(Game(players=firms), at={"a": 2, "b": 1, "c": 1}).only()
    price = float(found["p_1"])
    share = float(sp.exp(2 - price) / (1 + 2 * sp.exp(2 - price)))
    assert price - 1 == pytest.approx(1 / (1 - share), rel=1e-12)
    assert float(found["p_2"]) == pytest.approx(price, rel=1e-12)


def test_demand_that_is_not_elastic_has_no_candidate() -> None:
    found = solve(chain(p**-beta), at={"beta": 0.8, "c": 3})
    assert found.status == "open"
    assert "were found from 64 starts" in str(found)
    with pytest.raises(UnknownName, match="no quantity 'w' here: Not resolved"):
        found.summary().only(["w"])


@pytest.mark.parametrize("part", [sp.floor(p), sp.gamma(p), sp.Abs(p - 1), sp.sin(p), sp.I], ids=str)
def test_the_part_that_is_not_smooth_is_named(part: sp.Expr) -> None:
    for payoff in (p * sp.exp(-p) + part, p * sp.exp(-p * part), p**-beta * part):
        with pytest.raises(NotSmooth, match=re.escape(f"the part {part} is not made of sums, products, powers, exp")):
            solve(Game(players=[Player("shop", decides=[p], payoff=payoff)]), at={"beta": 2})


def test_why_nothing_is_found_says_what_to_give() -> None:
    def alone(own: sp.Symbol, payoff: sp.Expr) -> Solutions:
        return solve(Game(players=[Player("shop", decides=[own], payoff=payoff)]), at={})

    far = decisions("far", within=(1001, 1100))
    payoffs = [lambda own: sp.exp(-own) * sp.log(own - 1000) - own, lambda own: own * sp.exp(own / 1000)]
    words = ("payoff of shop is a finite", "may rise without end")
    for payoff, why, best in zip(payoffs, words, (1001, 1100), strict=True):
        found = alone(p, payoff(p))
        assert why in found.reason
        assert "within=(low, high)" in found.reason
        assert float(alone(far, payoff(far)).only()["far"]) == pytest.approx(best)


def test_a_stationary_point_far_below_the_best_is_refuted() -> None:
    two_segments = p * (sp.exp(-8 * p) + sp.exp(-p) / 10)
    found = solve(Game(players=[Player("shop", decides=[p], payoff=two_segments)]), at={}).only()
    assert float(found["shop"]) > 0.05  # The other maximum, near p = 1, earns 0.037.
    [row] = [row for row in found.evidence.findings if row.about is About.COMPLETE]
    numbers = re.fullmatch(r"refuted: p = (\S+), where shop gains (\S+) of its payoff by p = (\S+)", row.detail)
    assert numbers is not None
    other, gain, price = map(float, numbers.groups())
    assert float(two_segments.diff(p).subs(p, other)) == pytest.approx(0, abs=1e-4)
    earned = [float(two_segments.subs(p, number)) for number in (other, price)]
    assert gain == pytest.approx(earned[1] / earned[0] - 1, rel=0.05)


@pytest.mark.parametrize("within", [(0, 40), (None, None)])
def test_what_refutes_a_candidate_leads_to_a_hill_between_starts(within: tuple[int | None, int | None]) -> None:
    hill = decisions("hill", within=within)
    payoff = sp.log(1 + hill) - 0.59 * hill + 0.77 * sp.exp(-4000 * (hill - 0.76) ** 2)
    found = solve(Game(players=[Player("shop", decides=[hill], payoff=payoff)]), at={}).only()
    assert float(found["hill"]) == pytest.approx(0.76, abs=1e-4)


def test_a_leader_is_refuted_by_what_is_best_just_before_the_follower_jumps() -> None:
    # Below w = 0.0888 the seller has a low price, and the maker earns 0.0087: more than 0.00725 at w = 1.4.
    w, p = decisions("w p", within=(0, 8))
    demand = sp.exp(-10.04 * p) + sp.exp(-0.73 * p) / 25
    maker = Player("maker", decides=[w], payoff=(w - 0.03) * demand)
    seller = Player("seller", decides=[p], payoff=(p - w) * demand)
    found = solve(Game(players=[maker, seller], order=["maker", "seller"]), at={})
    assert found.status == "open"
    assert "maker gains 0." in found.reason


def test_coordination_has_all_its_equilibria() -> None:
    x, y = decisions("x y")
    spill = 4 * x * y**2 / (1 + y**2), 4 * y * x**2 / (1 + x**2)
    players = [
        Player(name, decides=[own], payoff=gain + own * sp.exp(-9) - own**2)
        for name, own, gain in (("one", x, spill[0]), ("two", y, spill[1]))
    ]
    found = solve(Game(players=players), at={})
    assert sorted(float(one["x"]) for one in found) == pytest.approx([6.17e-5, 0.98889, 1.01111], rel=1e-3)


def test_of_followers_who_coordinate_an_answer_that_is_not_stable_is_left_open() -> None:
    x, y = decisions("x y")
    spill = 4 * x * y**2 / (1 + y**2), 4 * y * x**2 / (1 + x**2)
    followers = [
        Player(name, decides=[own], payoff=gain + own * sp.exp(-9) - own**2)
        for name, own, gain in (("one", x, spill[0]), ("two", y, spill[1]))
    ]
    leader = Player("leader", decides=[w], payoff=x + y - (w - sp.Rational(1, 2)) ** 2)
    found = solve(Game(players=[leader, *followers], order=["leader", ("one", "two")]), at={})
    # Without the leader, x = y = 0.98889 is an equilibrium too.
    if len(found) < 3:
        assert found.evidence.status(About.COMPLETE) is Status.OPEN


@pytest.mark.parametrize(("numbers", "effort", "regime"), [((4, 1), 3, "interior"), ((1, 2), 0, "e = 0")])
def test_effort_stops_at_its_end(numbers: tuple[int, int], effort: int, regime: str) -> None:
    host = Game(players=[Player("host", decides=[e], payoff=a * sp.sqrt(1 + e) - b * e)])
    found = solve(host, at={"a": numbers[0], "b": numbers[1]}).only()
    assert float(found["e"]) == pytest.approx(effort, abs=1e-9)
    assert found.regime == regime


def test_an_end_is_named_as_it_is_declared() -> None:
    capped = decisions("p", within=(0, a + sp.Rational(1, 2)))
    game = Game(players=[Player("host", decides=[capped], payoff=sp.log(1 + capped))])
    assert solve(game, at={"a": 1}).only().regime == "p = a + 1/2"


@pytest.mark.slow
def test_a_share_stays_between_its_ends_and_an_audit_that_shares_nothing_agrees() -> None:
    share = decisions("share", within=(0, 1))
    host = Player("host", decides=[share], payoff=share * p * sp.exp(-p))
    brand = Player("brand", decides=[p], payoff=((1 - share) * p - c) * sp.exp(-p))
    found = solve(Game(players=[host, brand], order=["host", "brand"]), at={"c": 0.1})
    price = float(found.only()["p"])
    assert price == pytest.approx(1 + 0.1 / (1 - float(found.only()["share"])), rel=1e-12)
    assert audit(found).audits[-1].passed()
    assert "lambda" not in to_latex(found)


def test_firms_that_are_alike_are_solved_by_one_of_them() -> None:
    q = decisions("q")
    firm = Player("firm", decides=[q], payoff=q * (sp.exp(-total(q)) - c), copies=3)
    found = solve(Game(players=[firm]), at={"c": 0.1})
    quantity = float(found.only()["q"])
    assert (1 - quantity) * float(sp.exp(-3 * quantity)) == pytest.approx(0.1, rel=1e-9)


@pytest.mark.parametrize("rename", [False, True])
def test_units_and_names_change_nothing(rename: bool) -> None:
    unit = 1000
    at = {"a": 2, "b": 1, "c": 0.1}
    plain = solve(chain(SHARE), at=at).only()
    money = solve(chain(SHARE), at=at | {"b": 1 / unit, "c": 0.1 * unit}).only()
    assert float(money["p"]) == pytest.approx(unit * float(plain["p"]), rel=1e-9)
    if rename:
        z, y = decisions("z y")
        images = {w: z, p: y}
        renamed = Game(
            players=[
                Player("z maker", decides=[z], payoff=((w - c) * SHARE).subs(images)),
                Player("a seller", decides=[y], payoff=((p - w) * SHARE).subs(images)),
            ],
            order=["z maker", "a seller"],
        )
        assert float(solve(renamed, at=at).only()["y"]) == pytest.approx(float(plain["p"]), rel=1e-12)


FAR_BETTER = p * sp.exp(-8 * p) + p * sp.exp(-p) / 20


def alone(payoff: sp.Expr, decision: sp.Symbol = p, **more: object) -> Game:
    return Game(players=[Player("shop", decides=[decision], payoff=payoff)], **more)


def test_losses_far_away_do_not_hide_a_gain() -> None:
    hills = -((p - 2) ** 2) * (p - 9) ** 2 + p / 10 - sp.exp(10 * p) / sp.Integer(10) ** 30
    found = solve(alone(hills), at={})  # Near p = 7.09, too, all conditions hold; it earns -100.
    assert [float(one["p"]) for one in found] == pytest.approx([2.001], rel=1e-4)


@pytest.mark.parametrize("constant", [0, 10**6, -(10**7), 10**8])
def test_a_constant_in_a_payoff_hides_no_gain(constant: int) -> None:
    prices = [float(one["p"]) for one in solve(alone(FAR_BETTER + constant), at={})]
    assert all(price == pytest.approx(0.13926, rel=1e-4) for price in prices)
    assert prices or abs(constant) > 10**6


@pytest.mark.parametrize(
    "payoff",
    [
        p * sp.exp(-p) + sp.exp(p - 90),  # Without bound beyond p = 90.
        p * sp.exp(-p) - sp.log(p) / 1000,  # Without bound towards p = 0.
        2 * sp.Max(p - 1, 0) + p * sp.exp(-p) - p,  # At p = 0 nothing is earned, at p = 4 about 2.
        sp.exp(2),  # Whatever is decided, the same is earned.
        sp.exp(a),  # Whatever is decided, the same is earned.
        p * sp.exp(-p) / sp.Integer(10) ** 320,  # Too small to have digits.
    ],
)
def test_what_is_no_optimum_is_no_candidate(payoff: sp.Expr) -> None:
    assert not list(solve(alone(payoff), at={"a": 1} if payoff.has(a) else {}))


@pytest.mark.parametrize("unit", [1e-12, 1e-9, 1e-3, 1e6, 1e12])
def test_prices_in_any_unit_are_found(unit: float) -> None:
    price = float(solve(alone(p * sp.exp(-a * p)), at={"a": 1 / unit}).only()["p"])
    assert price == pytest.approx(unit, rel=1e-9)


def test_ends_are_kept_in_any_unit() -> None:
    h = decisions("h", within=(0, sp.Rational(1, 10**10)))
    found = solve(alone(h * sp.exp(-2 * 10**9 * h), h), at={}).only()  # It would like 5e-10.
    assert float(found["h"]) == pytest.approx(1e-10, rel=1e-12)
    assert found.regime != "interior"


@pytest.mark.parametrize(("slope", "end"), [(1.2, 1), (1.9, 0)])
def test_of_two_ends_the_better_one_is_the_candidate(slope: float, end: int) -> None:
    h = decisions("h", within=(0, 1))
    assert float(solve(alone(sp.exp(h) - a * h, h), at={"a": slope}).only()["h"]) == end


def test_equilibria_at_ends_and_unstable_ones_are_found_beside_each_other() -> None:
    x, y = decisions("x y")
    players = [
        Player(name, decides=[own], payoff=own * sp.exp(-own - 3 * other) - c * own)
        for name, own, other in (("one", x, y), ("two", y, x))
    ]
    for order in (players, players[::-1]):
        found = solve(Game(players=order), at={"c": 0.3})
        assert sorted(float(one["x"]) for one in found) == pytest.approx([0, 0.2342638, 0.5035999], rel=1e-6)


def test_a_follower_who_may_do_nothing_answers_by_its_best() -> None:
    # Whoever works at all works for about 1, and does so from a wage of about 1 on; below, it does nothing.
    effort = 1 / (1 + sp.exp(-20 * (e - 1)))
    maker = Player("maker", decides=[w], payoff=3 * e - w - sp.exp(-w) / 100)
    worker = Player("worker", decides=[e], payoff=w * effort - e + sp.Rational(1, 2) * w * sp.exp(-9))
    found = solve(Game(players=[maker, worker], order=["maker", "worker"]), at={})
    for one in found:
        assert float(one["worker"]) >= float(worker.payoff.subs({w: one["w"], e: 0})) - 1e-9


def test_that_copies_decide_differently_is_not_looked_for() -> None:
    q = decisions("q")
    firm = Player("firm", decides=[q], payoff=q * sp.exp(-q - 3 * others(q)) - c * q, copies=2)
    found = solve(Game(players=[firm]), at={"c": 0.3}).only()
    assert float(found["q"]) == pytest.approx(0.2342638, rel=1e-6)
    assert found.evidence.status(About.COMPLETE) is Status.OPEN  # One of them alone, as above, is another one.


def test_a_follower_leaves_zero_after_another_decision_of_its_leader() -> None:
    # Without a wage nobody works, which a maker who likes low wages best would have to compare with a good deal.
    maker = Player("maker", decides=[w], payoff=sp.exp(-20 * w) + 10 * e - w * e)
    worker = Player("worker", decides=[e], payoff=w * e - e - e**2 * sp.exp(-3))
    found = solve(Game(players=[maker, worker], order=["maker", "worker"]), at={})
    assert [float(one["w"]) for one in found] == pytest.approx([5.5], rel=1e-9)


def test_a_constraint_of_its_leader_does_not_bind_a_follower() -> None:
    maker = Player("maker", decides=[w], payoff=-((w - 1) ** 2) - sp.exp(-9) * p)
    payoff = -((p - 1) ** 2) * (p - 5) ** 2 + p / 10 - w * sp.exp(-20) * p
    seller = Player("seller", decides=[p], payoff=payoff)
    game = Game(players=[maker, seller], order=["maker", "seller"], constraints={"maker": [p <= 2]})
    assert not list(solve(game, at={}))  # The seller would rather have p near 5.


@pytest.mark.parametrize(("constraints", "status"), [([w <= 2], Status.CHECKED), ([], Status.OPEN)])
def test_a_forbidden_decision_is_none_that_nobody_answers(constraints: list[sp.Rel], status: Status) -> None:
    maker = Player("maker", decides=[w], payoff=w * sp.exp(-w) + p * sp.exp(-9))
    seller = Player("seller", decides=[p], payoff=sp.sqrt(3 - w) * p * sp.exp(-p))  # No number beyond w = 3.
    game = Game(players=[maker, seller], order=["maker", "seller"], constraints=constraints)
    assert solve(game, at={}).only().evidence.status(About.OFF_PATH) is status


def test_random_demand_counts_by_its_mean() -> None:
    level = random_symbol("T", uniform(0, 1))
    found = solve(alone(p * (2 - p * level**2) - sp.exp(p)), at={}).only()
    assert 2 - 2 * float(found["p"]) / 3 == pytest.approx(float(sp.exp(found["p"])), rel=1e-9)


@pytest.mark.parametrize("best", [60, 500, 0.01])
def test_a_leader_tries_what_is_far_from_what_it_decides(best: float) -> None:
    # Two wages to stop at, 1 and a better one that is far away.
    gain = sp.exp(-(sp.log(w) ** 2)) + 2 * sp.exp(-((sp.log(w) - sp.log(a)) ** 2))
    maker = Player("maker", decides=[w], payoff=gain + p * sp.exp(-9))
    seller = Player("seller", decides=[p], payoff=w * p * sp.exp(-p))
    found = solve(Game(players=[maker, seller], order=["maker", "seller"]), at={"a": best})
    assert [float(one["w"]) for one in found] == pytest.approx([best], rel=1e-2)


@pytest.mark.slow
def test_a_search_that_narrows_often_agrees_along_a_ridge() -> None:
    drawn, wage = drawn_chain(random.Random(710118)), 1.5067
    later = [
        Player(player.name, decides=stage, payoff=player.payoff.subs(w, sp.Rational(str(wage))))
        for player, stage in zip(drawn.game.players[1:], ([m], [p, decisions("e_2")]), strict=True)
    ]
    found = solve(
        Game(players=later, order=[player.name for player in later]),
        at={name: value for name, value in drawn.at.items() if name != "c"},
    )
    [answers] = played(drawn, np.array([[wage]]), zooms=MANY_ZOOMS)
    assert float(found.only()["m"]) == pytest.approx(answers[1], rel=1e-3)


@pytest.mark.slow
def test_random_chains_agree_with_a_nested_search() -> None:
    # Logit, isoelastic, exponential; costs of both kinds; efforts that are worth next to nothing.
    for seed in (5001, 5006, 5008, 5010, 760028):
        drawn = drawn_chain(random.Random(seed))
        assert judged(solve(drawn.game, at=drawn.at), drawn) == "right", seed


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: solve(alone(p * sp.exp(-a * p)), at={"a": 10**400}), "a has a number of about 1e400"),
        (lambda: solve(alone(10**400 * p * sp.exp(-p)), at={}), "a payoff has a number of about 1e400"),
        (lambda: alone(sp.Piecewise((p * sp.exp(-p), p < 1), (sp.exp(-1), True))), "not seen whether the payoff jumps"),
        (lambda: solve(chain(SHARE), at={"a": 1, "b": 1, "c": 1}, ties="against"), "quadratic in the decisions"),
        (lambda: Game(players=[Player("one", decides=[p], payoff=sp.exp(-p))], given=[w]), "without a bargain"),
    ],
)
def test_what_numbers_do_not_answer_is_said(ask: Callable[[], object], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        ask()


def test_where_a_payoff_is_no_number_between_the_ends_is_told() -> None:
    p = decisions("p", within=(0, 1))
    half = sp.Rational(1, 2)
    for payoff, told in ((sp.sqrt(p - half) - p**2, "the payoff is not a number"), (sp.log(p + half) - p, "")):
        evidence = solve(Game(players=[Player("A", decides=[p], payoff=payoff)]), at={}).evidence
        (row,) = [finding for finding in evidence.findings if finding.about is About.OPTIMAL]
        assert told in row.detail
        assert bool(row.detail) == bool(told)


def test_from_a_better_decision_later_movers_answer_anew() -> None:
    # At wages beside zero nobody works, and from no effort none is found by small steps at any wage.
    wage, effort = decisions("wage", within=(0, 20)), decisions("effort", within=(0, 50))
    success = 1 / (1 + sp.exp(sp.Rational(14, 5) - 4 * effort))
    players = [
        Player("firm", decides=[wage], payoff=(sp.Rational(87, 20) - wage) * success),
        Player("host", decides=[effort], payoff=wage * success - sp.Rational(11, 20) * effort),
    ]
    found = solve(Game(players=players, order=["firm", "host"]), at={}).only()
    wages, efforts = np.linspace(0, 4, 2001), np.linspace(0, 3, 3001)
    worked = 1 / (1 + np.exp(2.8 - 4 * efforts))
    answers = np.argmax(wages[:, None] * worked - 0.55 * efforts, axis=1)
    assert float(found["firm"]) == pytest.approx(((4.35 - wages) * worked[answers]).max(), rel=1e-3)
