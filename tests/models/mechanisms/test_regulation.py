"""Regulation of streamers: what is stable where, by hand, and which levers move it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest
import sympy as sp

from lsec_models import (
    EvolutionaryGame,
    Game,
    Player,
    decisions,
    decreasing,
    independent,
    parameters,
    prove,
    read_game,
    solve,
)
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.evolutionary.at_point import Stability
from lsec_models.models import load
from lsec_models.models.mechanisms.regulation import (
    BASELINE,
    commission,
    cost,
    fine,
    gain,
    kept,
    members,
    regulation,
    reputation,
)
from lsec_models.prove.results.verdicts import Proved
from lsec_models.solve.evolutionary.stability.stability import VOLUME

GAMES = {(c, p): regulation(consumers=c, pooled=p) for c, p in product((True, False), repeat=2)}
CIRCLES = [cost < kept * fine + reputation - commission * gain, gain < fine]


def drawn(rng: Random) -> dict[str, Fraction]:
    """Return parameters, each its own random multiple of the baseline; parts of a whole are drawn from it."""
    point = {name: value * Fraction(rng.randint(1, 40), 10) for name, value in BASELINE.items()}
    point |= {"nu": Fraction(rng.randint(0, 10), 10), "mu": Fraction(rng.randint(0, 9), 10)}
    return point | {"n": Fraction(rng.randint(1, 20)), "k": Fraction(rng.randint(1, 120), 10)}


def at(game: object, point: dict[str, Fraction]) -> dict[str, Fraction]:
    return {symbol.name: point[symbol.name] for symbol in game.parameters}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("consumers", "pooled"), GAMES)
def test_no_mixture_is_ever_stable_and_the_list_of_stable_corners_is_complete(consumers: bool, pooled: bool) -> None:
    """The theorem, as the verdict on every rest point inside a face."""
    found = solve(GAMES[consumers, pooled])
    mixed = [point for point in found.points if "+" in point.name]
    assert mixed
    assert all(point.stable_where is None and point.exactly and point.because == VOLUME for point in mixed)
    assert found.evidence.status(About.ALL_STABLE) is Status.PROVED


def earned(p: dict[str, Fraction], lax: int, watched: int, complained: int, pooled: bool) -> tuple[Fraction, ...]:
    """Return the payoffs of streamer, platform and consumer, from the words of the model."""
    fined = p["f"] / p["n"] if pooled else p["f"]
    streamer = lax * (p["g"] - watched * fined - complained * p["z"])
    supervising = lax * (p["nu"] * p["f"] + p["d"]) - p["k"]
    idle = lax * (p["mu"] * p["g"] - complained * p["N"])
    return streamer, supervising if watched else idle, complained * (lax * p["z"] - p["c"])


@pytest.mark.parametrize(("consumers", "pooled"), GAMES)
def test_stable_corners_are_those_that_nobody_leaves(consumers: bool, pooled: bool) -> None:
    rng = Random(f"regulation {consumers} {pooled}")
    game = GAMES[consumers, pooled]
    found, met = solve(game), set()
    for _ in range(10 if consumers else 25):
        point = drawn(rng)
        stable = set()
        for profile in product((0, 1), repeat=3 if consumers else 2):
            here = (*profile, 0)[:3]
            losses = []
            for i in range(len(profile)):
                there = tuple(1 - played if j == i else played for j, played in enumerate(here))
                losses.append(earned(point, *here, pooled)[i] - earned(point, *there, pooled)[i])
            names = (("strict", "lax"), ("ignore", "supervise"), ("silent", "complain"))
            if min(losses) > 0:
                stable.add(" / ".join(name[played] for name, played in zip(names, profile, strict=False)))
        assert {one.name for one in found.at(at(game, point)).stable} == stable
        met |= stable
    assert met


def test_a_fine_that_the_platform_does_not_keep_lowers_supervision_and_not_violations() -> None:
    found = solve(GAMES[False, False])
    shares = found["strict + lax / supervise + ignore"].shares
    assert isinstance(prove(decreasing(shares["supervise"], fine), given=[found, *CIRCLES]), Proved)
    assert isinstance(
        prove(independent(shares["lax"].subs(kept, 0), fine), given=[found, reputation > commission * gain]), Proved
    )
    assert isinstance(prove(decreasing(shares["lax"], fine), given=[found, *CIRCLES, kept > 0]), Proved)


def test_an_audience_is_what_a_gain_and_a_reputation_are_multiplied_by() -> None:
    """In the mixture nobody gains by a switch: by payoffs written out, for three audiences."""
    found = solve(regulation(consumers=False, streamer="top"))
    mixture = found["strict + lax / supervise + ignore"]
    values = {name: BASELINE[name] for name in ("g", "f", "k", "d", "nu", "mu")}
    for phi in (Fraction(4, 5), Fraction(1), Fraction(2)):
        point = {symbol: {**values, "phi": phi}[symbol.name] for symbol in found.game.parameters}
        lax, watched = (mixture.shares[name].subs(point) for name in ("lax", "supervise"))
        won, caught = phi * values["g"], phi * values["d"]
        assert won - watched * values["f"] == 0
        supervising = lax * (values["nu"] * values["f"] + caught) - values["k"]
        assert supervising == lax * values["mu"] * won


def test_members_of_an_association_regulate_themselves_exactly_if_a_part_of_the_fine_deters() -> None:
    found = solve(GAMES[False, True])
    to_lax = found["strict / supervise"].eigenvalues["lax"]
    verdict = prove(to_lax < 0, given=[found, fine > members * gain])
    assert isinstance(verdict, Proved)
    assert "the rest points of the evolutionary game of streamers and platforms" in str(verdict)
    assert isinstance(prove(to_lax >= 0, given=[found, fine <= members * gain]), Proved)


def test_at_the_baseline_streamers_and_platforms_circle_until_consumers_complain() -> None:
    two = solve(GAMES[False, False]).at(at(GAMES[False, False], dict(BASELINE)))
    assert two.stable == ()
    (centre,) = [one for one in two if not one.is_pure]
    assert centre.stability is Stability.STABLE
    assert (centre.shares["lax"], centre.shares["supervise"]) == (Fraction(10, 41), Fraction(2, 5))


def test_a_proof_about_rest_points_rests_on_the_games_behind_their_payoffs() -> None:
    """Payoffs of a candidate: what is proved of the rest points says so."""
    a, (p, q) = parameters("a", positive=True), decisions("p q")
    leader = Player("A", decides=[p], payoff=7 * q - (p - 4) ** 2)
    led = solve(Game(players=[leader, Player("B", decides=[q], payoff=-((q - 1 + p) ** 2))], order=["A", "B"]))
    assert not led.evidence.established
    game = EvolutionaryGame(populations={"all": ["x", "y"]}, payoffs=[[a, 0], [1, a]], taken_from=[led])
    found = solve(game)
    assert "candidate" in str(prove(found["x"].eigenvalues["y"] <= 1, given=[found]))


def test_the_game_file_is_the_catalogues_without_consumers() -> None:
    read = read_game(Path(__file__).parents[3] / "examples" / "regulation.toml")
    ours = load("regulation", consumers=False)
    assert read.populations == ours.populations
    for profile in product(*ours.populations.values()):
        assert all(sp.expand(read.payoff(name, profile) - ours.payoff(name, profile)) == 0 for name in ours.names)
