"""Rest points of logit, imitation with mutation and best responses: against floats, other solvers, and classics."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
import sympy as sp

from brute_force.dynamics import Dynamics
from brute_force.replicator import random_tables
from lsec_models import EvolutionaryGame, MatrixGame, parameters, solve
from lsec_models.errors import DeclarationError, NoClosedForm
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.evolutionary.at_point import RestPointsAt, Stability
from lsec_models.solve.evolutionary.constant_of_motion import constant_of_motion
from lsec_models.solve.evolutionary.generations import stability_in_generations
from lsec_models.solve.evolutionary.rest_points import enclosed_rest_points
from lsec_models.solve.evolutionary.trajectories.paths import path, paths

NUMBERED = {"logit": "noise", "imitation": "mutation"}
SIZES = [(2,), (3,), (4,), (2, 2), (3, 2), (2, 2, 2)]
V, C, eta = parameters("V C eta", positive=True)


def declared(tables: Sequence[Any], rule: str, number: object = None) -> EvolutionaryGame:
    single = len(tables) == 1
    sizes = tables[0].shape[:1] if single else tables[0].shape
    names = {f"p{p}": [f"p{p}s{i}" for i in range(size)] for p, size in enumerate(sizes)}
    numbers = {NUMBERED[rule]: number} if rule in NUMBERED else {}
    return EvolutionaryGame(populations=names, payoffs=tables[0] if single else tables, dynamics=rule, **numbers)


def listed(found: RestPointsAt) -> list[np.ndarray[Any, Any]]:
    return [np.array([float(share) for share in one.shares.values()]) for one in found]


# ---- logit and imitation, against floats -------------------------------------------------------------------------


def compared(rule: str, sizes: tuple[int, ...], number: str, games: int, starts: int) -> int:
    """Compare rest points and stability of random games with floats; return how many roots the floats met."""
    rng, met = Random(f"{rule} {sizes} {number}"), 0
    for _ in range(games):
        tables = random_tables(rng, sizes)
        found = solve(declared(tables, rule, number), at={})
        dynamics = Dynamics(tables, rule, float(Fraction(number)))
        assert found.complete, tables
        # Indices sum to one: shares move inwards everywhere at the border.
        assert len(found) % 2 == 1, tables
        points = listed(found)
        for one, shares in zip(found, points, strict=True):
            assert np.abs(dynamics.speed(shares)).max() < 1e-12, tables
            real = dynamics.eigenvalues(shares).real
            if np.abs(real).min() > 1e-4:
                assert (one.stability is Stability.ASYMPTOTICALLY_STABLE) == (real.max() < 0), (tables, one)
                assert one.shape == ("sink" if real.max() < 0 else "source" if real.min() > 0 else "saddle")
            earned = [x @ f for x, f in zip(dynamics.split(shares), dynamics.earned(shares), strict=True)]
            assert np.allclose([float(value) for value in one.payoffs.values()], earned)
        for root in dynamics.roots(rng, starts):
            met += 1
            assert min(np.abs(root - point).max() for point in points) < 1e-6, (tables, root)
    return met


@pytest.mark.parametrize("rule", NUMBERED)
@pytest.mark.parametrize("sizes", [(2,), (2, 2)], ids=str)
def test_rest_points_are_those_that_a_root_finder_meets(rule: str, sizes: tuple[int, ...]) -> None:
    assert compared(rule, sizes, "1/4", games=2, starts=3)


@pytest.mark.slow
@pytest.mark.parametrize("rule", NUMBERED)
@pytest.mark.parametrize(
    ("sizes", "number"), list(zip(SIZES, ["1/10", "1/2", 1, "1/20", "1/5", "3/4"], strict=True)), ids=str
)
def test_many_rest_points_are_those_that_a_root_finder_meets(rule: str, sizes: tuple[int, ...], number: str) -> None:
    assert compared(rule, sizes, str(number), games=4, starts=6)


def test_rest_points_of_imitation_are_exact() -> None:
    contest = EvolutionaryGame(
        populations={"birds": ["hawk", "dove"]}, payoffs=[[-1, 2], [0, 1]], dynamics="imitation", mutation="1/10"
    )
    (mixed,) = solve(contest, at={})
    assert list(mixed.shares.values()) == [sp.Rational(1, 2)] * 2
    skewed = EvolutionaryGame(
        populations={"x": ["x1", "x2"], "y": ["y1", "y2"]},
        payoffs=[[[3, 0], [0, 2]], [[1, 0], [0, 5]]],
        dynamics="imitation",
        mutation="1/10",
    )
    found = solve(skewed, at={})
    assert len(found) == 3
    x, y = sp.symbols("x y")
    mu = sp.Rational(1, 10)
    speeds = [
        x * (1 - x) * (3 * y - 2 * (1 - y)) + mu * (sp.Rational(1, 2) - x),
        y * (1 - y) * (x - 5 * (1 - x)) + mu * (sp.Rational(1, 2) - y),
    ]
    resultant = sp.Poly(sp.resultant(*speeds, y), x)
    for one in found:
        assert not one.shares["x1"].has(sp.Float)
        assert "CRootOf" not in repr(found)
        assert resultant.rem(sp.Poly(sp.minimal_polynomial(one.shares["x1"], x), x)).is_zero
        assert abs(float(one.shares["x1"] + one.shares["x2"]) - 1) < 1e-15


def test_the_direction_of_change_decides_where_roots_coincide() -> None:
    # Coordination: x (1 - x) (2x - 1) + m (1/2 - x) has a triple root at 1/2 exactly if m = 1/2.
    for mutation, count, stability in (("1/4", 3, Stability.UNSTABLE), ("1/2", 1, Stability.ASYMPTOTICALLY_STABLE)):
        game = EvolutionaryGame(
            populations={"firms": ["A", "B"]}, payoffs=[[1, 0], [0, 1]], dynamics="imitation", mutation=mutation
        )
        found = solve(game, at={})
        middle = next(one for one in found if one.shares["A"] == sp.Rational(1, 2))
        assert (len(found), middle.stability) == (count, stability)
        assert (middle.shape == "non-hyperbolic") == (mutation == "1/2")
        assert found.evidence.status(About.ALL_REST) is Status.PROVED


def test_the_noise_may_be_a_parameter() -> None:
    contest = EvolutionaryGame(
        populations={"birds": ["hawk", "dove"]},
        payoffs=[[(V - C) / 2, V], [0, V / 2]],
        dynamics="logit",
        noise=eta,
        assuming=[C > V],
    )
    shares = [float(solve(contest, at={"V": 1, "C": 4, "eta": noise}).only()["hawk"]) for noise in ("1/100", "1/2", 50)]
    assert abs(shares[0] - 0.25) < 0.02
    assert shares[0] < shares[1] < shares[2] < 0.5
    assert abs(shares[2] - 0.5) < 0.01
    with pytest.raises(NoClosedForm, match=r"the logit dynamics \(noise eta\); solve at a point, .*'eta'"):
        solve(contest)
    assert "Rest points of the evolutionary game of birds under the logit dynamics (noise eta)" in repr(
        solve(contest, at={"V": 1, "C": 4, "eta": 1})
    )


def test_a_singular_rest_point_is_not_resolved() -> None:
    # Coordination by logit: three rest points grow out of one where the noise is half the gain, exactly.
    game = EvolutionaryGame(populations={"firms": ["A", "B"]}, payoffs=[[1, 0], [0, 1]], dynamics="logit", noise="1/2")
    found = solve(game, at={})
    assert not found.complete
    assert "others may lie in" in found.unresolved[0][1]
    assert found.evidence.status(About.ALL_STABLE) is Status.OPEN


def test_where_the_search_ends_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosed_rest_points, "_MOST_BOXES", 50)
    tables = random_tables(Random("ended"), (3,))
    found = solve(declared(tables, "logit", "1/100"), at={})
    assert "boxes that were left when 50 had been looked at" in found.unresolved[0][1]
    assert not found.complete


def test_equal_eigenvalues_are_told_from_the_imaginary_axis() -> None:
    # Precise logit near a corner: all eigenvalues are close to -1, some of them equal.
    table = np.array([[1, 1, -1, -1], [0, 0, -1, -1], [0, 0, 1, -1], [0, 1, 1, 0]])
    found = solve(declared([table], "logit", "1/100"), at={})
    assert found.evidence.status(About.STABILITY) is Status.VERIFIED
    corner = min(found, key=lambda one: abs(float(one["p0s0"]) - 1))
    assert (corner.stability, corner.shape) == (Stability.ASYMPTOTICALLY_STABLE, "sink")
    assert 0 < corner["p0s1"] < sp.Float("1e-40")


# ---- best responses ----------------------------------------------------------------------------------------------


def exact(vertex: Any) -> tuple[sp.Expr, ...]:
    return tuple(map(sp.sympify, vertex.values()))


def against_enumeration(sizes: tuple[int, int], games: int) -> None:
    rng = Random(f"nash {sizes}")
    for _ in range(games):
        tables = random_tables(rng, sizes, largest=3)
        found = solve(declared(tables, "best response"), at={})
        strategies = {f"p{p}": [f"p{p}s{i}" for i in range(size)] for p, size in enumerate(sizes)}
        known = solve(MatrixGame(strategies=strategies, payoffs={f"p{p}": table for p, table in enumerate(tables)}))
        extreme = {tuple(x for own in one.probabilities.values() for x in own.values()) for one in known.extreme}
        ours = {exact(one.shares) for one in found}
        corners = {exact(vertex) for filled in found.continua for vertex in filled.vertices}
        assert extreme <= ours | corners, tables
        dynamics = Dynamics(tables, "best response")
        for shares in ours | corners:
            assert dynamics.is_nash(np.array([float(x) for x in shares])), tables
        if not found.continua:
            assert extreme == ours, tables


def test_rest_points_of_best_responses_are_the_nash_equilibria() -> None:
    against_enumeration((2, 2), games=8)


@pytest.mark.slow
def test_rest_points_of_best_responses_are_the_nash_equilibria_of_larger_games() -> None:
    against_enumeration((3, 2), games=12)
    against_enumeration((3, 3), games=8)


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(2,), (3,), (2, 2), (3, 2)], ids=str)
def test_what_is_said_of_best_responses_is_what_paths_do(sizes: tuple[int, ...]) -> None:
    rng, seen = Random(f"best responses {sizes}"), set()
    for _ in range(4):
        tables = random_tables(rng, sizes)
        found = solve(declared(tables, "best response"), at={})
        dynamics = Dynamics(tables, "best response")
        for one, shares in zip(found, listed(found), strict=True):
            if found.continua or one.stability not in (Stability.ASYMPTOTICALLY_STABLE, Stability.UNSTABLE):
                continue
            seen.add(one.stability)
            distances = []
            for start in dynamics.starts(rng, 3):
                end = dynamics.after(shares + 0.01 * (start - shares), 6.0, step=0.004)
                distances.append(np.abs(end - shares).max())
            if one.stability is Stability.ASYMPTOTICALLY_STABLE:
                assert max(distances) < 0.02, (tables, one)
            else:
                assert max(distances) > 0.02, (tables, one)
    assert Stability.ASYMPTOTICALLY_STABLE in seen


def test_matching_pennies_attract_best_responses() -> None:
    pennies = EvolutionaryGame(
        populations={"even": ["heads", "tails"], "odd": ["Heads", "Tails"]},
        payoffs=[[[2, -1], [-1, 1]], [[-4, 2], [2, -2]]],
        dynamics="best response",
    )
    found = solve(pennies, at={})
    assert found.only().shares["heads"] == sp.Rational(2, 5)
    assert "zero-sum, up to a factor" in found.only().because


def test_rock_paper_scissors_repel_best_responses_where_losing_outweighs_winning() -> None:
    for win, lose, stability in ((2, 1, Stability.ASYMPTOTICALLY_STABLE), (1, 2, Stability.UNSTABLE)):
        game = EvolutionaryGame(
            populations={"all": ["rock", "paper", "scissors"]},
            payoffs=[[0, -lose, win], [win, 0, -lose], [-lose, win, 0]],
            dynamics="best response",
        )
        found = solve(game, at={})
        assert [(one.name, one.stability) for one in found] == [("rock + paper + scissors", stability)]


def test_equilibria_that_fill_a_part_of_a_face_are_cut_by_what_others_earn() -> None:
    # Against a row that plays the first strategy the second population does not care; the row cares which it meets.
    game = EvolutionaryGame(
        populations={"row": ["stay", "go"], "column": ["left", "right"]},
        payoffs=[[[1, 1], [3, 0]], [[1, 1], [0, 2]]],
        dynamics="best response",
    )
    found = solve(game, at={})
    (filled,) = found.continua
    assert filled.name == "stay / left + right"
    assert sorted(corner["left"] for corner in filled.vertices) == [0, sp.Rational(1, 3)]
    assert [one.name for one in found] == ["stay / right"]
    assert found.named("stay / right").stability is Stability.NOT_ASYMPTOTICALLY_STABLE


def test_a_line_of_rest_points_may_hold_one_equilibrium() -> None:
    # Against a third row that earns 0 the column is indifferent, and only its even mixture keeps the row there.
    rows = [[-1, 1], [1, -1], [0, 0]], [[1, -1], [-1, 1], [-1, -1]]
    game = EvolutionaryGame(
        populations={"row": ["a", "b", "out"], "column": ["left", "right"]}, payoffs=rows, dynamics="best response"
    )
    found = solve(game, at={})
    assert found.named("out / left + right").shares["left"] == sp.Rational(1, 2)
    assert [filled.name for filled in found.continua] == ["a + b + out / left + right"]
    assert all(one.stability is Stability.NOT_ASYMPTOTICALLY_STABLE for one in found)


def test_three_populations_have_irrational_equilibria_and_curves_that_are_not_resolved() -> None:
    irrational = [
        [[[1, -2], [-2, -2]], [[0, -1], [-3, 3]]],
        [[[3, 1], [3, -1]], [[-3, -1], [1, 2]]],
        [[[-1, 3], [3, 1]], [[-2, 0], [0, 1]]],
    ]
    found = solve(declared([np.array(table) for table in irrational], "best response"), at={})
    dynamics = Dynamics(irrational, "best response")
    assert all(dynamics.is_nash(shares) for shares in listed(found))
    inner = found.named("p0s0 + p0s1 / p1s0 + p1s1 / p2s0 + p2s1")
    assert not inner.shares["p0s0"].is_Rational
    assert inner.stability is Stability.OPEN
    assert found.complete
    curved = [
        [[[0, -2], [3, -1]], [[0, -2], [3, 0]]],
        [[[3, 0], [-3, -3]], [[-3, 1], [3, -1]]],
        [[[1, 0], [0, 3]], [[2, 3], [0, -3]]],
    ]
    left = solve(declared([np.array(table) for table in curved], "best response"), at={})
    assert not left.complete
    assert {why for _, why in left.unresolved} == {
        "rest points of imitation fill a part of it, and what others earn there has products of shares"
    }


def test_where_paths_begin_to_circle_logit_is_not_decided() -> None:
    # Rock, paper, scissors: real parts are (lose - win) / (6 noise) - 1, zero at noise 1/6.
    cycle = {"populations": {"all": ["r", "p", "s"]}, "payoffs": [[0, -2, 1], [1, 0, -2], [-2, 1, 0]]}
    verdicts = {}
    for noise in ("1/7", "1/6", "1/5"):
        (rest,) = solve(EvolutionaryGame(**cycle, dynamics="logit", noise=noise), at={})
        verdicts[noise] = rest.stability
    assert verdicts == {
        "1/7": Stability.UNSTABLE,
        "1/6": Stability.OPEN,
        "1/5": Stability.ASYMPTOTICALLY_STABLE,
    }


# ---- paths -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["replicator", *NUMBERED, "best response"])
def test_many_paths_at_once_are_the_paths_one_by_one(rule: str) -> None:
    tables = [np.array([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]])]
    found = solve(declared(tables, rule, "1/3"), at={})
    times = np.linspace(0, 1, 4)
    starts = np.array([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1], [0.1, 0.1, 0.8]])
    together = paths(found, starts.T, times)
    for number, start in enumerate(starts):
        assert np.abs(together[:, number] - path(found, list(start), times)).max() < (
            0.02 if rule == "best response" else 1e-5
        )
    if rule != "replicator":
        dynamics = Dynamics(tables, rule, 1 / 3)
        assert np.abs(dynamics.after(starts[0], 1.0) - together[:, 0, -1]).max() < 0.02


def test_paths_of_three_populations_are_those_of_their_definition() -> None:
    tables = random_tables(Random("paths"), (2, 2, 3))
    found = solve(declared(tables, "logit", 1), at={})
    start = np.array([0.3, 0.7, 0.6, 0.4, 0.2, 0.3, 0.5])
    end = paths(found, start[:, None], np.array([0.0, 2.0]))[:, 0, -1]
    assert np.abs(end - Dynamics(tables, "logit", 1.0).after(start, 2.0)).max() < 0.01


# ---- what other dynamics do not answer ---------------------------------------------------------------------------


def test_what_is_about_the_replicator_dynamics_is_refused() -> None:
    found = solve(declared([np.array([[0, 1], [1, 0]])], "best response"), at={})
    for asked in (constant_of_motion, lambda found: stability_in_generations(found, background=3)):
        with pytest.raises(DeclarationError, match=r"is about the replicator dynamics, .* declare the game without"):
            asked(found)
