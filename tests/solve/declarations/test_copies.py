"""Players of whom there are several, all alike: one solved for all, against games in which each is written out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

import lsec_models
from families.written_out_copies import Alike, n, q, random_alike, w
from lsec_models import (
    Choice,
    Game,
    Player,
    audit,
    comparative_statics,
    decisions,
    decreasing,
    increasing,
    others,
    parameters,
    prove,
    solve,
    sweep,
    total,
)
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.live.python_code import code_of

a, c, g, k = parameters("a c g k", positive=True)
m = parameters("m", integer=True)
p, e, x = decisions("p e x")


def cournot(copies: object, **more: Any) -> Game:
    """Firms with a linear demand and a common unit cost."""
    firm = Player("firm", decides=[q], payoff=(a - q - others(q) - c) * q, copies=copies)
    return Game(players=[firm], assuming=[a > c], report={"Q": total(q)}, **more)


def _shown(solutions: Any, decision: str, firm: str) -> list[tuple[str, ...]]:
    return sorted((str(s.values.get("w")), str(s[decision]), str(s[firm]), str(s["all"])) for s in solutions)


def _alike(solutions: Any, count: int) -> list[Any]:
    return [s for s in solutions if len({s[f"q_{i}"] for i in range(count)}) == 1]


@pytest.mark.slow
@pytest.mark.parametrize("block", range(5))
def test_one_for_all_is_what_written_out_players_do(block: int) -> None:
    for seed in range(block * 20, block * 20 + 20):
        one = random_alike(seed)
        for count in (1, 2, 3):
            found, symbolic = solve(one.game(count), at={}), solve(one.game(n), at={"n": count})
            reference = solve(one.written_out(count), at={})
            assert _shown(found, "q", "firm") == _shown(symbolic, "q", "firm"), (seed, count)
            if found.status == "none":
                assert reference.status == "none", (seed, count)
            if reference.complete and not reference.continua:
                alike = _shown(_alike(reference, count), "q_0", "firm 0")
                assert _shown(found, "q", "firm") == alike, (seed, count)
            if found.complete:
                assert len(reference) == len(found), (seed, count)
                assert len(reference.continua) == len(found.continua), (seed, count)


def _gains(one: Alike, count: int, price: float, stated: float, firm: float) -> bool:
    """Whether one firm earns more at some point of a grid, the others deciding what is stated."""
    top = float(one.cap) if one.cap is not None else 40.0
    mine = np.linspace(0, top, 4001)
    rest = (count - 1) * stated
    earned = mine * (float(one.base) - float(one.own) * mine - float(one.rival) * rest - price) - float(one.cost) * mine
    return bool(earned.max() > firm + 1e-9 * (1 + abs(firm)))


def _answer(one: Alike, count: int, prices: np.ndarray) -> np.ndarray:
    """What each firm answers to prices when all do the same, by halving."""
    low, high = np.zeros_like(prices), np.full_like(prices, float(one.cap) if one.cap is not None else 1e4)

    def slope(each: np.ndarray) -> np.ndarray:
        rest = (count - 1) * each
        return np.asarray(
            float(one.base) - 2 * float(one.own) * each - float(one.rival) * rest - prices - float(one.cost)
        )

    for _ in range(80):
        middle = (low + high) / 2
        rises = slope(middle) > 0
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    answered: np.ndarray = np.asarray(low)
    return answered


@pytest.mark.slow
def test_no_deviation_of_a_grid_gains() -> None:
    looked = 0
    for seed in range(200, 420):
        one = random_alike(seed)
        for count in (2, 4):
            if 2 * one.own + (count - 1) * one.rival <= 0:
                continue
            for found in solve(one.game(n), at={"n": count}):
                price = float(found.values.get("w", 0))
                assert not _gains(one, count, price, float(found["q"]), float(found["firm"])), (seed, count)
                if one.leads:
                    tried = np.linspace(0, 30, 3001)
                    earned = tried * count * _answer(one, count, tried)
                    assert earned.max() <= float(found["leader"]) + 1e-6, (seed, count)
                looked += 1
    assert looked > 250


@pytest.mark.parametrize("seed", range(24))
def test_closed_forms_in_n_are_those_of_written_out_players(seed: int) -> None:
    one = random_alike(seed)
    if one.cap is not None or one.rival < 0 or one.base <= one.cost:
        pytest.skip("a cap, a domain that ends at some n, or nothing sold")
    symbolic = solve(one.game(n))
    for count in (1, 2, 3, 4):
        written = solve(one.written_out(count))
        values = symbolic.values_at({n: Fraction(count)})
        assert values["q"] == written["q_0"]
        assert values["all"] == written["all"]
        assert values["firm"] == written["firm 0"]


def test_two_decisions_each() -> None:
    demand = a - p + g * others(p) + e + k * others(e)
    chain = Game(players=[Player("shop", decides=[p, e], payoff=p * demand - e**2, copies=n)])
    symbolic = solve(chain)
    for count in (2, 3):
        prices, efforts = (decisions(" ".join(f"{s}_{i}" for i in range(count))) for s in "pe")
        shops = [
            Player(
                f"shop {i}",
                decides=[prices[i], efforts[i]],
                payoff=prices[i]
                * (a - prices[i] + g * (sum(prices) - prices[i]) + efforts[i] + k * (sum(efforts) - efforts[i]))
                - efforts[i] ** 2,
            )
            for i in range(count)
        ]
        written = solve(Game(players=shops))
        for mine, theirs in (("p", "p_0"), ("e", "e_0"), ("shop", "shop 0")):
            assert sp.simplify(symbolic[mine].subs(n, count) - written[theirs]) == 0


def test_cournot_with_n_firms() -> None:
    equilibrium = solve(cournot(n))
    assert sp.simplify(equilibrium["q"] - (a - c) / (n + 1)) == 0
    assert equilibrium.evidence.status(About.COMPLETE) is Status.PROVED
    assert equilibrium.title == "Equilibrium of firm"
    assert set(equilibrium.decisions) == {"q"}
    assert set(equilibrium.payoffs) == {"firm"}
    assert equilibrium.names == ("q", "firm", "Q")
    assert "q_others" not in repr(equilibrium)
    assert "(others)" not in repr(equilibrium.evidence)
    assert equilibrium.at(a=10, c=1, n=2)["q"] == 3


@pytest.mark.parametrize("count", [4, 5, 12, 40])
def test_many_followers_have_one_answer(count: int) -> None:
    leader = Player("leader", decides=[w], payoff=(a - w - total(q)) * w)
    firm = Player("firm", decides=[q], payoff=(a - w - q - others(q)) * q, copies=n)
    game = Game(players=[leader, firm], order=["leader", "firm"])
    found = solve(game, at={"a": 10, "n": count})
    assert found.complete
    assert found.only().values == {
        "w": 5,
        "q": sp.Rational(5, count + 1),
        "leader": sp.Rational(25, count + 1),
        "firm": sp.Rational(25, (count + 1) ** 2),
    }
    assert float(sweep(game, over={"n": [count]}, at={"a": 10})["w"][0]) == 5


def test_what_an_entrant_does() -> None:
    equilibrium = solve(cournot(n))
    each, everybody, profit = equilibrium["q"], equilibrium["Q"], equilibrium.payoffs["firm"]
    assert prove(each.subs(n, n + 1) < each, given=[equilibrium])
    assert prove(decreasing(each, n), given=[equilibrium])
    assert prove(increasing(everybody, n), given=[equilibrium])
    assert prove((n + 1) * profit.subs(n, n + 1) < n * profit, given=[equilibrium])
    signs = comparative_statics(equilibrium, ["q", "Q"], ["n"])
    assert [cell.sign.symbol for cell in signs] == ["<", ">"]


@pytest.mark.slow
def test_few_insiders_lose_by_merging() -> None:
    """Salant, Switzer and Reynolds (1983): less than four in five lose, and four of five neither win nor lose."""
    before = solve(cournot(n))
    profit = before.payoffs["firm"]
    gain = profit.subs(n, n - m + 1) - m * profit
    assert prove(gain < 0, given=[before, m >= 2, 5 * m < 4 * n, m < n])
    assert not prove(gain < 0, given=[before, m >= 2, m < n])
    assert sp.simplify(gain.subs({n: 5, m: 4})) == 0
    assert prove(gain > 0, given=[before, m >= 2, m >= n, n >= m])


def test_insiders_and_outsiders_as_players() -> None:
    """The merged firm beside those who stay out is one player beside copies."""
    y = decisions("y")
    price = a - y - total(q)
    merged = Game(
        players=[
            Player("merged", decides=[y], payoff=(price - c) * y),
            Player("outsider", decides=[q], payoff=(a - y - q - others(q) - c) * q, copies=n - m),
        ],
        assuming=[a > c],
    )
    after = solve(merged)
    assert sp.simplify(after["merged"] - (a - c) ** 2 / (n - m + 2) ** 2) == 0
    assert any("n - m" in str(condition) or "m" in str(condition) for condition in after.domain.conditions)
    with pytest.raises(OutsideDomain, match=r"m"):
        after.at(a=10, c=1, n=3, m=3)


def test_suppliers_of_suppliers() -> None:
    """A tier of makers who set quantities for a tier of shops, both of several."""
    tiers = Game(
        players=[
            Player("maker", decides=[w], payoff=w * total(q)),
            Player("shop", decides=[q], payoff=(a - q - others(q) - w) * q, copies=n),
            Player("rival", decides=[x], payoff=(a - x - others(x) - total(q)) * x, copies=m),
        ],
        order=["maker", "shop", "rival"],
    )
    symbolic = solve(tiers)
    own, rivals = decisions("q_0 q_1"), decisions("x_0 x_1 x_2")
    written = solve(
        Game(
            players=[
                Player("maker", decides=[w], payoff=w * sum(own)),
                *(Player(f"shop {i}", decides=[z], payoff=(a - sum(own) - w) * z) for i, z in enumerate(own)),
                *(
                    Player(f"rival {i}", decides=[z], payoff=(a - sum(rivals) - sum(own)) * z)
                    for i, z in enumerate(rivals)
                ),
            ],
            order=["maker", ("shop 0", "shop 1"), ("rival 0", "rival 1", "rival 2")],
        )
    )
    for mine, theirs in (("w", "w"), ("q", "q_0"), ("x", "x_0"), ("rival", "rival 0")):
        assert sp.simplify(symbolic[mine].subs({n: 2, m: 3}) - written[theirs]) == 0


@pytest.mark.slow
def test_copies_at_zero_and_at_their_capacity_together() -> None:
    capped = Game(
        players=[Player("firm", decides=[q], payoff=(a - q - others(q) - c) * q, copies=n)],
        constraints=[q <= k],
        report={"Q": total(q)},
    )
    regimes = solve(capped, corners=True)
    assert {regime.name for regime in regimes.regimes} == {"interior", "q = k", "q = 0"}
    assert regimes.tiling.is_proved
    assert audit(regimes, draws=6).audits[-1].passed()
    assert regimes.at(a=10, c=1, k=2, n=3)["Q"] == 6
    assert regimes.at(a=10, c=20, k=2, n=3)["q"] == 0
    assert sp.simplify(regimes.regime("q = k")["firm"] - k * (a - c - k * n)) == 0


def test_where_copies_may_differ_the_word_is_symmetric() -> None:
    """Two firms that hurt each other more than themselves: besides q = a/5 each, one may have all."""
    fierce = Game(players=[Player("firm", decides=[q], payoff=q * (a - q - 3 * others(q)), copies=2)])
    equilibrium = solve(fierce)
    assert equilibrium["q"] == a / 5
    assert equilibrium.evidence.status(About.COMPLETE) is Status.OPEN
    assert equilibrium.title == "Symmetric equilibrium of firm"
    there = solve(fierce, at={"a": 10})
    assert not there.complete
    assert str(there).startswith("Symmetric equilibrium")
    assert str(solve(fierce, corners=True).title).startswith("Piecewise symmetric")
    first, second = decisions("q_0 q_1")
    written = Game(
        players=[
            Player("one", decides=[first], payoff=first * (10 - first - 3 * second)),
            Player("other", decides=[second], payoff=second * (10 - second - 3 * first)),
        ]
    )
    assert len(solve(written, at={})) == 3


def test_no_symmetric_equilibrium_is_not_none() -> None:
    """One of two enters: there is an equilibrium, but none in which both decide the same."""
    entry = Game(
        players=[Player("firm", decides=[q], payoff=q**2 + q * (1 - 3 * others(q)), copies=2)], constraints=[q <= 1]
    )
    found = solve(entry, at={})
    assert found.status == "open"
    assert "in which all copies decide alike" in found.reason
    first, second = decisions("q_0 q_1")
    written = Game(
        players=[
            Player("one", decides=[first], payoff=first**2 + first * (1 - 3 * second)),
            Player("other", decides=[second], payoff=second**2 + second * (1 - 3 * first)),
        ],
        constraints=[first <= 1, second <= 1],
    )
    assert len(solve(written, at={})) == 2


def test_sweeps_and_audits() -> None:
    equilibrium = solve(cournot(n))
    data = sweep(equilibrium, over={"n": (1, 5, 5)}, at={"a": 12, "c": 0.5})
    assert np.allclose(data["q"], 11.5 / np.arange(2, 7))
    assert set(data.data_vars) == {"q", "firm", "Q", "violated"}
    swept = sweep(cournot(n), over={"n": [1, 2, 3]}, at={"a": 12, "c": 2})
    assert np.allclose(swept["Q"], [5, 20 / 3, 7.5])
    assert not [name for name in swept.data_vars if "others" in str(name)]
    with pytest.raises(DeclarationError, match="declared integer"):
        sweep(equilibrium, over={"n": (1, 2, 3)}, at={"a": 12, "c": 1})
    assert audit(equilibrium, draws=20).evidence.established


def test_the_code_of_a_game_declares_it_again() -> None:
    equilibrium = solve(cournot(n))
    names: dict[str, Any] = {"lsec": lsec_models}
    exec(code_of(equilibrium), names)
    assert names["equilibrium"].exact == equilibrium.exact
    assert names["game"] == equilibrium.game.declared  # type: ignore[attr-defined]


def test_a_number_of_copies_may_be_given_later() -> None:
    game = cournot(n)
    assert solve(game.with_values(n=3))["q"] == (a - c) / 4
    assert solve(game.with_values(n=1))["q"] == (a - c) / 2
    with pytest.raises(DeclarationError, match="whole number"):
        game.with_values(n=2.5)
    with pytest.raises(OutsideDomain, match="declared integer"):
        solve(game).at(a=10, c=1, n=2.5)
    with pytest.raises(OutsideDomain):
        solve(game, at={"a": 10, "c": 1, "n": "5/2"})


def test_modes_with_copies() -> None:
    alone = Game(players=[Player("firm", decides=[q], payoff=(a - q - c) * q)], assuming=[a > c])
    choice = solve(Choice(by="firm", among={"alone": alone, "crowded": cournot(n)}))
    assert choice.at(a=10, c=1, n=3).mode == "alone"
