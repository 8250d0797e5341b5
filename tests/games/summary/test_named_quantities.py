"""What is written in terms of other quantities of a result is the same function of the parameters."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, load, parameters, solve, to_json, to_latex
from lsec_models.algebra.mathml import mathml_of
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.errors import LsecError
from lsec_models.games.summary import named_quantities
from lsec_models.games.summary.named_quantities import by_names
from lsec_models.games.summary.quantity_name import QuantityName
from lsec_models.games.summary.summary import REPORT, Quantity
from lsec_models.games.summary.text import text
from random_games import random_game

a, b = parameters("a b", positive=True)
x, y = decisions("x y")


@cache
def inventory() -> Any:
    return solve(load("inventory"))


def meaning(found: Any, form: sp.Expr) -> Any:
    """Return a form as a rational function of the parameters, by the exact quantities it names."""
    names = {sp.Symbol(name): found.exact[name].expression() for name in found.names}
    by_name = {symbol: names.get(sp.Symbol(symbol.name), symbol) for symbol in form.free_symbols}
    return ratio(found.ring, form.xreplace(by_name))


def test_a_sum_of_payoffs_is_written_as_one_in_every_format() -> None:
    found = inventory()
    shown = {quantity.name: quantity for quantity in found.summary().quantities}
    chain = shown["chain_profit"]
    assert str(chain.readable) == "manufacturer + streamer"
    assert len(str(chain.value)) > 10_000
    assert "chain_profit = manufacturer + streamer\n" in repr(found)
    table = to_latex(found)
    assert all(rf"\text{{payoff of {player}}}" in table for player in ("manufacturer", "streamer"))
    assert "<mtext>payoff of manufacturer</mtext>" in mathml_of(chain.readable)
    assert "<mtext>payoff of streamer</mtext>" in found._repr_html_()
    assert "manufacturer + streamer" not in to_json(found)


def test_what_is_long_is_written_in_decisions_and_is_half_as_long() -> None:
    wide = Player("wide", decides=[x], payoff=x * (a - b * x - y) - (x + y) ** 2 / 7)
    other = Player("other", decides=[y], payoff=y * (b - a * y - x) - (x + b * y) ** 2 / 5)
    found = solve(Game(players=[wide, other], report={"mixed": x**3 + y**2 + x}))
    said = found.summary().quantities
    written = [quantity for quantity in said if quantity.by_names is not None]
    assert "mixed" in {quantity.name for quantity in written}
    for quantity in written:
        assert meaning(found, quantity.by_names) == found.exact[quantity.name]
        assert 2 * len(str(quantity.by_names)) <= len(str(quantity.closed_form))


def test_what_is_left_out_is_defined_below() -> None:
    some = inventory().summary().only(["chain_profit"])
    assert [one.symbol.name for one in some.factors][:2] == ["manufacturer", "streamer"]
    assert "  where manufacturer = " in text(some)
    defined = {one.symbol for one in some.factors} | set(some.parameters)
    said = [some.quantities[0].readable, *(one.value for one in some.factors)]
    assert all(form.free_symbols <= defined for form in said)
    kept = inventory().summary().only(["manufacturer", "streamer", "chain_profit"])
    assert {"manufacturer", "streamer"}.isdisjoint(one.symbol.name for one in kept.factors)


@pytest.mark.parametrize("seed", range(8))
def test_forms_of_random_games_are_what_the_equilibrium_has(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_quantities, "_LONG", 0)
    monkeypatch.setattr(named_quantities, "_SHORTER", 0)
    try:
        found = solve(random_game(seed).game)
    except LsecError:
        pytest.skip("no interior equilibrium")
    said = found.summary().quantities
    written = [quantity for quantity in said if quantity.by_names is not None]
    assert written
    for quantity in written:
        assert meaning(found, quantity.by_names) == found.exact[quantity.name]


def test_a_parameter_that_is_called_like_a_player_is_not_taken_for_a_payoff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_quantities, "_LONG", 0)
    first = Player("a", decides=[x], payoff=x * (a - b * x))
    second = Player("two", decides=[y], payoff=y * (a - b * y) + a)
    found = solve(Game(players=[first, second], report={"all": first.payoff + second.payoff}))
    (total,) = (quantity for quantity in found.summary().quantities if quantity.name == "all")
    assert total.by_names is None or sp.Symbol("a") not in {*map(plain, total.by_names.atoms(QuantityName))}
    assert meaning(found, sp.S.Zero).is_zero()


def plain(symbol: sp.Symbol) -> sp.Symbol:
    return sp.Symbol(symbol.name)


def test_branches_alone_are_read_in_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_quantities, "_LONG", 10)
    monkeypatch.setattr(named_quantities, "_SHORTER", 0)
    maker = Player("maker", decides=[x], payoff=x * (a - b * x - y) - x**2)
    shop = Player("shop", decides=[y], payoff=y * (a - 2 * b * y - x) - y**2)
    led = Game(players=[maker, shop], constraints=[x <= 1], report={"both": maker.payoff + shop.payoff})
    said = solve(led, corners=True).summary()
    written = [q for branch in said.branches for q in branch.quantities if q.by_names is not None]
    assert written
    alone = said.only(["both"])
    for branch in alone.branches:
        (both,) = branch.quantities
        assert both.by_names is None
        assert both.readable.free_symbols <= {*said.parameters, *(one.symbol for one in alone.factors)}


@pytest.mark.parametrize("declared", [None, x, sp.exp(x), 1 / (x - a / (2 * b)), y * x])
def test_what_was_declared_otherwise_is_not_written_so(declared: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_quantities, "_LONG", 0)
    monkeypatch.setattr(named_quantities, "_SHORTER", 0)
    found = solve(Game(players=[Player("shop", decides=[x], payoff=x * (a - b * x))]))
    price, payoff = (replace(quantity, declared=None) for quantity in found.summary().quantities)
    _, earned = by_names([price, replace(payoff, declared=declared)], found.ring)
    assert earned.by_names is None or meaning(found, earned.by_names) == found.exact["shop"]


def test_a_pole_where_values_are_tried_hides_no_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_quantities, "_LONG", 0)
    found = solve(Game(players=[Player("shop", decides=[x], payoff=x * (a - b * x))]))
    pole = ratio(found.ring, 1 / (7 * a - sp.prime(40)))
    far = Quantity(name="far", role=REPORT, value=pole.expression(), exact=pole)
    assert by_names([*found.summary().quantities, far], found.ring)[-1] == far


def test_names_are_kept_apart_by_what_they_say() -> None:
    import pickle

    payoff, report = QuantityName("chain", "payoff of chain"), QuantityName("chain", "chain")
    assert payoff != report
    assert pickle.loads(pickle.dumps(payoff)) == payoff
    assert sp.latex(QuantityName("chain_profit", "chain_profit")) == r"\text{chain profit}"
