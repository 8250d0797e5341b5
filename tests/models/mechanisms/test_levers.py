"""Pairs of levers: replies on grids from the words, and who finds them complements, by numbers and by proof."""

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
from lsec_models.models.mechanisms.levers import BASELINE, PAIRS, levers

EXAMPLES = Path(__file__).parents[3] / "examples"
CHAIN = ("manufacturer", "streamer", "platform")
MOVES = np.linspace(0, 3, 301)


@cache
def solved(pair="content_promotion", which="both", **options):
    return solve(levers(pair, which, **options))


def drawn(rng, pair):
    """Return admissible parameters of a pair, as fractions."""
    point = {name: value * Fraction(rng.randint(8, 12), 10) for name, value in BASELINE.items()}
    if pair == "content_promotion":
        return point | {"gamma": Fraction(rng.randint(2, 18), 10), "tau": Fraction(rng.randint(2, 18), 10)}
    if pair == "vetting_after_sales":
        more = {"delta": Fraction(rng.randint(1, 9), 20), "l": Fraction(rng.randint(5, 16))}
        return point | more | {"kappa": Fraction(rng.randint(25, 60)), "k": Fraction(rng.randint(30, 80))}
    return point | {"chi": Fraction(rng.randint(0, 60), 10), "upsilon": Fraction(3), "c": Fraction(3)}


def at(found, point):
    return found.at({symbol.name: point[symbol.name] for symbol in found.game.parameters})


def told(pair, which, p, prices="decided"):
    """Return who decides what and earns what, from the words."""
    first, second = (which in ("both", name) for name in PAIRS[pair])
    if pair == "content_promotion":

        def sold(d):
            asked = d["w"] + d["m"] + d["f"]
            return p["phi"] * p["a"] - p["b"] * asked + p["gamma"] * d["x"] * first + p["tau"] * d["t"] * second

        return [
            (["w"], lambda d: (d["w"] - p["c"]) * sold(d)),
            (["m", *["x"] * first], lambda d: d["m"] * sold(d) - p["k"] * d["x"] ** 2 / 2 * first),
            (["f", *["t"] * second], lambda d: d["f"] * sold(d) - p["upsilon"] * d["t"] ** 2 / 2 * second),
        ]
    if pair == "training_traffic":

        def brought(d):
            return p["v"] * (1 + d["h"]) * (1 + d["t"])

        def elsewhere(d):
            return p["kappa"] * (1 + d["h"]) * (1 + p["chi"] * d["t"])

        def kept(d):
            return (1 - p["beta"]) * ((1 - p["mu"]) * brought(d) - elsewhere(d)) - p["c"] * d["h"] ** 2 / 2

        players = [(["h"], kept)] if first else []
        return players + ([(["t"], lambda d: p["mu"] * brought(d) - p["upsilon"] * d["t"] ** 2 / 2)] if second else [])
    units = p["phi"] * p["a"]
    if prices == "given":

        def stay(d):
            return units * p["delta"] * (1 - d["x"] * first) * (1 - d["z"] * second)

        def served(d):
            return units * p["delta"] * (1 - d["x"] * first) * d["z"] * second

        maker = [(["z"], lambda d: -p["g"] * stay(d) - p["r"] * served(d) - p["k"] * d["z"] ** 2 / 2)]
        host = [(["x"], lambda d: -p["L"] * stay(d) - p["kappa"] * d["x"] ** 2 / 2)]
        return maker * second + host * first
    found, mended = p["x"] * first, p["z"] * second

    def bought(d):
        lost = p["l"] * p["delta"] * (1 - found) * (1 - mended)
        return units - p["b"] * (d["w"] + d["m"] + d["f"] + lost)

    unit = p["c"] + p["r"] * p["delta"] * (1 - found) * mended
    return [
        (["w"], lambda d: (d["w"] - unit) * bought(d)),
        (["m"], lambda d: d["m"] * bought(d)),
        (["f"], lambda d: d["f"] * bought(d)),
    ]


GAMES = [
    *(("content_promotion", which, "decided") for which in ("both", "content", "promotion", "neither")),
    *(("vetting_after_sales", which, "decided") for which in ("both", "vetting", "service", "neither")),
    *(("vetting_after_sales", which, "given") for which in ("both", "vetting", "service")),
    *(("training_traffic", which, "decided") for which in ("both", "training", "traffic")),
]


@pytest.mark.parametrize(("pair", "which", "prices"), GAMES)
def test_nobody_gains_by_other_decisions(pair, which, prices):
    """Each player tries all of its decisions together, from nothing to three times what is stated."""
    rng = Random(f"levers {pair} {which} {prices}")
    led = solved(pair, which, **({"prices": prices} if prices == "given" else {}))
    assert led.evidence.established
    point = drawn(rng, pair)
    while not led.domain.contains({symbol: point[symbol.name] for symbol in led.game.parameters}):
        point = drawn(rng, pair)
    here, p = at(led, point), {name: float(value) for name, value in point.items()}
    stated = dict.fromkeys("xzth", 0.0) | {d.name: float(here[d.name]) for d in led.game.decisions}
    for names, payoff in told(pair, which, p, prices):
        axes = [stated[name] * MOVES for name in names]
        tried = dict(zip(names, np.meshgrid(*axes, indexing="ij"), strict=True))
        earned = payoff({**stated, **tried})
        best = np.unravel_index(earned.argmax(), earned.shape)
        assert payoff(stated) == pytest.approx(earned.max(), abs=1e-9)
        assert {name: values[best] for name, values in tried.items()} == pytest.approx({n: stated[n] for n in names})


@pytest.mark.parametrize(("pair", "which", "prices"), GAMES)
def test_the_baseline_is_admissible(pair, which, prices):
    led = solved(pair, which, **({"prices": prices} if prices == "given" else {}))
    assert led.domain.contains({symbol: BASELINE[symbol.name] for symbol in led.game.parameters})


def together(pair, quantity, point, bare=None, **options):
    """Return by how much both levers add more than each alone adds; `bare` is what there is without either."""
    both, first, second = (at(solved(pair, which, **options), point)[quantity] for which in ("both", *PAIRS[pair]))
    none = at(solved(pair, "neither", **options), point)[quantity] if bare is None else bare
    return float(both - first - second + none)


def test_content_and_promotion_are_complements_for_who_pays_for_neither():
    rng = Random("levers signs")
    signs = set()
    for _ in range(30):
        point = drawn(rng, "content_promotion") | {"b": Fraction(1)}
        point["k"] = point["gamma"] ** 2 / Fraction(rng.randint(1, 19), 10)
        point["upsilon"] = point["tau"] ** 2 / Fraction(rng.randint(1, 19), 10)
        if point["gamma"] ** 2 / point["k"] + point["tau"] ** 2 / point["upsilon"] >= 4:
            continue
        assert together("content_promotion", "manufacturer", point) > 0
        assert together("content_promotion", "consumer_surplus", point) > 0
        gain = together("content_promotion", "streamer", point)
        signs.add(gain > 0)
        assert gain > 0 or point["gamma"] ** 2 > point["k"]
    assert signs == {True, False}


def test_content_alone_never_pays_the_streamer_and_beside_traffic_sometimes():
    content, bare = solved(which="content"), solved(which="neither")
    assert prove(content["streamer"] < bare["streamer"], given=[content, bare]).status == "proved"
    both, promoted = solved(which="both"), solved(which="promotion")
    assert prove(both["streamer"] > promoted["streamer"], given=[both, promoted]).status == "mixed"


def test_vetting_and_service_are_complements_for_all_alike_where_defects_are_dear():
    rng = Random("levers care")
    signs = set()
    for _ in range(30):
        point = drawn(rng, "vetting_after_sales")
        left = point["phi"] * point["a"] / point["b"] - point["c"] - point["l"] * point["delta"]
        if left <= 0 or point["r"] >= point["l"]:
            continue
        saved = (point["l"] - point["r"]) * point["delta"] * point["z"]
        exact = 2 * left < 2 * point["l"] * point["delta"] * (1 - point["x"]) - (2 - point["x"]) * saved
        gains = {who: together("vetting_after_sales", who, point) > 0 for who in (*CHAIN, "consumer_surplus")}
        assert set(gains.values()) == {bool(exact)}
        signs.add(bool(exact))
    assert signs == {True, False}


def test_vetting_and_service_are_substitutes_at_given_prices():
    rng = Random("levers given")
    tried = 0
    while tried < 20:
        point = drawn(rng, "vetting_after_sales")
        units = point["phi"] * point["a"]
        if point["kappa"] <= units * point["delta"] * point["L"]:
            continue
        if point["k"] <= units * point["delta"] * (point["g"] - point["r"]) or point["g"] <= point["r"]:
            continue
        tried += 1
        maker = units * ((1 - point["lambda"]) * point["p"] - point["c"] - point["delta"] * point["g"])
        host = units * (point["lambda"] * point["p"] - point["delta"] * point["L"])
        assert together("vetting_after_sales", "manufacturer", point, maker, prices="given") < 0
        assert together("vetting_after_sales", "streamer", point, host, prices="given") < 0


def test_who_finds_training_and_traffic_complements():
    """The brand least often, then the platform, then buyers, and the streamer most often; by one condition each."""
    rng = Random("levers training")
    patterns = set()
    for _ in range(70):
        point = drawn(rng, "training_traffic") | {
            "mu": Fraction(rng.randint(1, 9), 20),
            "c": Fraction(rng.randint(1, 9)),
        }
        led = solved("training_traffic")
        if not led.domain.contains({symbol: point[symbol.name] for symbol in led.game.parameters}):
            continue
        net = (1 - point["mu"]) * point["v"]
        bare = {
            "brand": (1 - point["beta"]) * (net - point["kappa"]),
            "platform": point["mu"] * point["v"],
            "sales": point["v"],
            "streamer": point["kappa"] + point["beta"] * (net - point["kappa"]),
        }
        gains = [together("training_traffic", who, point, none) > 0 for who, none in bare.items()]
        assert gains == sorted(gains), "who is later in the list finds them complements wherever one before does"
        assert gains[0] == (net > point["kappa"] * point["chi"])
        assert all(gains) or point["chi"] > 1
        patterns.add(tuple(gains))
    assert len(patterns) >= 4


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'training_traffic'"):
        levers("training_trafic")
    with pytest.raises(UnknownName, match="did you mean 'content'"):
        levers("content_promotion", "contents")
    with pytest.raises(DeclarationError, match="no lever 'vetting' in the pair 'content_promotion'"):
        levers("content_promotion", "vetting")
    with pytest.raises(DeclarationError, match="leave prices out"):
        levers(prices="given")
    with pytest.raises(DeclarationError, match="nobody decides anything there"):
        levers("training_traffic", "neither")


def test_the_command_line_says_what_options_take(capsys):
    assert main(["models", "levers"]) == 0
    assert "  pair: content_promotion, vetting_after_sales, training_traffic\n" in capsys.readouterr().out
    assert main(["models", "streamer_training"]) == 0
    assert "  streamer: top, ordinary, self_run, virtual\n" in capsys.readouterr().out


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "levers.toml"), load("levers")
    assert read.stages == game.stages
    assert [sp.expand(one.payoff - two.payoff) for one, two in zip(read.players, game.players, strict=True)] == [
        0,
        0,
        0,
    ]
    assert main(["solve", "levers", "--baseline", "--quantity", "demand"]) == 0
    assert "demand = 8/3" in capsys.readouterr().out
