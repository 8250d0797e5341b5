"""Contracts: what the two sides receive, how parts add up, and which do not."""

from __future__ import annotations

from itertools import permutations

import pytest
import sympy as sp

from lsec_models import parameters
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models.parts.contracts import CONTRACTS, Contract, contract, w

revenue, units = parameters("revenue units", positive=True)
share, F, A, psi, G = parameters("lambda F A psi G", positive=True)

INCOMES = [
    ("commission", share * revenue),
    ("slot_fee", F),
    ("commission + slot_fee", share * revenue + F),
    ("wholesale", revenue - w * units),
    ("two_part_tariff", revenue - w * units - A),
    ("revenue_sharing", (1 - psi) * revenue - w * units),
    ("minimum_guarantee", sp.S.Zero),
    ("commission + minimum_guarantee", share * revenue),
    ("commission + minimum_guarantee + slot_fee", share * revenue + F),
    ("wholesale + slot_fee", revenue - w * units + F),
]


@pytest.mark.parametrize(("words", "income"), INCOMES)
def test_income_of_the_streamer(words: str, income: sp.Expr) -> None:
    found = contract(words)
    assert sp.expand(found.streamer_income(revenue, units) - income) == 0
    assert sp.expand(found.variable_pay(revenue, units) + found.fixed - income) == 0
    assert sp.expand(income.subs({revenue: 0, units: 0}) - found.fixed) == 0


@pytest.mark.parametrize("words", [words for words, _ in INCOMES])
def test_incomes_add_up_to_the_revenue_and_words_name_the_parts(words: str) -> None:
    found = contract(words)
    both = found.streamer_income(revenue, units) + found.manufacturer_income(revenue, units)
    assert sp.expand(both - revenue) == 0
    assert found.name == words
    assert contract(words.replace(" ", "")) == found


def test_every_ready_contract_is_covered() -> None:
    assert {words for words, _ in INCOMES} >= set(CONTRACTS)


def test_who_takes_title_sets_the_live_price() -> None:
    owners = {name for name in CONTRACTS if contract(name).title}
    assert owners == {"wholesale", "two_part_tariff", "revenue_sharing"}


def test_the_order_of_parts_does_not_matter() -> None:
    parts = ["commission", "slot_fee", "minimum_guarantee"]
    incomes = {contract(" + ".join(order)).streamer_income(revenue, units) for order in permutations(parts)}
    grouped = contract(parts[0]) + (contract(parts[1]) + contract(parts[2]))
    assert incomes == {grouped.streamer_income(revenue, units)}
    assert {contract(" + ".join(order)).guarantee for order in permutations(parts)} == {G}


def test_terms_can_be_marked() -> None:
    found = contract("commission + slot_fee", "_top")
    assert {symbol.name for symbol in found.streamer_income(revenue, units).free_symbols} == {
        "lambda_top",
        "F_top",
        "revenue",
    }


def test_own_contracts_compose_too() -> None:
    bonus = Contract(name="bonus per unit", unit_price=sp.Rational(-1, 2))
    found = contract("commission") + bonus
    assert sp.expand(found.streamer_income(revenue, units) - share * revenue - units / 2) == 0


class TestGuarantee:
    def test_its_two_sides(self) -> None:
        both = contract("commission + slot_fee + minimum_guarantee")
        assert both.without_guarantee().streamer_income(revenue, units) == share * revenue + F
        assert both.guaranteed().streamer_income(revenue, units) == F + G
        assert both.guaranteed().guarantee == both.without_guarantee().guarantee == 0

    def test_there_must_be_one(self) -> None:
        with pytest.raises(DeclarationError, match="'commission' guarantees nothing"):
            contract("commission").guaranteed()


@pytest.mark.parametrize(
    ("words", "error", "told"),
    [
        ("comission", UnknownName, "no contract 'comission'; did you mean 'commission'"),
        ("commission + slotfee", UnknownName, "did you mean 'slot_fee'"),
        ("", UnknownName, "no contract ''"),
        ("commission +", UnknownName, "no contract ''"),
        ("wholesale + two_part_tariff", DeclarationError, "both let the streamer buy the goods"),
        ("wholesale + commission", DeclarationError, "'commission' would pay it a share of its own"),
        ("commission + revenue_sharing", DeclarationError, "'commission' would pay it a share of its own"),
        ("wholesale + minimum_guarantee", DeclarationError, "no share of it is left to guarantee"),
        ("minimum_guarantee + wholesale", DeclarationError, "no share of it is left to guarantee"),
    ],
)
def test_bad_contracts_are_told(words: str, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        contract(words)


def test_only_contracts_add_up() -> None:
    with pytest.raises(TypeError):
        contract("commission") + 1  # type: ignore[operator]
