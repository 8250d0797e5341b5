from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

import lsec_models.audits
from lsec_models import Equilibrium, Game, Player, decisions, parameters, power_structures, solve
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.audits import audit
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Row, Status
from lsec_models.games.frozen import Frozen
from lsec_models.models import load

a, b, c, k, gamma, eta = parameters("a b c k gamma eta", positive=True)
own, other = parameters("rM rS", positive=True)
w, q, m, s, e, x, y, z = decisions("w q m s e x y z")
demand = a - b * (w + m) + gamma * q
CHAIN = Game(
    players=[
        Player("manufacturer", decides=[w, q], payoff=(w - c) * demand - k * q**2 / 2),
        Player("streamer", decides=[m], payoff=m * demand),
    ],
    order=["manufacturer", "streamer"],
    assuming=[a > b * c],
    report={"demand": demand},
)
SHARING = Game(
    players=[
        Player("manufacturer", decides=[s], payoff=own * e - s * eta * e**2 / 2),
        Player("streamer", decides=[e], payoff=other * e - (1 - s) * eta * e**2 / 2),
    ],
    order=["manufacturer", "streamer"],
    assuming=[2 * own > other],
    constraints=[s < 1],
)
LED = solve(CHAIN)
SHARED = solve(SHARING)


def cournot(order: Any = None) -> Game:
    price = a - x - y - z
    quantities = {"one": x, "two": y, "three": z}
    players = [Player(name, decides=[amount], payoff=amount * (price - c)) for name, amount in quantities.items()]
    return Game(players=players, order=order, assuming=[a > c])


def tampered(equilibrium: Equilibrium, changes: Mapping[str, sp.Expr | Fraction]) -> Equilibrium:
    """Return the equilibrium with quantities replaced, or multiplied by a number."""
    ring, exact = equilibrium.ring, dict(equilibrium.exact)
    for name, change in changes.items():
        factor = isinstance(change, Fraction)
        exact[name] = exact[name] * Ratio.constant(ring, change) if factor else ratio(ring, change)
    return replace(equilibrium, exact=Frozen(exact))


# ---- equilibria stand --------------------------------------------------------------------------------------------

STANDING: dict[str, Game] = {
    "chain": CHAIN,
    "chain, streamer first": CHAIN.with_order(["streamer", "manufacturer"]),
    "chain, simultaneous": CHAIN.with_order([("manufacturer", "streamer")]),
    "chain, quality first and price last": CHAIN.with_order([q, "streamer", w]),
    "chain, quality first, then both": CHAIN.with_order([q, ("streamer", w)]),
    "Cournot": cournot(),
    "Stackelberg, one leader": cournot(["one", ("two", "three")]),
    "Stackelberg, one after the other": cournot(["three", "two", "one"]),
    "cost sharing": SHARING,
    "free sign": Game(
        players=[Player("firm", decides=[decisions("t", real=True)], payoff=-((decisions("t", real=True) + a) ** 2))]
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", STANDING)
def test_equilibria_stand(name: str) -> None:
    found = audit(solve(STANDING[name]), draws=40, seed=1).audits[-1]
    assert found.passed()
    assert found.unresolved == 0
    assert found.largest_relative_gain < 1e-8
    assert found.largest_discrepancy < 1e-8
    assert len(found.moves) == sum(len(stage.moves) for stage in STANDING[name].stages)


@pytest.mark.slow
@pytest.mark.parametrize("order", list(power_structures(["manufacturer", "streamer", "platform"])), ids=str)
def test_all_power_structures_stand(order: Any) -> None:
    found = audit(solve(load("power_structures", order=order)), draws=10).audits[-1]
    assert found.passed()
    assert found.unresolved <= 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("streamer", "order"),
    [
        ("top", ["streamer", ("manufacturer", "platform")]),
        ("ordinary", ["manufacturer", ("streamer", "platform")]),
        ("self_run", ["platform", "manufacturer"]),
        ("virtual", None),
    ],
)
def test_streamer_types_stand_while_followers_are_interior(streamer: str, order: Any) -> None:
    led = solve(load("power_structures", streamer=streamer, order=order))
    assert audit(led, draws=25, corners=False).audits[-1].passed()


# ---- what is not an equilibrium is found -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("game", "name", "player", "stage"),
    [
        (CHAIN, "w", "manufacturer", 1),
        (CHAIN, "q", "manufacturer", 1),
        (CHAIN, "m", "streamer", 2),
        (CHAIN.with_order([q, "streamer", w]), "q", "manufacturer", 1),
        (CHAIN.with_order([q, "streamer", w]), "m", "streamer", 2),
        (CHAIN.with_order([q, "streamer", w]), "w", "manufacturer", 3),
        (cournot(), "y", "two", 1),
        (cournot(["one", ("two", "three")]), "x", "one", 1),
        (SHARING, "e", "streamer", 2),
    ],
)
def test_a_changed_decision_is_found(game: Game, name: str, player: str, stage: int) -> None:
    factor = Fraction(21, 20) if stage == 1 else Fraction(99, 100)
    found = audit(tampered(solve(game), {name: factor}), draws=6, seed=2).audits[-1]
    assert not found.passed()
    assert found.largest_relative_gain > 1e-6
    gained = {(move.player, move.stage) for move in found.moves if move.relative_gain > 1e-9}
    assert (player, stage) in gained
    assert found.largest_discrepancy >= abs(factor - 1) / 20


@pytest.mark.slow
def test_another_stationary_point_near_by_says_nothing() -> None:
    """The payoff (w - c)(b - w)^3 is level at its peak and at w = b, where nothing is sold."""
    price = decisions("w", within=(c, b))
    seller = Player("seller", decides=[price], payoff=(price - c) * (b - price) ** 3)
    sold = solve(Game(players=[seller], assuming=[b > c]))
    stands = audit(sold, draws=100).audits[-1]
    assert stands.largest_discrepancy < 1e-9
    assert stands.passed()
    assert not audit(tampered(sold, {"w": Fraction(101, 100)}), draws=100).audits[-1].passed()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["manufacturer", "streamer", "demand"])
def test_a_changed_payoff_or_report_is_found(name: str) -> None:
    found = audit(tampered(LED, {name: Fraction(1001, 1000)}), draws=10).audits[-1]
    assert found.largest_relative_gain < 1e-9
    assert (found.discrepant, found.largest_discrepancy) == (name, pytest.approx(1 / 1001))
    assert not found.passed()


@pytest.mark.slow
def test_the_simultaneous_equilibrium_is_none_when_somebody_leads() -> None:
    nash = solve(CHAIN.with_order([("manufacturer", "streamer")]))
    found = audit(replace(nash, game=CHAIN), draws=30).audits[-1]
    assert not found.passed()
    assert (found.worst.player, found.worst.stage) == ("manufacturer", 1)
    follower = next(move for move in found.moves if move.player == "streamer")
    assert follower.relative_gain < 1e-9


@pytest.mark.slow
def test_a_gain_is_reported_as_it_is() -> None:
    """One firm of three in a Cournot oligopoly produces too much; the best it can do instead is known."""
    found = audit(tampered(solve(cournot()), {"x": Fraction(6, 5)}), draws=20, seed=5).audits[-1]
    move = next(move for move in found.moves if move.player == "one")
    at_a, at_c = move.at["a"], move.at["c"]
    others = (at_a - at_c) / 2
    best = (at_a - at_c - others) / 2
    stated = (at_a - at_c) / 4 * Fraction(6, 5)
    assert move.change["x"] == (pytest.approx(float(stated)), pytest.approx(float(best), rel=1e-4))
    exact = best * (at_a - at_c - others - best) - stated * (at_a - at_c - others - stated)
    assert move.gain == pytest.approx(float(exact), rel=1e-6)
    assert move.relative_gain == pytest.approx(float(exact / (stated * (at_a - at_c - others - stated))), rel=1e-6)
    assert move.held_at_zero == ()


TWO_HILLS = -(x**4) / 4 + sp.Rational(7, 3) * a * x**3 - 7 * a**2 * x**2 + 8 * a**3 * x
QUARTIC = Game(players=[Player("firm", decides=[x], payoff=TWO_HILLS)])


@pytest.mark.parametrize(
    ("root", "stands"), [(a, False), (2 * a, False), (4 * a, True)], ids=["hill", "valley", "peak"]
)
def test_only_the_global_maximum_stands(root: sp.Expr, stands: bool) -> None:
    """The marginal payoff is -(x - a)(x - 2a)(x - 4a): a lower hill, a valley, and the peak."""
    ring = QUARTIC.domain.ring
    exact = {"x": ratio(ring, root), "firm": ratio(ring, TWO_HILLS.subs(x, root))}
    claimed = Equilibrium(game=QUARTIC, exact=Frozen(exact), stages=(), conditions=())
    found = audit(claimed, draws=20).audits[-1]
    assert found.passed() == stands
    if not stands:
        before, after = found.worst.change["x"]
        assert after / before == pytest.approx(float(4 * a / root), rel=1e-3)


@pytest.mark.slow
def test_without_second_order_conditions_a_saddle_is_found() -> None:
    found = audit(replace(LED, conditions=()), draws=40, corners=False).audits[-1]
    assert not found.passed(unresolved=1.0)
    assert found.worst.player == "manufacturer"
    assert found.worst.at["gamma"] ** 2 > 4 * found.worst.at["b"] * found.worst.at["k"]


# ---- corners -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_leader_can_gain_by_driving_its_follower_to_zero() -> None:
    """The manufacturer pays commission on the wholesale price: with a high one, the streamer needs no margin.

    Every first- and second-order condition of the interior equilibrium holds; the gain is confirmed in exact numbers.
    """
    equilibrium = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"], streamer="ordinary"))
    assert audit(equilibrium, draws=100, corners=False).audits[-1].passed()
    found = audit(equilibrium, draws=100).audits[-1]
    assert not found.passed()
    worst = found.worst
    assert (worst.player, worst.held_at_zero) == ("manufacturer", ("m",))
    assert "which drives m to zero" in repr(found)
    point = {symbol: sp.Rational(worst.at[symbol.name]) for symbol in equilibrium.ring.symbols}
    streamer, manufacturer = (
        {p.name: p.payoff.subs(point) for p in equilibrium.game.players}[name] for name in ("streamer", "manufacturer")
    )
    decided = {d.name: d for d in equilibrium.game.decisions}
    deviation = {decided[name]: sp.Rational(Fraction(after)) for name, (_, after) in worst.change.items()}
    margin, effort = decided["m"], decided["e"]
    answer = sp.solve(sp.diff(streamer, effort).subs(deviation).subs(margin, 0), effort)[0]
    corner = {**deviation, margin: 0, effort: answer}
    hessian = sp.hessian(streamer.subs(deviation), (margin, effort))
    assert hessian[0, 0] < 0 < hessian.det()
    assert answer > 0
    assert sp.diff(streamer, margin).subs(corner) < 0
    gain = manufacturer.subs(corner) - sp.Rational(equilibrium.at(worst.at)["manufacturer"])
    assert float(gain) == pytest.approx(worst.gain, rel=1e-6)
    assert gain > 0


# ---- draws without verdict ---------------------------------------------------------------------------------------


def test_what_can_not_be_solved_is_never_fine() -> None:
    """A share of the cost above one: the streamer's payoff has no maximum, so that nothing can be said."""
    found = audit(tampered(SHARED, {"s": sp.Integer(2)}), draws=12).audits[-1]
    manufacturer = found.moves[0]
    assert manufacturer.unresolved == 12
    assert math.isnan(manufacturer.relative_gain)
    assert found.unresolved == 12
    assert any(reason.startswith("after manufacturer in stage 1") for reason in found.reasons)
    assert (found.discrepant, found.largest_discrepancy) == ("s < 1", math.inf)
    assert not found.passed(tolerance=math.inf)


def test_cost_sharing_has_the_textbook_share() -> None:
    assert sp.simplify(SHARED["s"] - (2 * own - other) / (2 * own + other)) == 0


# ---- what it says in the evidence --------------------------------------------------------------------------------


def statuses(found: Equilibrium) -> dict[str, str]:
    return {str(finding.row): finding.words for finding in found.evidence.rows}


def test_an_audit_joins_the_evidence_and_takes_nothing_from_it() -> None:
    audited = audit(LED, draws=10)
    assert audited == LED
    assert LED.audits == ()
    assert statuses(audited) == statuses(LED) | {str(Row(about=About.ACCURATE)): "checked at 10 points"}
    assert audited.evidence.established
    again = audit(audited, draws=5, seed=1)
    assert [found.draws for found in again.audits] == [10, 5]


def test_a_move_that_gains_is_refuted_and_the_equilibrium_a_candidate() -> None:
    wrong = audit(tampered(LED, {"m": Fraction(11, 10)}), draws=10)
    row = next(finding for finding in wrong.evidence.rows if finding.player == "streamer")
    assert (row.status, row.points) == (Status.REFUTED, 10)
    assert row.gain == pytest.approx(wrong.audits[-1].largest_relative_gain)
    assert row.detail.startswith("m from ")
    assert wrong.kind == "candidate"


@pytest.mark.slow
def test_a_gain_at_a_later_movers_bound_refutes_the_bounds_and_no_move() -> None:
    led = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"], streamer="ordinary"))
    assert led.evidence.status(About.BOUNDS) is Status.OPEN
    audited = audit(led, draws=100)
    assert audited.evidence.status(About.BOUNDS) is Status.REFUTED
    assert audited.evidence.status(About.OPTIMAL) is led.evidence.status(About.OPTIMAL)
    assert not audited.evidence.established
    assert audit(led, draws=20, corners=False).evidence.status(About.BOUNDS) is Status.OPEN, "not asked"


def test_a_gain_worth_telling_is_told_with_who_makes_it_how_and_where() -> None:
    (found,) = audit(LED, draws=2, seed=1).audits
    first, *rest = found.moves
    gains = replace(found, moves=(replace(first, relative_gain=0.25, gain=3.0), *rest))
    assert (gains.worst, gains.largest_relative_gain, gains.largest_gain) == (gains.moves[0], 0.25, 3.0)
    changed = next(iter(first.change))
    assert f"largest relative gain 0.25: {first.player} in stage {first.stage}, {changed} from" in str(gains)
    assert ": manufacturer in stage" not in str(found)


def test_the_audit_of_something_else_is_refused() -> None:
    with pytest.raises(DeclarationError, match="about another game"):
        replace(tampered(LED, {"m": Fraction(11, 10)}), audits=audit(LED, draws=3).audits).evidence.line()


# ---- the report --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_equal_seeds_give_equal_audits_and_the_report_reads_well() -> None:
    wrong = tampered(LED, {"m": Fraction(11, 10)})
    one, again, another = (audit(wrong, draws=10, seed=seed).audits[-1] for seed in (3, 3, 4))
    assert one == again
    assert one != another
    lines = repr(one).splitlines()
    assert lines[0] == "Audit of manufacturer > streamer: 10 draws, 0 unresolved"
    assert lines[1].split() == ["player", "stage", "decisions", "relative", "gain", "gain", "unresolved"]
    assert lines[3].split()[:3] == ["streamer", "2", "m"]
    assert lines[4].startswith("  largest relative gain 0.0")
    assert ": streamer in stage 2, m from " in lines[4]
    assert lines[5].startswith("  at a = ")
    assert LED.game.domain.contains({symbol: one.worst.at[symbol.name] for symbol in LED.ring.symbols})


def test_a_game_without_parameters_can_be_audited() -> None:
    game = Game(players=[Player("firm", decides=[x], payoff=x * (10 - x))])
    assert audit(solve(game), draws=3).audits[-1].passed()


@pytest.mark.parametrize(
    ("equilibrium", "options", "words"),
    [
        (CHAIN, {}, "not a Game; solve it first, audit.solve.game"),
        (LED, {"draws": 0}, "draws = 0"),
        (LED, {"draws": True}, "draws = True"),
        (LED, {"draws": 2.5}, "draws = 2.5"),
        (LED, {"tolerance": -1e-6}, "tolerance = -1e-06"),
        (LED, {"tolerance": math.nan}, "tolerance = nan"),
    ],
)
def test_bad_input_is_named(equilibrium: Any, options: dict[str, Any], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        audit(equilibrium, **options)


def test_the_numerical_path_does_not_use_the_solver() -> None:
    """Nothing in this room imports `solve`, and best responses of the closed form are nowhere read."""
    for file in Path(lsec_models.audits.__file__).parent.rglob("*.py"):
        code = file.read_text(encoding="utf-8")
        assert "from lsec_models.solve" not in code
        assert ".stages[0].responses" not in code
        assert "best_responses" not in code


def test_a_deviation_that_drives_a_follower_to_a_constraint_is_seen() -> None:
    """A price cap that does not bind in equilibrium gives a leader who goes up to it the whole margin."""
    cap = parameters("P", positive=True)
    game = Game(players=CHAIN.players, order=CHAIN.order, assuming=CHAIN.assuming, constraints=[w + m <= cap])
    capped = solve(game.with_values({"a": 10, "b": 1, "c": 2, "k": 1, "gamma": 1}))
    seen = audit(capped, draws=10).audits[-1]
    assert not seen.passed()
    assert seen.worst.player == "manufacturer"
    assert audit(capped, draws=10, corners=False).audits[-1].passed(), "by first-order conditions nothing is wrong"
