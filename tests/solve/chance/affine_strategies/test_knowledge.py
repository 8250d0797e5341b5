"""Games with signals: information sharing exactly, and random games against numbers."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

import pytest
import sympy as sp

from families.gaussian import random_gaussian_game
from lsec_models import (
    Choice,
    Game,
    Player,
    comparative_statics,
    compare,
    decisions,
    normal,
    parameters,
    plot,
    prove,
    random,
    signal,
    solve,
    sweep,
    to_dataframe,
    to_json,
    to_latex,
)
from lsec_models.errors import DeclarationError, LsecError, NoInteriorOptimum, NotQuadratic, OutsideDomain
from lsec_models.games.evidence.evidence import About, Status

a, V, s, t = parameters("a V s t", positive=True)
g = parameters("g", real=True)
theta = random("theta", normal(0, V))


def _li(n: int, sharing: int, fee: Any = 0) -> Any:
    """Li (2002): retailers of whom the first ones tell their signals to the manufacturer and each other, for a fee."""
    told = [signal(f"Y_{i}", of=theta, noise=s * V) for i in range(1, n + 1)]
    quantities = [decisions(f"q_{i}", real=True) for i in range(1, n + 1)]
    w, price = decisions("w", real=True), a + theta - sum(quantities)
    retailers = [
        Player(f"R{i}", decides=[q], payoff=(price - w) * q + (fee if i <= sharing else 0), sees=[*told[:sharing], y])
        for i, (q, y) in enumerate(zip(quantities, told, strict=True), start=1)
    ]
    maker = Player("M", decides=[w], payoff=w * sum(quantities) - sharing * fee, sees=told[:sharing])
    return solve(Game(players=[maker, *retailers], order=["M", tuple(r.name for r in retailers)]))


def test_information_sharing_in_a_supply_chain() -> None:
    n, k = 3, 1
    found = _li(n, k)
    shared, own, _ = found.game.signals
    w = (a + shared / (k + s)) / 2
    sharer = (a - w) / (n + 1) + shared / ((k + s) * (n + 1))
    keeper = (a - w) / (n + 1) + own / (n + k + 1 + 2 * s)
    keeper += shared * (k + 2 * s) / ((k + s) * (n + 1) * (n + k + 1 + 2 * s))
    for name, fact in (("w", w), ("q_1", sharer), ("q_2", keeper)):
        assert sp.simplify(found[name] - fact) == 0, name
    shares = a**2 / (4 * (n + 1) ** 2) + V * k / (4 * (k + s) * (n + 1) ** 2)
    assert sp.simplify(found["R1"] - shares) == 0
    assert found.evidence.established
    assert found.evidence.status(About.COMPLETE) is Status.PROVED
    assert "among affine strategies" in found.evidence.line()
    at = found.at(a=10, V=4, s=1)
    assert at["R1"] == sp.Rational("1.59375")
    assert str(at["w"]) == "Y_1/4 + 5"
    # After a deviation retailers go by the price that they see.
    assert sp.diff(found.responses["q_2"], decisions("w", real=True)) == -sp.Rational(1, 4)


def test_who_gains_from_sharing() -> None:
    none, all_three = _li(3, 0), _li(3, 3)
    assert sp.simplify(none["R1"] - a**2 / 64 - V * (1 + s) / (4 + 2 * s) ** 2) == 0
    assert sp.simplify(all_three["M"] - 3 * (a**2 + V * 3 / (3 + s)) / 16) == 0
    assert sp.simplify(none["M"] - 3 * a**2 / 16) == 0
    verdict = prove(none["R1"] > all_three["R1"], given=[none, all_three])
    assert str(verdict).startswith("proved")
    assert "the only one among affine strategies" in str(verdict)
    chain = [found["M"] + 3 * found["R1"] for found in (none, all_three)]
    assert str(prove(chain[1] >= chain[0], given=[none, s <= 2]))[:6] == "proved"
    assert str(prove(chain[1] < chain[0], given=[none, s > 2]))[:6] == "proved"
    assert str(compare({"none": none, "all": all_three}, ["R1", "M"])).splitlines()[:2] == [
        "R1: none > all",
        "M: none < all",
    ]
    assert str(comparative_statics(none, ["R1"], ["V"])).splitlines()[0] == "R1 in V: +"


def _duopoly(pooled: Sequence[int], fee: Any = 0) -> Any:
    """Vives (1984), Gal-Or (1985): two firms, those named in `pooled` show their signal to the other, for a fee."""
    told = [signal(f"s_{i}", of=theta, noise=s * V) for i in (1, 2)]
    q = decisions("q_1 q_2", real=True)
    firms = []
    for i in (0, 1):
        sees = [told[i], *([told[1 - i]] if 1 - i in pooled else [])]
        gets = fee * ((i in pooled) - (1 - i in pooled))
        payoff = (a + theta - q[i] - g * q[1 - i]) * q[i] + gets
        firms.append(Player(f"F{i}", decides=[q[i]], payoff=payoff, sees=sees))
    return solve(Game(players=firms, assuming=[g > -1, g < 1]))


@pytest.mark.parametrize(
    ("pooled", "fact"),
    [
        ((), (1 + s) / (2 + g + 2 * s) ** 2),
        ((0, 1), 2 / ((2 + g) ** 2 * (2 + s))),
        ((0,), 1 / ((2 + g) ** 2 * (1 + s))),
        ((1,), (8 + 8 * s + 4 * g * s + g**2 * s) / (4 * (2 + g) ** 2 * (1 + s) * (2 + s))),
    ],
)
def test_pooling_in_a_duopoly(pooled: tuple[int, ...], fact: sp.Expr) -> None:
    found = _duopoly(pooled)
    assert sp.simplify(found["F0"] - a**2 / (2 + g) ** 2 - V * fact) == 0
    assert found.evidence.established


def _whether_to_share(fee: Any = 0) -> Any:
    names, firms = {True: "show", False: "keep"}, ((), (0,), (1,), (0, 1))
    among = {tuple(names[i in pooled] for i in (0, 1)): _duopoly(pooled, fee).game for pooled in firms}
    return solve(Choice(by=["F0", "F1"], among=among))


def test_whether_to_share_is_a_choice() -> None:
    """With substitutes nobody shows a signal, with complements both do: the threshold is where products part."""
    choice = _whether_to_share()
    assert choice.at(a=10, V=1, s=1, g="1/2").mode == ("keep", "keep")
    assert choice.at(a=10, V=1, s=1, g="-1/2").mode == ("show", "show")
    told = str(choice.thresholds("g", at={"a": 10, "V": 1, "s": 1}, over=("-9/10", "9/10")))
    assert told.splitlines() == ["show / show for g from -0.9 to 0", "keep / keep for g from 0 to 0.9"]


def test_a_fee_for_a_signal_decides_whether_it_is_shown() -> None:
    """Both show theirs from the fee NS - SS on, here 3/200, and both keep theirs up to NN - SN, here 38/2025."""
    fee = parameters("T", positive=True)
    at = {"a": 10, "V": 1, "s": 1, "g": "1/2"}
    told = _whether_to_share(fee).thresholds("T", at=at, over=(0, "1/20"))
    assert [piece.label for piece in told.pieces] == ["keep / keep", "keep / keep or show / show", "show / show"]
    ends = [sp.Rational(3, 200), sp.Rational(38, 2025)]
    assert [float(piece.high) for piece in told.pieces[:2]] == pytest.approx([float(end) for end in ends])


@pytest.mark.parametrize(("noise", "modes"), [(1, ["none", "all", "none"]), (3, ["none"])])
def test_a_maker_pays_for_signals_where_the_chain_gains(noise: int, modes: list[str]) -> None:
    """Each of three gets T, at s = 1 from the 101/576 that it loses up to the 3/16 that M gains by each; else none."""
    fee = parameters("T", positive=True)
    none, every = _li(3, 0), _li(3, 3, fee)
    takes_part = {f"R{i}": {"all": none[f"R{i}"]} for i in (1, 2, 3)}
    choice = solve(Choice(by="M", among={"none": none, "all": every}, participation=takes_part))
    told = choice.thresholds(fee, at={"a": 10, "V": 4, "s": noise}, over=(0, 1))
    assert [piece.label for piece in told.pieces] == modes
    ends = [101 / 576, 3 / 16][: len(modes) - 1]
    assert [float(piece.high) for piece in told.pieces[:-1]] == pytest.approx(ends)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [4, 7, 8, 11, 13, 15, 21])
def test_random_games(seed: int) -> None:
    drawn = random_gaussian_game(seed)
    assert drawn.largest_error(solve(drawn.game, at={}), seed) < 1e-9, seed


def test_what_is_known_exactly() -> None:
    """A random number may be seen itself; who sees no signal goes by the mean."""
    x, y = decisions("x y", real=True)
    level = random("z", normal(3, V))
    knows = Player("A", decides=[x], payoff=-((x - level) ** 2), sees=[level])
    guesses = Player("B", decides=[y], payoff=-((y - x) ** 2))
    found = solve(Game(players=[knows, guesses], report={"gap": (x - y) ** 2}))
    assert (found["x"], found["y"], found["B"], found["gap"]) == (level, 3, -V, V)


def test_a_price_after_the_first_half_of_a_show() -> None:
    """What it is worth to learn of demand before a price is set: the variance of what is then expected, over 4 b."""
    b, c, sigma = parameters("b c sigma", positive=True)
    price, demand = decisions("p", real=True), random("A", normal(a, t**2))
    first = Player("seller", decides=[price], payoff=(demand - b * price) * (price - c))
    later = Player("seller", decides=[price], payoff=first.payoff, sees=[signal("s", of=demand, noise=sigma**2)])
    before, after = solve(Game(players=[first])), solve(Game(players=[later]))
    assert sp.simplify(before["p"] - (a + b * c) / (2 * b)) == 0
    assert sp.simplify(after["seller"] - before["seller"] - t**4 / (4 * b * (t**2 + sigma**2))) == 0


def test_where_strategies_are_one() -> None:
    """Firms whose replies have slope one in each other are one for all only where beliefs keep them apart."""
    x, y = decisions("x y", real=True)
    first, second = (signal(n, of=theta, noise=1 / t) for n in ("s_1", "s_2"))
    players = [
        Player("A", decides=[x], payoff=-((x - g * y - theta) ** 2), sees=[first]),
        Player("B", decides=[y], payoff=-((y - g * x - theta) ** 2), sees=[second]),
    ]
    found = solve(Game(players=players))
    assert [str(c.relation) for c in found.domain.conditions if "one equilibrium" in c.origin]
    with pytest.raises(OutsideDomain, match="one equilibrium of stage 1"):
        found.at(g=1, V=1, t=1)
    assert found.at(g="1/2", V=1, t=1).kind == "equilibrium"


def test_what_has_no_affine_equilibrium() -> None:
    x, y = decisions("x y", real=True)
    seen = signal("s", of=theta, noise=1)
    with pytest.raises(NoInteriorOptimum, match="not strictly concave in x"):
        solve(Game(players=[Player("A", decides=[x], payoff=theta * x + x**2, sees=[seen])]))
    with pytest.raises(NotQuadratic, match="is not quadratic in decisions and what is random"):
        solve(Game(players=[Player("A", decides=[x], payoff=theta * x**2 - x**2, sees=[seen])]))
    players = [
        Player("A", decides=[x], payoff=-((x - y) ** 2), sees=[seen]),
        Player("B", decides=[y], payoff=-((y - x) ** 2), sees=[seen]),
    ]
    with pytest.raises(NoInteriorOptimum, match="do not isolate a point"):
        solve(Game(players=players))
    with pytest.raises(DeclarationError, match="one follows from the others"):
        solve(Game(players=[Player("A", decides=[x], payoff=theta * x - x**2, sees=[theta, signal("t", of=theta)])]))


def test_results_are_written_in_every_format() -> None:
    found = _duopoly(())
    at = solve(found.game, at={"a": 1, "V": 1, "s": 1, "g": "1/2"})
    assert at.payoffs == found.at(a=1, V=1, s=1, g="1/2").payoffs
    for result in (found, at):
        assert "s_1" in repr(result)
        assert "s_{1}" in to_latex(result)
        assert '"F0"' in to_json(result)
        assert pickle.loads(pickle.dumps(result)).strategies == result.strategies
    with pytest.raises(LsecError, match="no quantity 'q_9'"):
        found["q_9"]
    with pytest.raises(DeclarationError, match="no corners and no ties"):
        solve(found.game, corners=True)


@pytest.mark.slow
def test_expected_payoffs_are_swept_and_drawn_beside_each_other() -> None:
    kept, shared = _duopoly(()), _duopoly((0, 1))
    at = {"a": 10, "V": 1, "g": "1/2"}
    data = sweep({"kept": kept, "shared": shared}, over={"s": (1, 3, 3)}, at=at)
    for i, found in enumerate((kept, shared)):
        assert float(data["F0"][i, 1]) == pytest.approx(float(found.at({**at, "s": 2})["F0"]))
    assert plot({"kept": kept, "shared": shared}, "F0", over={"s": (1, 3)}, at=at).lines
    assert list(to_dataframe(kept)["quantity"]) == ["q_1", "q_2", "F0", "F1"]
