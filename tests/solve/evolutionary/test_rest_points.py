"""Rest points of evolutionary games: against floats, against classics, and where eigenvalues say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import flint
import numpy as np
import pytest
import sympy as sp

from brute_force.replicator import Replicator, random_tables
from lsec_models import EvolutionaryGame, parameters, solve
from lsec_models.errors import DeclarationError, OutsideDomain, SeveralSolutions, UnknownName
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.evolutionary.at_point import RestPointsAt, Stability
from lsec_models.solve.evolutionary.stability.copositive import is_strictly_copositive
from lsec_models.solve.evolutionary.stability.spectrum import Spectrum, real_parts

SIZES = [(2,), (3,), (4,), (2, 2), (2, 3), (3, 3), (2, 2, 2), (2, 2, 3)]
MARGIN = 1e-4


def declared(tables: Sequence[Any]) -> EvolutionaryGame:
    """Return a game with populations p0, p1, ... whose strategies are numbered."""
    single = len(tables) == 1
    sizes = tables[0].shape[:1] if single else tables[0].shape
    names = {f"p{p}": [f"p{p}s{i}" for i in range(size)] for p, size in enumerate(sizes)}
    return EvolutionaryGame(populations=names, payoffs=tables[0] if single else tables)


def listed(found: RestPointsAt) -> list[np.ndarray[Any, Any]]:
    return [np.array([float(share) for share in one.shares.values()]) for one in found]


def lies_in_a_continuum(found: RestPointsAt, shares: np.ndarray[Any, Any]) -> bool:
    """Whether shares are a mean of the vertices of some continuum."""
    for continuum in found.continua:
        corners = np.array([[float(x) for x in corner.values()] for corner in continuum.vertices]).T
        system = np.vstack([corners, np.ones(corners.shape[1])])
        weights, residual = np.linalg.lstsq(system, np.append(shares, 1.0), rcond=None)[:2]
        del residual
        if np.abs(system @ weights - np.append(shares, 1.0)).max() < 1e-5:
            return True
    return False


# ---- against floats ----------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_rest_points_are_those_that_a_root_finder_meets(sizes: tuple[int, ...]) -> None:
    rng = Random(f"roots {sizes}")
    for _ in range(6):
        tables = random_tables(rng, sizes)
        dynamics, found = Replicator(tables), solve(declared(tables), at={})
        points = listed(found)
        for shares in points:
            assert np.abs(dynamics.speed(shares)).max() < 1e-9, tables
        left = {name for name, _ in found.unresolved}
        assert not left or len(sizes) == 3
        for shares in dynamics.roots(rng, 12):
            played = [sum(part > 1e-6) for part in dynamics.split(shares)]
            if left and sum(number > 1 for number in played) == 3:
                continue
            near = min(np.abs(shares - known).max() for known in points)
            assert near < 1e-4 or lies_in_a_continuum(found, shares), (tables, shares)


@pytest.mark.slow
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_stability_is_what_eigenvalues_in_floats_say(sizes: tuple[int, ...]) -> None:
    rng = Random(f"eigenvalues {sizes}")
    met: set[str] = set()
    for _ in range(15):
        tables = random_tables(rng, sizes)
        dynamics, found = Replicator(tables), solve(declared(tables), at={})
        for one, shares in zip(found, listed(found), strict=True):
            real = dynamics.eigenvalues(shares).real
            if np.abs(real).min() > MARGIN:
                stable = real.max() < 0
                assert (one.stability is Stability.ASYMPTOTICALLY_STABLE) == stable, (tables, one)
                assert (one.stability is Stability.UNSTABLE) == (not stable), (tables, one)
                shape = "sink" if stable else "source" if real.min() > 0 else "saddle"
                assert one.shape in (shape, ""), (tables, one)
                met.add(shape)
            elif real.max() > MARGIN:
                assert one.stability is Stability.UNSTABLE, (tables, one)
    assert {"sink", "source" if sizes == (2,) else "saddle"} <= met


@pytest.mark.slow
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_paths_settle_at_stable_points_only(sizes: tuple[int, ...]) -> None:
    rng = Random(f"paths {sizes}")
    settled = 0
    for _ in range(3):
        tables = random_tables(rng, sizes)
        dynamics, found = Replicator(tables), solve(declared(tables), at={})
        for start in dynamics.starts(rng, 4):
            end = dynamics.settled(start)
            if end is None or lies_in_a_continuum(found, end):
                continue
            settled += 1
            distances = [np.abs(end - known).max() for known in listed(found)]
            nearest = found[int(np.argmin(distances))]
            assert min(distances) < 1e-3, (tables, end)
            assert nearest.stability is not Stability.UNSTABLE, (tables, nearest)
        for one, shares in zip(found, listed(found), strict=True):
            if one.stability is Stability.ASYMPTOTICALLY_STABLE and one.shape == "sink":
                inner = np.concatenate([np.full(size, 1 / size) for size in dynamics.sizes])
                _, end = dynamics.path(shares + 1e-4 * (inner - shares))
                assert np.abs(end - shares).max() < 1e-3, (tables, one)
    assert settled


@pytest.mark.slow
def test_conditions_in_parameters_agree_with_points() -> None:
    a, b, c = parameters("a b c", real=True)
    rng = Random("conditions")
    linear = [a, b, c, a - b, b - c, a + c, sp.Integer(1), sp.Integer(-2), sp.Integer(0), a + 1, c - 2]
    stable = 0
    for number in range(14):
        sizes = SIZES[number % 7]
        shape = sizes * 2 if len(sizes) == 1 else sizes
        cells = int(np.prod(shape))
        tables = [np.array([rng.choice(linear) for _ in range(cells)], dtype=object).reshape(shape) for _ in sizes]
        game = declared(tables)
        closed = solve(game)
        for _ in range(6):
            point = {name: Fraction(rng.randint(-9, 9), rng.randint(1, 3)) for name in ("a", "b", "c")}
            exact = {symbol: point[symbol.name] for symbol in game.parameters}
            at = closed.at({symbol.name: value for symbol, value in exact.items()})
            tied = [tie for tie in closed.ties if all(one.subs(exact) == 0 for one in tie.vanishing)]
            names = [one.name for one in closed.points if one.domain.contains(exact)]
            if not tied and not closed.unresolved:
                assert sorted(names) == sorted(one.name for one in at), (tables, point)
                assert not at.continua
            for one in closed.points:
                if not one.domain.contains(exact):
                    continue
                shares = {name: share.subs(exact) for name, share in one.shares.items()}
                (there,) = [known for known in at if known.name == one.name and known.shares == shares]
                where = one.stable_where
                holds = where is not None and all(c.holds_at(game.ring.exact_point(exact)) for c in where)
                is_stable = there.stability is Stability.ASYMPTOTICALLY_STABLE
                stable += is_stable
                if holds:
                    assert is_stable, (tables, point, one)
                elif one.exactly:
                    assert not is_stable, (tables, point, one)
                else:
                    assert not is_stable or there.shape == "non-hyperbolic", (tables, point, one)
                evolutionary = one.evolutionarily_stable_where
                if evolutionary is not None and all(c.holds_at(game.ring.exact_point(exact)) for c in evolutionary):
                    assert there.evolutionarily_stable, (tables, point, one)
    assert stable > 10


# ---- classics ----------------------------------------------------------------------------------------------------

V, C, a, b, d = parameters("V C a b d", positive=True)


def test_hawks_and_doves() -> None:
    found = solve(
        EvolutionaryGame(
            populations={"birds": ["hawk", "dove"]}, payoffs=[[(V - C) / 2, V], [0, V / 2]], assuming=[C > V]
        )
    )
    mixed = found["hawk + dove"]
    assert mixed.shares["hawk"] == V / C
    assert sp.simplify(mixed.hurwitz[0].expression() - V * (C - V) / (2 * C)) == 0
    assert [one.name for one in found.stable] == ["hawk + dove"]
    assert mixed.stable_where == () == mixed.evolutionarily_stable_where
    assert found.complete
    assert found.evidence.status(About.ALL_STABLE) is Status.PROVED
    assert found.at(V=1, C=4).only().shares["hawk"] == sp.Rational(1, 4)


def rock_paper_scissors() -> EvolutionaryGame:
    return EvolutionaryGame(
        populations={"players": ["rock", "paper", "scissors"]}, payoffs=[[0, -b, a], [a, 0, -b], [-b, a, 0]]
    )


def test_rock_paper_scissors_is_stable_where_winning_outweighs_losing() -> None:
    found = solve(rock_paper_scissors())
    inner = found["rock + paper + scissors"]
    assert [str(condition.relation) for condition in inner.stable_where] == ["a > b"]
    # Eigenvalues (b-a)/6 +- i sqrt(3) (a+b)/6: their sum is (b-a)/3, their product (a^2+ab+b^2)/9.
    total, times = (value.expression() for value in inner.hurwitz)
    assert sp.expand(total - (a - b) / 3) == 0
    assert sp.expand(times - (a**2 + a * b + b**2) / 9) == 0
    words = {(2, 1): Stability.ASYMPTOTICALLY_STABLE, (1, 2): Stability.UNSTABLE, (1, 1): Stability.STABLE}
    for (win, lose), stability in words.items():
        point = found.at(a=win, b=lose).named("rock + paper + scissors")
        assert point.stability is stability
        assert point.evolutionarily_stable == (win > lose)


def test_matching_pennies_circle_around_their_mixture() -> None:
    pennies = EvolutionaryGame(
        populations={"even": ["heads", "tails"], "odd": ["Heads", "Tails"]},
        payoffs=[[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]],
    )
    inner = solve(pennies, at={}).named("heads + tails / Heads + Tails")
    assert set(inner.shares.values()) == {sp.Rational(1, 2)}
    assert (inner.stability, inner.shape) == (Stability.STABLE, "non-hyperbolic")
    assert "constant of motion" in inner.because


def test_coordination_has_a_threshold() -> None:
    found = solve(EvolutionaryGame(populations={"firms": ["A", "B"]}, payoffs=[[a, 0], [0, d]]))
    threshold = found["A + B"]
    assert threshold.shares["A"] == d / (a + d)
    assert not threshold.can_be_stable
    assert sp.simplify(threshold.hurwitz[0].expression() + a * d / (a + d)) == 0
    assert {found["A"].eigenvalues["B"], found["B"].eigenvalues["A"]} == {-a, -d}
    assert [one.name for one in found.stable] == ["A", "B"]
    with pytest.raises(SeveralSolutions, match="2 stable rest points"):
        found.at(a=1, d=1).only()


def tripartite() -> EvolutionaryGame:
    fine, loss, cost, subsidy, effort, price, use, check = parameters("Fi L Cg Su Ce Pm U Kc", positive=True)

    def earned(regulator: str, firm: str, buyer: str) -> dict[str, sp.Expr]:
        x, y, z = int(regulator == "inspect"), int(firm == "green"), int(buyer == "buy")
        return {
            "regulator": x * ((fine + loss) * (1 - y) - subsidy * y - cost),
            "firm": y * (-effort + (subsidy + fine) * x + price * z),
            "buyer": z * (use * y - check),
        }

    return EvolutionaryGame(
        populations={"regulator": ["leave", "inspect"], "firm": ["brown", "green"], "buyer": ["pass", "buy"]},
        payoffs=earned,
    )


def test_three_populations_are_stable_at_three_corners_only() -> None:
    found = solve(tripartite())
    words = {one.name: {str(condition.relation) for condition in one.stable_where} for one in found.stable}
    assert words == {
        "leave / brown / pass": {"Cg > Fi + L"},
        "inspect / brown / pass": {"Fi + L > Cg", "Ce > Fi + Su"},
        "leave / green / buy": {"Pm > Ce", "U > Kc"},
    }
    assert found.evidence.status(About.ALL_STABLE) is Status.PROVED
    assert str(found["leave / brown / pass"].eigenvalues["inspect"]) == "-Cg + Fi + L"
    assert str(found["leave / green / buy"].eigenvalues["inspect"]) == "-Cg - Su"


def test_zeeman_has_an_attractor_inside_and_one_at_a_corner() -> None:
    # Zeeman (1980): an inner sink that is not evolutionarily stable, beside a strict corner.
    game = EvolutionaryGame(populations={"p": ["x", "y", "z"]}, payoffs=[[0, 6, -4], [-3, 0, 5], [-1, 3, 0]])
    found = solve(game, at={})
    assert [one.name for one in found.stable] == ["x", "x + y + z"]
    inner = found.named("x + y + z")
    assert set(inner.shares.values()) == {sp.Rational(1, 3)}
    assert not inner.evolutionarily_stable
    assert found.named("x").evolutionarily_stable


# ---- where eigenvalues say nothing -------------------------------------------------------------------------------


def test_what_is_evolutionarily_stable_is_stable_without_hyperbolicity() -> None:
    # The pure state ties with the mutant, who fares worse against itself.
    game = EvolutionaryGame(populations={"p": ["x", "y"]}, payoffs=[[1, 1], [1, 0]])
    found = solve(game, at={})
    assert found.named("x").shape == "non-hyperbolic"
    assert found.named("x").stability is Stability.ASYMPTOTICALLY_STABLE
    turned = solve(EvolutionaryGame(populations={"p": ["x", "y"]}, payoffs=[[1, 1], [1, 2]]), at={})
    assert turned.named("x").stability is Stability.UNSTABLE


def test_one_vanishing_eigenvalue_is_decided_along_the_centre_manifold() -> None:
    # Each is followed from near, along the edge or the line on which all that is played earns the same.
    cases = {
        "x + y": ([[-1, 1, 0], [1, -1, 0], [0, 0, -1]], Stability.ASYMPTOTICALLY_STABLE),
        "y + z": ([[1, -1, 0], [1, 0, -1], [0, 1, -2]], Stability.ASYMPTOTICALLY_STABLE),
        "x": ([[1, 1, -1], [1, 2, 0], [0, 1, 0]], Stability.UNSTABLE),
        "x + z": ([[-1, -2, 2], [1, 3, -1], [1, 0, -1]], Stability.UNSTABLE),
    }
    for name, (table, stability) in cases.items():
        found = solve(EvolutionaryGame(populations={"p": ["x", "y", "z"]}, payoffs=table), at={})
        rest = found.named(name)
        assert (rest.stability, rest.shape) == (stability, "non-hyperbolic"), name


@pytest.mark.slow
def test_paths_near_a_vanishing_eigenvalue_do_what_is_said() -> None:
    rng, seen = Random("centre"), {Stability.ASYMPTOTICALLY_STABLE: 0, Stability.UNSTABLE: 0}
    while min(seen.values()) < 2:
        table = random_tables(rng, (3,), largest=2)
        dynamics = Replicator(table)
        for one in solve(declared(table), at={}):
            if "centre manifold" not in one.because or seen[one.stability] >= 2:
                continue
            seen[one.stability] += 1
            shares = np.array([float(share) for share in one.shares.values()])
            starts = [shares + 0.02 * (start - shares) for start in dynamics.starts(rng, 3)]
            moved = [
                max(np.abs(end - shares).max() for until in (30.0, 1000.0) for end in dynamics.path(start, until))
                / np.abs(start - shares).max()
                for start in starts
            ]
            if one.stability is Stability.ASYMPTOTICALLY_STABLE:
                assert max(moved) < 3, (table, one)
            else:
                assert max(moved) > 3, (table, one)


def test_what_is_not_decided_is_open_and_said_so() -> None:
    # On the side of mutants the linear part vanishes and no criterion applies.
    game = EvolutionaryGame(populations={"p": ["x", "y", "z"]}, payoffs=[[0, 1, -1], [0, 0, 3], [0, -3, 0]])
    found = solve(game, at={})
    assert found.named("x").stability is Stability.OPEN
    assert found.named("x").because == "non-hyperbolic here: no verdict from linearisation"
    assert found.evidence.status(About.STABILITY) is Status.OPEN
    assert found.evidence.status(About.ALL_STABLE) is Status.OPEN
    assert found.evidence.status(About.ALL_REST) is Status.PROVED
    with pytest.raises(OutsideDomain, match="not one rest point is known to be the only stable one"):
        found.only()


def test_rest_points_that_fill_an_edge_are_a_continuum() -> None:
    same = EvolutionaryGame(populations={"p": ["x", "y", "z"]}, payoffs=[[1, 1, 0], [1, 1, 0], [0, 0, 2]])
    found = solve(same, at={})
    assert [one.name for one in found.continua] == ["x + y", "x + y + z"]
    assert found.named("x").stability is Stability.NOT_ASYMPTOTICALLY_STABLE
    assert [one.name for one in found.stable] == ["z"]


@pytest.mark.parametrize(("seed", "draws"), [("quadratic", 16), pytest.param("many", 60, marks=pytest.mark.slow)])
def test_three_populations_meet_inside_at_the_roots_of_a_quadratic(seed: str, draws: int) -> None:
    rng = Random(seed)
    met = 0
    for _ in range(draws):
        tables = random_tables(rng, (2, 2, 2))
        found = solve(declared(tables), at={})
        inner = [one for one in found if len(one.name.split("+")) == 4]
        met += any(not share.is_Rational for one in inner for share in one.shares.values())
        for one in inner:
            assert one.stability is not Stability.ASYMPTOTICALLY_STABLE
            assert all(0 < share < 1 for share in one.shares.values())
    assert met > 2


def test_more_than_a_quadratic_is_not_resolved_and_said_so() -> None:
    tables = random_tables(Random("large"), (2, 2, 3))
    found = solve(declared(tables), at={})
    assert found.unresolved
    assert not found.complete
    assert "not resolved" in repr(found)
    assert found.evidence.status(About.ALL_STABLE) is Status.PROVED


# ---- tools -------------------------------------------------------------------------------------------------------


def test_real_parts_of_roots_are_counted() -> None:
    rng = Random("spectrum")
    for _ in range(400):
        polynomial, signs = flint.fmpq_poly([1]), {-1: 0, 0: 0, 1: 0}
        for _ in range(rng.randint(1, 4)):
            real, imaginary = rng.randint(-2, 2), rng.randint(0, 3)
            factor = [real * real + imaginary**2, -2 * real, 1] if imaginary else [-real, 1]
            polynomial *= flint.fmpq_poly(factor)
            signs[(real > 0) - (real < 0)] += len(factor) - 1
        assert real_parts(polynomial) == Spectrum(negative=signs[-1], zero=signs[0], positive=signs[1])


@pytest.mark.slow
def test_copositive_forms_are_positive_on_a_fine_grid() -> None:
    rng = Random("copositive")
    for _ in range(80):
        size = rng.randint(1, 3)
        half = [[Fraction(rng.randint(-3, 4)) for _ in range(size)] for _ in range(size)]
        form = [[half[i][j] + half[j][i] for j in range(size)] for i in range(size)]
        # Weights that are small whole numbers find every sign change of forms with such small entries.
        least = min(
            sum(form[i][j] * x[i] * x[j] for i in range(size) for j in range(size))
            for x in product(range(11), repeat=size)
            if any(x)
        )
        if is_strictly_copositive(form):
            assert least > 0
        else:
            assert least <= 0


@pytest.mark.slow
@pytest.mark.parametrize("size", [2, 3, 4])
def test_evolutionarily_stable_states_withstand_every_small_invasion(size: int) -> None:
    # Payoffs of -1, 0 and 1 tie often, so that best replies are many and forms are seldom definite.
    rng = Random(f"invasion {size}")
    steps = {2: 12, 3: 12, 4: 6}[size]
    invaders = [z for z in product(range(steps + 1), repeat=size) if sum(z) == steps]
    small, stable = Fraction(1, 500), 0
    for _ in range(40):
        table = random_tables(rng, (size,), largest=1)[0]
        for one in solve(declared([table]), at={}):
            x = [Fraction(int(share.p), int(share.q)) for share in one.shares.values()]
            gains = []
            for z in invaders:
                y = [(1 - small) * own + small * Fraction(other, steps) for own, other in zip(x, z, strict=True)]
                if y == x:
                    continue
                earned = [sum(int(table[i, j]) * y[j] for j in range(size)) for i in range(size)]
                gains.append(sum((y[i] - x[i]) * earned[i] for i in range(size)))
            assert one.evolutionarily_stable == (max(gains) < 0), (table, one)
            stable += one.evolutionarily_stable
    assert stable > 5


def test_names_and_points_are_explained() -> None:
    found = solve(rock_paper_scissors())
    with pytest.raises(UnknownName, match="no rest point 'rok' in closed form; did you mean 'rock'"):
        found["rok"]
    with pytest.raises(OutsideDomain, match="a is declared positive, given -1"):
        found.at(a=-1, b=1)
    with pytest.raises(UnknownName, match="did you mean"):
        found.at(a=1, b=1).named("rock + papr")
    numbered: Any = found.at(a=1, b=1)
    with pytest.raises(DeclarationError, match=r"are numbered; by what is played there: named\('rock'\)"):
        numbered["rock"]
    with pytest.raises(UnknownName, match="no quantity 'share'"):
        numbered["share"]
    assert numbered.named("rock").name == "rock"
