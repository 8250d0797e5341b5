"""Who tells what it sees of demand: prices on a grid for each signal, and the numbers of the classics."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models import load
from lsec_models.models.mechanisms.information_sharing import SHARING, information_sharing, sigma

EXAMPLES = Path(__file__).parents[3] / "examples"
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(6)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


@cache
def solved(how, sharing):
    return solve(information_sharing(how, sharing))


def foretold(variance, noise):
    """Return what each signal foretells of demand on average, and the chances of the signals."""
    zeta, error = np.meshgrid(NODES * np.sqrt(variance), NODES * np.sqrt(noise * variance), indexing="ij")
    chances, seen = np.outer(WEIGHTS, WEIGHTS), zeta + error
    slope = (chances * zeta * seen).sum() / (chances * seen**2).sum()
    return slope * seen.ravel(), chances.ravel()


def grid_payoffs(how, sharing, p):
    """Return what manufacturer and streamer expect if each takes the best price on a grid, signal by signal."""
    mean, chances = foretold(p["V"], p["s"])
    prices = np.linspace(0, 25, 100_001)
    known = mean if sharing == "told" else np.zeros_like(mean)
    if how == "agency":
        kept = (1 - p["lambda"]) * prices - p["c"]
        best = np.array([prices[(kept * (p["a"] + m - p["b"] * prices)).argmax()] for m in known])
        sold = p["a"] + mean - p["b"] * best
        earned = ((1 - p["lambda"]) * best - p["c"]) * sold, p["lambda"] * best * sold
    else:
        # The streamer's answer to a wholesale price, on average over what the manufacturer does not know.
        answers = np.array([prices[((prices - 9) * (p["a"] + m - p["b"] * prices)).argmax()] for m in mean])
        average = (chances * answers).sum() if sharing == "none" else answers
        later = np.broadcast_to(average, mean.shape)
        posted = np.array(
            [
                prices[((prices - p["c"]) * (p["a"] + m - p["b"] * (answer + (prices - 9) / 2))).argmax()]
                for m, answer in zip(known, later, strict=True)
            ]
        )
        best = answers + (posted - 9) / 2
        sold = p["a"] + mean - p["b"] * best
        earned = (posted - p["c"]) * sold, (best - posted) * sold
    return [float((chances * part).sum()) for part in earned]


@pytest.mark.parametrize("sharing", SHARING["agency"])
@pytest.mark.parametrize("how", ["reselling", "agency"])
def test_nobody_finds_a_better_price_on_a_grid(how, sharing):
    rng = Random(f"sharing {how} {sharing}")
    found = solved(how, sharing)
    assert found.evidence.established
    for _ in range(1 if how == "reselling" else 2):
        point = {name: Fraction(rng.randint(2, 6), 4) for name in ("b", "c", "V", "s")}
        point |= {"a": Fraction(rng.randint(12, 16)), "lambda": Fraction(rng.randint(1, 4), 10)}
        best = grid_payoffs(how, sharing, {name: float(value) for name, value in point.items()})
        here = found.at({symbol.name: point[symbol.name] for symbol in found.game.parameters})
        assert [float(here[name]) for name in ("manufacturer", "streamer")] == pytest.approx(best, rel=1e-4)


def test_what_telling_is_worth():
    b, v, s, rate = (sp.Symbol(name, positive=True) for name in ("b", "V", "s", "lambda"))
    foreseen = v / (1 + s)
    expected = {
        "reselling": {"manufacturer": foreseen / (8 * b), "streamer": -3 * foreseen / (16 * b)},
        "agency": {"manufacturer": (1 - rate) * foreseen / (4 * b), "streamer": rate * foreseen / (4 * b)},
    }
    for how, gains in expected.items():
        for player, gain in gains.items():
            told = solved(how, "told")[player] - solved(how, "none")[player]
            assert sp.simplify(told.subs({x: sp.Symbol(x.name, positive=True) for x in told.free_symbols}) - gain) == 0


@pytest.mark.parametrize("kind", ["top", "self_run"])
def test_a_larger_audience_makes_what_is_told_worth_more_by_its_square(kind):
    """The best price signal by signal, and the best one for all signals; commission 1/5, or the brand's own host."""
    p = {"a": 10.0, "b": 1.0, "c": 2.0, "phi": 3.0}
    part = 0.2 if kind == "top" else 0.0
    mean, chances = foretold(4.0, 1.0)
    prices = np.linspace(5, 30, 50_001)
    kept = ((1 - part) * prices - p["c"]) * (p["phi"] * p["a"] - p["b"] * prices)
    told = sum(
        chance * (kept + ((1 - part) * prices - p["c"]) * p["phi"] * m).max()
        for m, chance in zip(mean, chances, strict=True)
    )
    values = {"a": 10, "b": 1, "c": 2, "phi": 3, "V": 4, "s": 1, "lambda": "1/5", "F": 4, "W": 1}
    found = [solve(information_sharing("agency", sharing, streamer=kind)) for sharing in ("told", "none")]
    at = [led.at({symbol.name: values[symbol.name] for symbol in led.game.parameters}) for led in found]
    assert float(at[0]["manufacturer"]) - float(at[1]["manufacturer"]) == pytest.approx(told - kept.max(), rel=1e-3)
    assert float(at[1]["manufacturer"]) == pytest.approx(kept.max() - (4 if kind == "top" else 1), abs=1e-3)


def test_the_classic_duopoly_in_quantities():
    """Vives (1984) at sigma = 1/2, s = 1, variance 1, in what exceeds the profit of a sure market."""
    values = {"a": 10, "V": 1, "s": 1, "sigma": "1/2"}
    sure = Fraction(100) / Fraction(25, 4)
    first = {
        sharing: Fraction(str(solved("rivals", sharing).at(values)["first"])) - sure for sharing in SHARING["rivals"]
    }
    classic = {"none": 0.0987654321, "both": 0.1066666667, "first": 0.08, "second": 0.1216666667}
    assert {sharing: float(gain) for sharing, gain in first.items()} == pytest.approx(classic, abs=1e-9)


@pytest.mark.slow
def test_rivals_keep_what_they_know_whatever_the_other_does():
    kept, told, heard, both = (solved("rivals", sharing) for sharing in ("none", "first", "second", "both"))
    for less, more in ((told, kept), (both, heard)):
        assert prove(less["first"] < more["first"], given=[less, more, sigma > 0]).status == "proved"


def test_what_does_not_go_together_is_told():
    with pytest.raises(DeclarationError, match="rivals are of no type"):
        information_sharing("rivals", streamer="top")
    with pytest.raises(DeclarationError, match="the brand's own host buys nothing"):
        information_sharing(streamer="self_run")
    with pytest.raises(UnknownName, match="did you mean 'agency'"):
        information_sharing("agencies")
    with pytest.raises(DeclarationError, match="no sharing 'both' under 'agency'; write one of none, told"):
        information_sharing("agency", "both")


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "information_sharing.toml"), load("information_sharing", sharing="told")
    assert read.stages == game.stages
    assert [sp.expand(a.payoff - b.payoff) for a, b in zip(read.players, game.players, strict=True)] == [0, 0]
    assert main(["solve", "information_sharing", "--baseline", "--quantity", "w"]) == 0
    assert "w = 6" in capsys.readouterr().out
