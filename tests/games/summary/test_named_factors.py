"""Readable closed forms say the same as the exact ones: names stand for what they say, and signs are those told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import sympy as sp

from lsec_models import (
    Game,
    Player,
    decisions,
    load,
    parameters,
    power_structures,
    solve,
    to_json,
    to_latex,
    to_mathematica,
)
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.mathml import mathml_of
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.errors import LsecError
from lsec_models.games.summary.named_factors import with_named_factors
from lsec_models.games.summary.summary import REPORT, Quantity, ReadCondition, Summary, exact_condition
from random_games import random_game

BILATERAL = load("power_structures_bilateral")
ORDERS = power_structures(["manufacturer", "streamer"])
CHANNELS = [{"mode": mode, "compete": compete} for mode in ("reselling", "agency") for compete in ("quantities",)]
a, b, c, D, Delta = parameters("a b c D Delta", positive=True)
x, y = decisions("x y")


@cache
def solved() -> tuple[Any, ...]:
    bilateral = [solve(BILATERAL.with_order(order)) for order in ORDERS]
    return (*bilateral, solve(load("power_structures")), *(solve(load("channel_choice", **how)) for how in CHANNELS))


def whole(said: Summary, shown: sp.Expr) -> sp.Expr:
    """Return what is read in parameters alone: names of factors and of other quantities stand for what they are."""
    meant = {one.reference: one.value for one in said.quantities} | {one.symbol: one.value for one in said.factors}
    return shown.xreplace(meant)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(ORDERS) + 1 + len(CHANNELS)))
def test_what_is_read_is_what_is_exact(number: int) -> None:
    found = solved()[number]
    said = found.summary()
    for quantity in said.quantities:
        assert ratio(found.ring, whole(said, quantity.readable)) == found.exact[quantity.name]
        assert len(str(quantity.readable)) <= len(str(quantity.value)) + 1


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(ORDERS) + 1 + len(CHANNELS)))
def test_a_denominator_that_is_called_positive_is_so(number: int) -> None:
    found = solved()[number]
    said = found.summary()
    assert said.factors
    points = list(sample(found.domain, 20, seed=4))
    assert {**found.denominators, **found.numerators} == {one.symbol.name: one for one in said.factors}
    below = {power.base for q in said.quantities for power in q.closed_form.atoms(sp.Pow) if power.exp < 0}
    assert {one.symbol for one in found.denominators.values()} == below & {one.symbol for one in said.factors}
    for one in said.factors:
        values = [one.value.subs({s: sp.Rational(*v.as_integer_ratio()) for s, v in p.items()}) for p in points]
        assert not one.positive or all(value > 0 for value in values)
        assert one.positive == (str(one)[-4:] == " > 0") == (one.latex[-4:] == " > 0")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30))
def test_random_games_read_as_they_are(seed: int) -> None:
    try:
        found = solve(random_game(seed).game)
    except LsecError:
        pytest.skip("no interior equilibrium")
    said = found.summary()
    for quantity in said.quantities:
        assert ratio(found.ring, whole(said, quantity.readable)) == found.exact[quantity.name]
    if found.domain.chart.clash is not None:
        return  # Its conditions exclude each other: there is no point at which to look.
    for point in sample(found.domain, 5, seed=seed):
        numbers = {symbol: sp.Rational(*value.as_integer_ratio()) for symbol, value in point.items()}
        assert all(one.value.subs(numbers) > 0 for one in said.factors if one.positive)


def test_factors_are_written_in_the_sign_that_they_have() -> None:
    share = parameters("lambda", positive=True)
    seller = Player("seller", decides=[x], payoff=(1 - share) * x * (a - x) - x**2)
    (quantity, payoff) = solve(Game(players=[seller], assuming=[share < 1])).summary().quantities
    assert str(quantity.value) == "a*(lambda - 1)/(2*(lambda - 2))"
    assert str(quantity.readable) == "a*(1 - lambda)/(2*(2 - lambda))"
    assert str(payoff.readable) == "a**2*(1 - lambda)**2/(4*(2 - lambda))"


def test_names_are_none_that_the_game_has() -> None:
    first = Player("one", decides=[x], payoff=x * (a * D - b * x + c * y) - Delta * x**2)
    game = Game(players=[first, Player("two", decides=[y], payoff=y * (a - b * y + c * x) - Delta * y**2)])
    said = solve(game).summary()
    taken = {"D", "Delta", "a", "b", "c", "x", "y", "one", "two"}
    assert len(said.factors) >= 2
    assert not taken & {one.symbol.name for one in said.factors}
    text = to_mathematica(solve(game))
    assert "symD -> " not in text.partition("<|")[2]
    assert {one.symbol.name for one in said.factors} <= set(re.findall(r" stands for (\S+)", text))
    assert len({one.symbol for one in said.factors}) == len(said.factors)


def test_a_lone_or_short_denominator_has_no_name() -> None:
    monopoly = solve(Game(players=[Player("firm", decides=[x], payoff=x * (a - b * x))]))
    assert monopoly.summary().factors == ()
    assert (monopoly.denominators, monopoly.numerators) == ({}, {})


@pytest.mark.slow
def test_long_numerators_that_are_shared_have_names_too() -> None:
    said = solve(load("channel_choice")).summary()
    assert [one.symbol.name for one in said.factors] == ["D", "N_1", "N_2", "N_3"]
    found = solve(load("channel_choice"))
    assert (list(found.denominators), list(found.numerators)) == (["D"], ["N_1", "N_2", "N_3"])
    assert max(len(str(form)) for form in (*(one.value for one in said.factors), *map(read, said.quantities))) < 400
    shown = {quantity.name: str(quantity.readable) for quantity in said.quantities}
    assert (shown["d_l"], shown["e"], shown["retailer"]) == ("eta*N_1/D", "lambda*N_1/D", "eta**2*N_2**2/D**2")


def read(quantity: Quantity) -> sp.Expr:
    return quantity.readable


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(ORDERS) + 1 + len(CHANNELS)))
def test_conditions_that_are_read_ask_what_the_exact_ones_do(number: int) -> None:
    found = solved()[number]
    said = found.summary()
    assert [exact_condition(asked) for asked in said.conditions] == list(found.region.conditions)
    for asked, exact in zip(said.conditions, found.region.conditions, strict=True):
        if not isinstance(asked, ReadCondition):
            assert asked.relation == exact.relation
            continue
        assert type(asked.relation) is type(exact.relation)
        assert len(str(asked.relation)) < len(str(exact.relation))
        read, meant = (one.lhs - one.rhs for one in (asked.relation, exact.relation))
        share = ratio(found.ring, whole(said, read)) / ratio(found.ring, meant)
        # What an inequality is divided by has been declared positive.
        assert share.expression().is_positive


@pytest.mark.slow
def test_long_conditions_have_the_names_of_factors_in_every_format_for_people() -> None:
    found = solve(load("channel_choice"))
    text, part = repr(found), repr(found.summary().only(["d_l"]))
    for asked in ("D > 0  [second-order condition", "N_1 >= 0  [d_l is not negative]", "N_2 >= 0  [d_r is not"):
        assert asked in text
    for name in ("D", "N_1", "N_2"):
        assert f"symbol={name}" in part or f"{name} = " in part
    assert "$N_{1} \\geq 0$ & $d_{l}$ is not negative" in to_latex(found)
    assert "symN1 >= 0," in to_mathematica(found)
    said = json.loads(to_json(found))["conditions"]
    names = {str(symbol) for symbol in found.ring.symbols}
    assert len(said) == len(found.region.conditions)
    for asked in said:
        assert set(re.findall(r"[A-Za-z_]\w*", asked["relation"])) <= names


@pytest.mark.slow
def test_regimes_share_their_names() -> None:
    led = Game(
        players=[
            Player("maker", decides=[x], payoff=x * (a - b * x - c * y) - x**2),
            Player("shop", decides=[y], payoff=y * (a - 2 * b * y - c * x) - y**2),
        ],
        constraints=[x <= 1],
    ).with_values({"c": 1})
    found = solve(led, corners=True)
    said = found.summary()
    assert said.factors
    assert f"where {said.factors[0]}" in repr(found)
    for branch, regime in zip(said.branches, found.regimes, strict=True):
        for quantity in branch.quantities:
            assert ratio(found.ring, whole(said, quantity.readable)) == regime.exact[quantity.name]


def test_formats_for_people_have_the_names_and_formats_for_programs_the_whole() -> None:
    led = solve(BILATERAL.with_order(["manufacturer", "streamer"]))
    (named,) = led.summary().factors
    from lsec_models import to_dataframe, to_json, to_latex

    for text in (repr(led), led._repr_html_(), led._repr_latex_(), to_latex(led)):
        assert "D" in text
        assert any(write(named.value) in text for write in (str, sp.latex, mathml_of))
    assert "D" not in str(to_dataframe(led)["value"].tolist())
    assert '"D"' not in to_json(led)
    assert str(named.value).replace("**", "^") in to_mathematica(led)


def test_no_sign_goes_into_a_factor_that_is_known_to_be_no_less_than_zero() -> None:
    brands = solve(load("content", story="portfolio", payer="streamer", timing="after", contract="slot_fee"))
    others = next(quantity for quantity in brands.summary().quantities if quantity.name == "others")
    assert str(others.readable) == "(-F + a*phi*rho)*(n - 1)"


def test_a_sign_goes_into_a_factor_whose_sign_is_open() -> None:
    own = decisions("own", real=True)
    firm = Player("firm", decides=[own], payoff=own * (b - a) * c - own**2 / 2)
    decided, _ = solve(Game(players=[firm])).summary().quantities
    assert str(decided.readable) == "c*(-a + b)"


def test_what_has_no_exact_form_is_shown_as_it_is() -> None:
    found = solve(BILATERAL)
    plain = Quantity(name="rounded", role=REPORT, value=sp.Float("0.5"))
    said = found.summary()
    again = with_named_factors(replace(said, quantities=(*said.quantities, plain)), found.domain)
    assert again.quantities[-1] == plain
    assert again.factors
