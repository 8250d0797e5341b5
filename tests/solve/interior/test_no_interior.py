"""Stages without an interior optimum, and stages whose conditions are not linear."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import DeclarationError, LsecError, NoClosedForm, NoInteriorOptimum, OutsideDomain

a, b, c, k = parameters("a b c k", positive=True)
r, s = parameters("r s", real=True)
x, y, z = decisions("x y z")
u, v = decisions("u v", real=True)


def one(payoff: sp.Expr, *decided: sp.Symbol, **options: object) -> Game:
    return Game(players=[Player("solo", decides=decided or [x], payoff=payoff)], **options)


def two(first: sp.Expr, second: sp.Expr, **options: object) -> Game:
    return Game(
        players=[Player("first", decides=[x], payoff=first), Player("second", decides=[y], payoff=second)], **options
    )


class TestNoOptimum:
    @pytest.mark.parametrize(
        ("game", "words"),
        [
            (one(a * x), "stage 1.*'solo' is linear in x"),
            (one(sp.S(3)), "'solo' is linear in x"),
            (one(a - x), "'solo' is linear in x"),
            (one(x**2 - a * x), "'solo' is not strictly concave in x"),
            (one(a * x**2 / 2 - b * x), "'solo' is not strictly concave in x"),
            (one(a * x - x**2 + b * y, x, y), "'solo' is linear in y"),
            (one(a * x - x**2 + y**2, x, y), "'solo' is not strictly concave in x, y"),
            (
                one(a * (x + y) - (x + y) ** 2, x, y),
                "determine x and y.*singular.*x by -1, y by 1.*interchangeable",
            ),
            (
                one(a * (x + y) - (x - y) ** 2, x, y),
                "concave in x and y.*x by 1, y by 1,.*unless.* = 0.*sign",
            ),
            (one(a * x + b * y - (x + y) ** 2, x, y), "not strictly concave in x and y.*x by -1, y by 1.*sign"),
            (one(a * x - (x - y) ** 2 - z**2 + z, x, z, y), "not strictly concave in x and y"),
            (two(x * (a - x + 2 * y), y * (b - y + 2 * x)), "best replies of first and second .*parallel.*sign"),
            (one(x + y - x**2 - y**2 - 4 * x * y, x, y), "'solo' is not strictly concave in x, y"),
            (two(a * x - x**2, b * y), "stage 1.*'second' is linear in y"),
            (two(a * x - x**2, y**2 - y, order=["first", "second"]), "stage 2: second .y.*not strictly concave in y"),
            (two(x * y, a * y - y**2 + x * y, order=["first", "second"]), "stage 1: first .x.*not strictly concave"),
            (two(-x * y, a * y - y**2, order=["first", "second"]), "stage 1: first .x.*'first' is linear in x"),
            (two(x * (a - x - y), y * (b - x - y) + x * y + y**2), "'second' is linear in y"),
        ],
        ids=str,
    )
    def test_the_message_names_player_decision_and_stage(self, game: Game, words: str) -> None:
        with pytest.raises(NoInteriorOptimum, match=words):
            solve(game)

    @pytest.mark.slow
    @settings(max_examples=40)
    @given(st.lists(st.integers(-3, 3), min_size=6, max_size=6), st.sampled_from(["level", "rising", "bent"]))
    def test_decisions_are_interchangeable_only_where_the_payoff_stays_the_same(self, n: list[int], kind: str) -> None:
        """A payoff of two combinations of three decisions is told from one that rises in the third direction."""
        one_way, other_way = n[0] * x + n[1] * y + n[2] * z, n[3] * x + n[4] * y + n[5] * z
        across = sp.Matrix([n[:3]]).cross(sp.Matrix([n[3:]]))
        assume(any(across) and all(n[i] or n[3 + i] for i in range(3)))
        extra = {"level": 0, "rising": across.dot([x, y, z]), "bent": -(across.dot([x, y, z]) ** 2)}[kind]
        game = one(a * one_way - one_way**2 - other_way**2 + extra, x, y, z)
        if kind == "bent":
            with suppress(NoInteriorOptimum):  # An optimum at which a decision is negative.
                assert solve(game).evidence.established
            return
        with pytest.raises(NoInteriorOptimum) as refusal:
            solve(game)
        assert ("interchangeable" in str(refusal.value)) is (kind == "level")
        assert ("rises without end" in str(refusal.value)) is (kind == "rising")

    def test_the_stage_is_the_one_of_the_order(self) -> None:
        game = Game(
            players=[
                Player("maker", decides=[x], payoff=x * (a - x - y) - x * z),
                Player("seller", decides=[y], payoff=y * (a - x - y)),
                Player("platform", decides=[z], payoff=z * (a - x - y)),
            ],
            order=["maker", "seller", "platform"],
        )
        with pytest.raises(NoInteriorOptimum, match=r"stage 3: platform \(z\) of maker > seller > platform.*in z"):
            solve(game)

    def test_a_margin_that_two_players_share_is_fine(self) -> None:
        """Two margins are interchangeable for one player, not for two."""
        split = two(x * (a - x - y), y * (a - x - y))
        assert solve(split)["x"] == a / 3

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("game", "words"),
        [
            (one(-a * x - x**2), "x is not negative"),
            (one((a - b) * x - x**2, assuming=[b > a]), "x is not negative"),
            (two((a - b) * x - x**2, (b - a - 1) * y - y**2), "[xy] is not negative"),
            (one(a * x - x**2, constraints=[x > a]), "constraint x > a"),
            (one(a * x - x**2, constraints=[x <= a / 3]), "constraint x <= a/3"),
        ],
        ids=str,
    )
    def test_an_optimum_that_is_never_admissible_is_none(self, game: Game, words: str) -> None:
        with pytest.raises(NoInteriorOptimum, match=words):
            solve(game)

    def test_a_solution_that_divides_by_zero_is_none(self) -> None:
        """A contest for a prize that costs nothing: the conditions ask for no effort, where shares are undefined."""
        with pytest.raises(NoInteriorOptimum, match="divides by zero"):
            solve(two(x / (x + y), y / (x + y)))

    def test_a_report_that_divides_by_zero_is_named(self) -> None:
        with pytest.raises(LsecError, match=r"a - x|a - y|x - y"):
            solve(two(a * x - x**2, a * y - y**2, report={"odds": 1 / (x - y)}))

    def test_a_game_without_decisions_is_no_game(self) -> None:
        with pytest.raises(DeclarationError, match="nobody decides"):
            solve(Game(players=[Player("solo", decides=[], payoff=a)]))

    @pytest.mark.parametrize("thing", [None, "game", 3, Player("solo", decides=[x], payoff=x)])
    def test_only_games_are_solved(self, thing: object) -> None:
        kind = "not None;" if thing is None else type(thing).__name__
        with pytest.raises(DeclarationError, match=kind):
            solve(thing)  # type: ignore[arg-type]


class TestConditions:
    """What holds for some parameters only is a condition, not an error."""

    def test_convex_for_part_of_the_parameters(self) -> None:
        found = solve(one(a * x - (b - c) * x**2 / 2))
        assert found["x"] == a / (b - c)
        assert [condition.relation for condition in found.conditions] == [b > c]
        assert "second-order condition of solo in x, stage 1" in str(found.conditions[0])
        with pytest.raises(OutsideDomain, match="b > c"):
            found.at({"a": 1, "b": 1, "c": 2})
        with pytest.raises(OutsideDomain, match="b > c"):
            found.at({"a": 1, "b": 2, "c": 2})

    def test_every_leading_minor_counts(self) -> None:
        found = solve(one(x + y - b * x**2 / 2 - c * y**2 / 2 - r * x * y, x, y))
        needed = {condition.relation for condition in found.conditions}
        assert sp.Gt(b * c, r**2, evaluate=False) in needed
        with pytest.raises(OutsideDomain):
            found.at({"b": 1, "c": 1, "r": 2})
        assert found.at({"b": 1, "c": 1, "r": 0})["x"] == 1

    def test_the_own_hessian_counts_and_not_the_joint_one(self) -> None:
        """Strategic substitutes that are too strong for joint concavity are fine: each player is concave alone."""
        found = solve(two(a * x - x**2 / 2 - 3 * x * y, a * y - y**2 / 2 - 3 * x * y))
        assert found["x"] == a / 4
        assert found.conditions == ()

    def test_real_decisions_need_no_sign(self) -> None:
        found = solve(one(r * u - u**2, u))
        assert found.conditions == ()
        assert found.at({"r": -4})["u"] == -2

    def test_nonnegative_decisions_may_be_zero_and_positive_ones_may_not(self) -> None:
        weak = solve(one(r * x - x**2))
        assert weak.at({"r": 0})["x"] == 0
        positive = decisions("p", positive=True)
        strict = solve(one(r * positive - positive**2, positive))
        assert strict.at({"r": 1})["p"] == sp.Rational(1, 2)
        with pytest.raises(OutsideDomain, match="p is positive"):
            strict.at({"r": 0})

    def test_constraints_hold_where_they_do_not_bind(self) -> None:
        found = solve(one(a * x - x**2 / 2, constraints=[x <= b, x > c]))
        assert {condition.relation for condition in found.domain.conditions} == {b >= a, a > c}
        with pytest.raises(OutsideDomain, match="constraint x <= b"):
            found.at({"a": 3, "b": 2, "c": 1})

    @pytest.mark.parametrize(("first", "second"), [(x, y), (u, v)], ids=["nonnegative", "real"])
    def test_the_domain_leaves_out_where_denominators_vanish(self, first: sp.Symbol, second: sp.Symbol) -> None:
        """At |r| = 1 two best-response lines are parallel, though each player is concave."""
        game = Game(
            players=[
                Player("first", decides=[first], payoff=a * first - first**2 / 2 + r * first * second),
                Player("second", decides=[second], payoff=b * second - second**2 / 2 + r * first * second),
            ]
        )
        found = solve(game)
        for value in (1, -1):
            point = {symbol: {"a": 2, "b": 3, "r": value}[symbol.name] for symbol in found.ring.symbols}
            assert found.domain.failures({symbol: Fraction(number) for symbol, number in point.items()}) != ()
        assert found.at({"a": 2, "b": 3, "r": 0}).decisions == {first.name: 2, second.name: 3}

    def test_conditions_that_follow_from_assumptions_are_not_repeated(self) -> None:
        found = solve(one((a - b) * x - (c - 1) * x**2, assuming=[a > b, c > 1]))
        assert found.conditions == ()


class TestElimination:
    """Polynomial first-order conditions."""

    def test_a_revenue_share(self) -> None:
        """Of r = 1/3 and r = 1, the second is a minimum."""
        found = solve(one(x * (1 - x) ** 2, constraints=[x <= 1]))
        assert found.stages[0].method == "elimination"
        assert found["x"] == sp.Rational(1, 3)
        assert found["solo"] == sp.Rational(4, 27)

    def test_cost_sharing(self) -> None:
        """A brand with margin rM bears a share of a streamer's effort cost: (2rM - rS)/(2rM + rS) of it."""
        lead, follow = parameters("rM rS", positive=True)
        share, effort = decisions("s e")
        game = Game(
            players=[
                Player("brand", decides=[share], payoff=lead * effort - share * k * effort**2 / 2),
                Player("streamer", decides=[effort], payoff=follow * effort - (1 - share) * k * effort**2 / 2),
            ],
            order=["brand", "streamer"],
            assuming=[],
            constraints=[share < 1],
        )
        found = solve(game)
        assert sp.simplify(found["s"] - (2 * lead - follow) / (2 * lead + follow)) == 0
        assert sp.simplify(found["e"] - (2 * lead + follow) / (2 * k)) == 0
        assert {condition.relation for condition in found.domain.conditions} == {sp.Ge(2 * lead, follow)}

    def test_a_commission_without_a_rational_root(self) -> None:
        """The platform's share of revenue solves a cubic: a^2 (1-t)^3 = b^2 c^2 (1+t)."""
        price, share = decisions("p t")
        demand = a - b * price
        game = Game(
            players=[
                Player("platform", decides=[share], payoff=share * price * demand),
                Player("seller", decides=[price], payoff=((1 - share) * price - c) * demand),
            ],
            order=["platform", "seller"],
            assuming=[a > b * c],
            constraints=[share < 1],
        )
        root = solve(game).root
        written = a**2 * (1 - root.symbol) ** 3 - b**2 * c**2 * (1 + root.symbol)
        assert sp.expand(root.equation.lhs + written) == 0
        assert root.ends == (0, 1)

    def test_an_irrational_root(self) -> None:
        assert solve(one(2 * x - x**3)).root.closed_form == sp.sqrt(6) / 3

    def test_a_square_root_of_a_parameter(self) -> None:
        assert solve(one(a * x - x**3 / 3)).root.closed_form == sp.sqrt(a)

    def test_a_rational_root_beside_an_inadmissible_irrational_one(self) -> None:
        """Roots that are not real, or minima, do not stand in the way; a second maximum does."""
        not_real, minima, maximum = (x - 2) * (x**2 + 1), (x - 2) * (1 + 2 * x - x**2), (x - 1) * (x**2 - 6 * x + 7)
        assert solve(one(sp.integrate(-not_real, x)))["x"] == 2
        assert solve(one(sp.integrate(-minima, x), constraints=[5 * x <= 12]))["x"] == 2
        with pytest.raises(NoClosedForm, match=r"1 of them seen to be admissible.*degree 2"):
            solve(one(sp.integrate(-maximum, x)))

    def test_two_admissible_maxima_are_not_chosen_between(self) -> None:
        slope = -(x - 1) * (x - 2) * (x - 3)
        with pytest.raises(NoClosedForm, match=r"3 rational solution\(s\), 2 of them seen to be admissible"):
            solve(one(sp.integrate(slope, x)))

    def test_a_negative_maximum_of_a_nonnegative_decision_is_left_out(self) -> None:
        slope = -(x - 1) * (x + 2) * (x + 5)
        assert solve(one(sp.integrate(slope, x)))["x"] == 1
        shifted = slope.subs(x, u)
        with pytest.raises(NoClosedForm):
            solve(one(sp.integrate(shifted, u), u))

    def test_parameters_can_decide_which_root_is_a_maximum(self) -> None:
        """Of x = a and x = b, the smaller one is the maximum of a cubic."""
        payoff, below = sp.integrate((x - a) * (x - b), x), [x <= a, x <= b]
        with pytest.raises(NoClosedForm):
            solve(one(payoff))
        assert solve(one(payoff, assuming=[a > b], constraints=below[:1]))["x"] == b
        assert solve(one(payoff, assuming=[a < b], constraints=below[1:]))["x"] == a

    def test_the_second_order_condition_is_taken_at_the_solution(self) -> None:
        found = solve(one(sp.integrate((x - a) * (x - b), x), assuming=[a > b], constraints=[x <= a]))
        minor = found.stages[0].minors[0]
        assert not minor.everywhere
        assert sp.simplify(minor.value.expression() - (a - b)) == 0

    def test_two_players_with_curved_conditions(self) -> None:
        """Tullock's contest, the resultant way, with a handicap: y counts k times."""
        found = solve(two(a * x / (x + k * y) - x, a * k * y / (x + k * y) - y))
        effort = a * k / (1 + k) ** 2
        assert found.stages[0].method == "elimination"
        assert sp.simplify(found["x"] - effort) == 0
        assert sp.simplify(found["y"] - effort) == 0
        assert found.conditions == ()

    def test_a_contest_with_a_leader(self) -> None:
        """Dixit (1987): the follower's response is a square root, so that there is no rational closed form."""
        with pytest.raises(NoClosedForm, match=r"stage 2: second \(y\)"):
            solve(two(a * x / (x + y) - x, a * y / (x + y) - y, order=["first", "second"]))

    def test_one_curved_and_one_straight_condition(self) -> None:
        """With y = 1 - x the condition of x comes down to x (1 - x) = 0, and x = 0 is not a maximum."""
        found = solve(two(x - x**3 / 3 - x * y, 2 * y - y**2 - 2 * x * y))
        assert dict(found.decisions) == {"x": 1, "y": 0}

    def test_later_stages_may_be_rational_in_earlier_decisions(self) -> None:
        """The follower scales its effort by the leader's budget; the leader still faces a rational problem."""
        game = two(
            a * y - x,
            b * y - y**2 / (2 * x),
            order=["first", "second"],
        )
        with pytest.raises(NoInteriorOptimum):
            solve(game)
        found = solve(two(a * y - x**2 / 2, b * y - y**2 / (2 * x), order=["first", "second"]))
        assert found["x"] == a * b
        assert found["y"] == a * b**2


def test_a_condition_that_loses_its_unknown_at_a_root_of_the_others() -> None:
    """z = (y - x + 2)/(2y + 2) has no value at y = -1, which the other two conditions admit."""
    game = Game(
        players=[
            Player("one", decides=[x], payoff=-(x**2) * y - x**2 + x * y - x * z + 2 * x),
            Player("two", decides=[y], payoff=2 * x * y + y**3 / 3 - 3 * y**2 - y * z + a * y),
            Player("three", decides=[z], payoff=x * z**2 - 2 * x * z + 2 * y * z - z**2 + a * z + 2 * z),
        ]
    )
    with pytest.raises(LsecError):
        solve(game)
