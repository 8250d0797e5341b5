"""Evidence of interior equilibria: what is proved is not refuted by searching; what is none is called a candidate."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from grids.nested import GridGame, Unsettled
from lsec_models import Equilibrium, Game, Player, decisions, load, parameters, power_structures, solve
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import ContradictoryAssumptions, LsecError, OutsideDomain, SamplingFailed
from lsec_models.games.evidence.evidence import About, Finding, Status
from lsec_models.games.evidence.evidence import found as established
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.results.evidence_subject import rows_of_game
from lsec_models.solve.interior.backward_induction import backward_induction

a, b, c, k, gamma = parameters("a b c k gamma", positive=True)
w, q, m, Q, x, y, z = decisions("w q m Q x y z")
u, v = decisions("u v", real=True)
DEMAND = a - b * (w + m) + gamma * q
CHAIN = Game(
    players=[
        Player("manufacturer", decides=[w, q], payoff=(w - c) * DEMAND - k * q**2 / 2),
        Player("streamer", decides=[m], payoff=m * DEMAND),
    ],
    order=["manufacturer", "streamer"],
    assuming=[a > b * c],
)


def one(payoff: sp.Expr, **more: object) -> Game:
    return Game(players=[Player("firm", decides=[Q], payoff=payoff)], **more)


def two(first: sp.Expr, second: sp.Expr, order: list[object], decided: tuple[Decision, Decision] = (x, y)) -> Game:
    players = [Player("A", decides=[decided[0]], payoff=first), Player("B", decides=[decided[1]], payoff=second)]
    return Game(players=players, order=order)


def row_of(found: Equilibrium, about: About, player: str = "") -> Finding:
    return next(row for row in found.evidence.rows if row.about is about and player in ("", row.player))


# ---- known cases -------------------------------------------------------------------------------------------------

DRIVEN = two(-((x - 4) ** 2) + 7 * a * y, -((y - a + x) ** 2), ["A", "B"])


def test_a_stationary_point_that_is_not_known_to_be_best_is_called_a_candidate() -> None:
    """The seller answers a - x, down to zero; the maker has a local optimum inside, and gains there at x = 4 or not."""
    found = solve(DRIVEN)
    assert found.evidence.status(About.OPTIMAL) is Status.OPEN
    assert not found.evidence.established
    for shown in (repr(found), found._repr_html_(), found._repr_latex_()):
        assert "Candidate of" in shown
        assert "Equilibrium" not in shown
    assert "  holds where" not in repr(found)
    assert "first- and second-order conditions hold where" in repr(found)


def test_a_candidate_is_called_one_where_it_does_not_hold() -> None:
    with pytest.raises(OutsideDomain, match="the candidate of A > B does not hold at a = -1"):
        solve(DRIVEN).at({"a": -1})


def test_the_reason_says_what_to_ask() -> None:
    assert row_of(solve(DRIVEN), About.BOUNDS).detail.endswith("ask solve(game, corners=True)")


def test_a_chain_is_proved_throughout() -> None:
    for order in (["manufacturer", "streamer"], ["streamer", "manufacturer"], [("manufacturer", "streamer")]):
        found = solve(CHAIN.with_order(order))
        assert found.evidence.established
        assert {row.status for row in found.evidence.rows} == {Status.PROVED}
        assert repr(found).splitlines()[0] == f"Equilibrium of {found.label}"
        assert repr(found).splitlines()[-1].strip() == found.evidence.line()


def test_a_leader_that_gains_at_its_followers_bound_is_not_proved_to_stay() -> None:
    """The seller answers 1 - x, down to zero; the maker has -35/4 at x = 1/2, and 0 at x = 4."""
    found = solve(two(-((x - 4) ** 2) + 7 * y, -((y - 1 + x) ** 2), ["A", "B"]))
    assert found.decisions["x"] == sp.Rational(1, 2)
    assert row_of(found, About.BOUNDS).status is Status.OPEN
    assert row_of(found, About.OPTIMAL, "A").status is Status.OPEN
    assert row_of(found, About.OPTIMAL, "B").status is Status.PROVED
    assert found.title == "Candidate of A > B"
    assert "optimal (open)" in found.evidence.caveat()


@pytest.mark.slow
@pytest.mark.parametrize("order", power_structures(["manufacturer", "streamer", "platform"]), ids=str)
def test_a_power_structure_of_the_catalogue_is_an_equilibrium_where_bounds_bring_no_gain(
    order: tuple[tuple[str, ...], ...],
) -> None:
    found = solve(load("power_structures", order=order))
    assert found.evidence.established == (row_of(found, About.BOUNDS).status is Status.PROVED)
    assert row_of(found, About.OFF_PATH).status is Status.PROVED
    assert found.evidence.established == (len(order) == 1 or (len(order) == 2 and len(order[1]) == 1))


def test_a_middle_mover_without_a_best_answer_at_a_later_bound_leaves_the_path_open() -> None:
    """The last mover answers 1 - y, so that the middle one has 4y - 3y^2; but y^2 where it stops at zero."""
    game = Game(
        players=[
            Player("A", decides=[x], payoff=-((x - 1) ** 2)),
            Player("B", decides=[y], payoff=y**2 + 4 * y * z),
            Player("C", decides=[z], payoff=-((z - 1 + y) ** 2)),
        ],
        order=["A", "B", "C"],
    )
    found = solve(game)
    assert found.decisions["y"] == sp.Rational(2, 3)
    assert row_of(found, About.OFF_PATH).detail == "B is not shown to lose by growing y while z = 0"
    assert not found.evidence.established


def test_what_is_declared_may_not_divide_by_zero_on_the_path() -> None:
    """Where a = b*c nothing is sold, and the shares are 0/0, although a factor cancels in the closed form."""
    b, c = parameters("b c", positive=True)
    demand = a - b * (x + y)
    players = [Player("A", decides=[x], payoff=(x - c) * demand), Player("B", decides=[y], payoff=y * demand)]
    shares = {"share": y / (x - c + y)}
    found = solve(Game(players=players, order=["A", "B"], report=shares))
    assert row_of(found, About.EXISTS).status is Status.OPEN
    assert row_of(found, About.EXISTS).detail.startswith("share divides by ")
    inside = solve(Game(players=players, order=["A", "B"], report=shares, assuming=[a > b * c]))
    assert row_of(inside, About.EXISTS).status is Status.PROVED


def test_real_decisions_have_no_bounds() -> None:
    game = two(u * (a - u - v), v * (a - u - v), ["A", "B"], (u, v))
    found = solve(game)
    assert {row.status for row in found.evidence.rows} == {Status.PROVED}
    assert row_of(found, About.BOUNDS).means == "later movers have no bounds"


def test_a_constraint_leaves_open_what_it_may_change() -> None:
    game = Game(
        players=[Player("A", decides=[x], payoff=x * (a - x - y)), Player("B", decides=[y], payoff=y * (a - x - y))],
        order=["A", "B"],
        constraints=[y <= 1],
    )
    found = solve(game)
    assert row_of(found, About.OPTIMAL, "A").status is Status.OPEN
    assert [row_of(found, about).status for about in (About.OFF_PATH, About.BOUNDS, About.COMPLETE)] == [
        Status.OPEN
    ] * 3
    assert not found.evidence.established


def test_a_follower_that_may_be_a_local_optimum_leaves_its_leader_open() -> None:
    """B would rather have y = 0 than y = 2 + x where x is below 1; A plays 2 on the path."""
    found = solve(two(4 * x - x**2 - y / 9, sp.integrate(-(y - 1) * (y - 2 - x), y), ["A", "B"]))
    assert row_of(found, About.OPTIMAL, "A").detail == "what stage 2 answers is not known to be optimal"
    assert row_of(found, About.OPTIMAL, "B").status is Status.PROVED
    assert row_of(found, About.OFF_PATH).status is Status.OPEN
    assert row_of(found, About.OFF_PATH).detail.startswith("B gains at x = ")


def test_concave_on_the_path_only_is_not_concave_off_it() -> None:
    """B's payoff bends the other way where A plays more than 2; A plays 1 on the path."""
    found = solve(two(-((x - 1) ** 2), (x - 2) * y**2 + 2 * y, ["A", "B"]))
    assert row_of(found, About.OPTIMAL, "B").status is Status.PROVED
    assert row_of(found, About.OFF_PATH).status is Status.OPEN
    assert row_of(found, About.OPTIMAL, "A").status is Status.OPEN


def test_several_followers_at_once_may_have_other_equilibria_where_bounds_bind() -> None:
    followers = Game(
        players=[
            Player("A", decides=[x], payoff=-((x - 1) ** 2)),
            Player("B", decides=[y], payoff=y * (3 - y / 2 - 2 * z)),
            Player("C", decides=[z], payoff=z * (3 - z / 2 - 2 * y)),
        ],
        order=["A", ("B", "C")],
    )
    found = solve(followers)
    assert row_of(found, About.OFF_PATH).status is Status.PROVED
    assert "not shown to have one equilibrium" in row_of(found, About.COMPLETE).detail


def test_a_domain_without_points_proves_nothing() -> None:
    thin = solve(one(Q * (a - Q), assuming=[a * b >= 1, a * b <= 1]))
    assert row_of(thin, About.EXISTS).status is Status.PROVED
    found = solve(one(Q * (a - Q), assuming=[a**3 >= 2 * b**3, a**3 <= 2 * b**3]))
    assert row_of(found, About.EXISTS).status is Status.OPEN
    assert not found.evidence.established
    with pytest.raises(ContradictoryAssumptions, match=re.escape("a*b > a**2 + b**2  [assumption]")):
        solve(one(Q * (a - Q), assuming=[a**2 + b**2 < a * b]))


def test_conditions_that_exclude_each_other_refute_existence() -> None:
    """The decisions are nonnegative only where a*b >= a^2 + b^2, which is nowhere."""
    found = solve(one(Q * (a * b - a**2 - b**2 - Q)))
    assert row_of(found, About.EXISTS).status is Status.REFUTED
    assert "no parameters satisfy together" in row_of(found, About.EXISTS).detail
    assert found.title == "Candidate of firm"


def test_other_quantities_than_those_derived_are_not_proved() -> None:
    found = solve(CHAIN)
    claimed = Equilibrium(
        game=found.game,
        exact=Frozen({**found.exact, "w": found.exact["m"]}),
        stages=found.stages,
        conditions=found.conditions,
        examine=found.examine,
    )
    assert found.evidence.established
    assert claimed.evidence.status(About.OPTIMAL) is Status.OPEN
    bare = Equilibrium(game=found.game, exact=found.exact, stages=(), conditions=found.conditions)
    assert {row.status for row in bare.evidence.rows} == {Status.OPEN}


# ---- trivial changes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [["A", ("B", "C")], [("A", "B"), "C"], [("A", "B", "C")], ["A", "B", "C"]])
@pytest.mark.parametrize("cubic", [0, 1])
def test_renaming_and_reordering_change_nothing(order: list[object], cubic: int) -> None:
    payoffs = {"A": (a - x - y - z) * x, "B": (a - x - y - z) * y - cubic * y**3, "C": (a - x - y - z) * z - z**2}
    decided = dict(zip("ABC", (x, y, z), strict=True))
    other = dict(zip((x, y, z), decisions("x_3 x_2 x_1"), strict=True))
    names = {"A": "zoe", "B": "yan", "C": "xu"}

    def renamed(slot: object) -> object:
        return names[slot] if isinstance(slot, str) else tuple(names[name] for name in slot)

    players = [Player(name, decides=[decided[name]], payoff=payoffs[name]) for name in "ABC"]
    changed = [
        Player(names[name], decides=[other[decided[name]]], payoff=payoffs[name].subs(other, simultaneous=True))
        for name in "CBA"
    ]
    try:
        before = solve(Game(players=players, order=order))
    except LsecError as error:
        with pytest.raises(type(error)):
            solve(Game(players=changed, order=[renamed(slot) for slot in order]))
        return
    after = solve(Game(players=changed, order=[renamed(slot) for slot in order]))
    assert _statuses(before, names) == _statuses(after, {name: name for name in names.values()})


def _statuses(found: Equilibrium, names: Mapping[str, str]) -> Counter[tuple[object, ...]]:
    return Counter((row.about, names.get(row.player, ""), row.stage, row.status) for row in found.evidence.rows)


# ---- brute force -------------------------------------------------------------------------------------------------

NAMES = ("x", "y", "z")
BLOCKS, BLOCK = 8, 25
FAR = 60
GAIN = 1e-3


def random_solved(seed: int) -> Equilibrium | None:
    """Return a small game with an interior closed form: one decision a player, one to three stages."""
    dice = random.Random(seed)
    size = dice.choice([1, 2, 2, 3, 3, 3])
    real = dice.random() < 0.12
    own = [Decision(name, real=True) if real else Decision(name, nonnegative=True) for name in NAMES[:size]]
    payoffs = [_payoff(dice, own, i) for i in range(size)]
    players = [Player(f"player {d.name}", decides=[d], payoff=f) for d, f in zip(own, payoffs, strict=True)]
    order: list[list[str]] = []
    for player in players:
        if order and dice.random() < 0.4:
            order[-1].append(player.name)
        else:
            order.append([player.name])
    try:
        return solve(Game(players=players, order=[tuple(slot) for slot in order]))
    except LsecError:
        return None


def _payoff(dice: random.Random, own: list[Decision], i: int) -> sp.Expr:
    mine, others = own[i], [d for d in own if d is not own[i]]
    payoff = dice.randint(-1, 4) * mine + dice.randint(0, 1) * a * mine - dice.choice([1, 1, 2, 3]) * mine**2
    payoff += sum(dice.choice([-2, -1, -1, 0, 1, 2]) * mine * other for other in others)
    payoff += sum(dice.choice([0, 0, 1, -1, 3]) * other + dice.choice([0, 0, -1, 1]) * other**2 for other in others)
    shape = dice.random()
    if shape < 0.2:
        payoff += sp.Rational(dice.choice([1, -1]), dice.choice([1, 3])) * mine**3
    elif shape < 0.32 and others:
        payoff += dice.choice([1, -1]) * mine**2 * others[0]
    elif shape < 0.42:
        payoff = payoff / (1 + dice.choice(own))
    return payoff


@pytest.mark.slow
@pytest.mark.parametrize("block", range(BLOCKS))
def test_nothing_proved_is_refuted_by_searching(block: int) -> None:
    for seed in range(BLOCK * block, BLOCK * (block + 1)):
        found = random_solved(seed)
        if found is None:
            continue
        try:
            points = sample(found.domain, 2, seed=seed)
        except SamplingFailed:
            assert row_of(found, About.EXISTS).status is Status.OPEN
            continue
        for point in points:
            _check(found, point, random.Random(seed))


@pytest.mark.slow
def test_the_search_has_seen_enough() -> None:
    solved = [found for seed in range(BLOCK * BLOCKS) if (found := random_solved(seed)) is not None]
    seen = Counter((row.about, row.status) for found in solved for row in found.evidence.rows)
    assert len(solved) > 60
    for about in (About.OPTIMAL, About.OFF_PATH, About.BOUNDS, About.COMPLETE):
        assert seen[about, Status.PROVED] > 10
        assert seen[about, Status.OPEN] > (1 if about is not About.OFF_PATH else 0)


LOCAL = {
    "a local maximum below the corner": one(57 * Q - (147 * Q - 24 * Q**2 + 2 * Q**3)),
    "unbounded for every parameter": one(Q * (a - Q) ** 2),
    "a gain at the follower's bound": two(-((x - 4) ** 2) + 7 * y, -((y - 1 + x) ** 2), ["A", "B"]),
    "a follower at a local maximum": two(-((x - 1) ** 2), y * (x + 1 - y) ** 2, ["A", "B"]),
}


@pytest.mark.parametrize("case", LOCAL)
def test_the_search_finds_what_is_wrongly_called_proved(case: str) -> None:
    stated = backward_induction(LOCAL[case])

    def all_proved(equilibrium: Equilibrium) -> tuple[Finding, ...]:
        return tuple(established(row, Status.PROVED, "said so") for row in rows_of_game(equilibrium.game))

    (point,) = sample(stated.domain, 1)
    with pytest.raises(AssertionError):
        _check(replace(stated, examine=all_proved), point, random.Random(0))


def _check(found: Equilibrium, point: Mapping[sp.Symbol, Fraction], dice: random.Random) -> None:
    game = found.game
    numbers = {symbol: float(value) for symbol, value in point.items()}
    grid = GridGame(
        payoffs={p.decides[0].name: sp.lambdify(game.decisions, p.payoff.subs(numbers), "numpy") for p in game.players},
        stages=[[d.name for d in stage.decisions] for stage in game.stages],
        lowest={d.name: 0.0 if d.is_nonnegative else -np.inf for d in game.decisions},
    )
    path = {name: np.array([float(value)]) for name, value in found.at(point).decisions.items()}
    if max(abs(value[0]) for value in path.values()) > FAR:
        return
    for row in found.evidence.rows:
        if row.status is not Status.PROVED:
            continue
        if row.about is About.EXISTS:
            assert all(path[d.name][0] >= 0 for d in game.decisions if d.is_nonnegative)
        elif row.about is About.OPTIMAL:
            _check_optimal(found, grid, path, row)
        elif row.about is About.OFF_PATH and len(game.stages) > 1:
            _check_off_path(found, grid, numbers, dice)
        elif row.about is About.COMPLETE:
            _check_complete(grid, path)


def _check_optimal(found: Equilibrium, grid: GridGame, path: Mapping[str, np.ndarray], row: Finding) -> None:
    """No deviation gains; where bounds are open, none after which all later answers are inside."""
    (name,) = row.decisions
    spread = np.concatenate([np.linspace(-4, 4, 33), [-40.0, 12.0, 25.0, 60.0]])
    tried = np.maximum(path[name][0] + spread, grid.lowest[name])
    history = {n: np.broadcast_to(v, tried.shape) for n, v in path.items() if grid._stage_of(n) < row.stage}
    history |= {name: tried}
    try:
        after = grid.played(history, row.stage)
    except Unsettled:
        return
    staying = grid.payoffs[name](**{n: np.broadcast_to(v, tried.shape) for n, v in path.items()})
    gains = np.broadcast_to(grid.payoffs[name](**after), tried.shape) - staying
    later = [n for n in path if grid._stage_of(n) >= row.stage and grid.lowest[n] == 0]
    inside = np.logical_and.reduce([after[n] > 1e-3 for n in later]) if later else np.full(tried.shape, True)
    counted = gains if row_of(found, About.BOUNDS).status is Status.PROVED else gains[inside]
    assert (counted <= GAIN * (1 + np.abs(staying[0]) + np.abs(tried).max())).all(), (found, row, counted)


def _check_off_path(
    found: Equilibrium, grid: GridGame, numbers: Mapping[sp.Symbol, float], dice: random.Random
) -> None:
    """After any history each later stage has answers, which are the stated ones where those are feasible."""
    for stage in range(1, len(grid.stages)):
        earlier = [name for names in grid.stages[:stage] for name in names]
        history = {name: np.array([dice.uniform(0, 6) for _ in range(6)]) for name in earlier}
        try:
            after = grid.played(history, stage)
        except Unsettled:
            assert any(len(names) > 1 for names in grid.stages[stage:]), (found, history)
            continue
        if stage < len(grid.stages) - 1:
            continue
        stated = {}
        for name, answer in found.stages[stage].best_responses.items():
            written = sp.lambdify([sp.Symbol(n) for n in earlier], _plain(answer.subs(numbers)), "numpy")
            stated[name] = np.broadcast_to(written(*(history[n] for n in earlier)), (6,))
        feasible = np.logical_and.reduce([stated[n] >= grid.lowest[n] for n in stated])
        for name, value in stated.items():
            assert after[name][feasible] == pytest.approx(value[feasible], abs=1e-2), (found, history)


def _check_complete(grid: GridGame, path: Mapping[str, np.ndarray]) -> None:
    """Playing from the start leads to the stated path."""
    try:
        after = grid.played({}, 0)
    except Unsettled:
        return
    for name, value in path.items():
        assert after[name] == pytest.approx(value, rel=1e-2, abs=5e-2), (name, after, path)


def _plain(expression: sp.Expr) -> sp.Expr:
    return expression.xreplace({symbol: sp.Symbol(symbol.name) for symbol in expression.free_symbols})


@pytest.mark.slow
def test_a_cover_that_is_proved_in_a_part_says_in_which() -> None:
    """Where t is small the payoff of A is not concave, and no regime was looked for."""
    t = parameters("t", real=True)
    first, second = decisions("one two")
    three = decisions("three", real=True)
    payoff = -(first**2) * t / 2 - 3 * first * three - 2 * first * second * t - 3 * second**2 - second / 2
    rival = -4 * first * three - three**2 + three * second / 2
    game = Game(
        players=[Player("A", decides=[first, second], payoff=payoff), Player("B", decides=[three], payoff=rival)],
        order=[first, ("B", second)],
    )
    found = solve(game, corners=True)
    row = row_of(found, About.COVER)
    assert found.tiling.covering == "proved"
    assert row.status is Status.OPEN
    assert row.detail.startswith("proved where ")
