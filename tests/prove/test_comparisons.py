"""Comparisons and comparative statics of the two-player game, against what was derived by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import sympy as sp

from lsec_models import (
    DifferentialGame,
    Equilibrium,
    Player,
    comparative_statics,
    compare,
    decisions,
    load,
    parameters,
    solve,
    states,
)
from lsec_models.algebra.domains.sampling import sample
from lsec_models.errors import ClaimError, UnknownName
from lsec_models.prove.certificates.checker import check
from lsec_models.prove.comparisons.compare import joint_domain
from lsec_models.prove.results.verdicts import Mixed, Proved


@pytest.fixture(scope="module")
def games() -> Mapping[str, Equilibrium]:
    orders = {"MS": [("manufacturer", "streamer")], "M_S": ["manufacturer", "streamer"]}
    orders |= {"S_M": ["streamer", "manufacturer"]}
    return {label: solve(load("power_structures_bilateral", order=order)) for label, order in orders.items()}


EXPECTED = {
    ("M_S", "S_M", "q"): "q: M_S > S_M iff mu**2/eta > gamma**2/k",
    ("M_S", "S_M", "chain_profit"): "chain_profit: M_S > S_M iff mu**2/eta > gamma**2/k",
    ("MS", "M_S", "manufacturer"): "manufacturer: MS <= M_S",
    ("MS", "S_M", "streamer"): "streamer: MS <= S_M",
    ("MS", "M_S", "streamer"): "streamer: MS > M_S iff b*eta > mu**2",
    ("MS", "S_M", "demand"): "demand: MS > S_M iff b*k > gamma**2",
}


def test_pairs_in_words(games: Mapping[str, Equilibrium]) -> None:
    compared = compare(games, ["q", "manufacturer", "streamer", "demand", "chain_profit"])
    assert len(compared) == 3 * 5
    assert compared.undecided == ()
    found = {(cell.left, cell.right, cell.quantity): str(cell) for cell in compared}
    assert {key: found[key] for key in EXPECTED} == EXPECTED


@pytest.mark.slow
def test_every_cell_agrees_with_exact_points(games: Mapping[str, Equilibrium]) -> None:
    for cell in compare(games):
        pair = [games[cell.left], games[cell.right]]
        domain = joint_domain(pair)
        left, right = (game.exact[cell.quantity] for game in pair)
        for point in sample(domain, 10, seed=11):
            where = domain.ring.exact_point(point)
            difference = left.evaluate(where) - right.evaluate(where)
            sign = cell.sign.symbol
            if sign == "><":
                values = {s: sp.Rational(v.numerator, v.denominator) for s, v in point.items()}
                assert bool(cell.sign.condition.subs(values)) == (difference > 0), cell
            else:
                holds = {">": difference > 0, "<": difference < 0, "=": difference == 0}
                holds |= {">=": difference >= 0, "<=": difference <= 0}
                assert holds[sign], cell


def test_evidence(games: Mapping[str, Equilibrium]) -> None:
    for cell in compare(games, ["manufacturer", "q"]):
        verdict = cell.sign.verdict
        assert isinstance(verdict, Proved | Mixed)
        if isinstance(verdict, Proved):
            assert check(verdict.certificate).exact


def test_the_table_has_a_row_for_each_pair(games: Mapping[str, Equilibrium]) -> None:
    table = compare(games, ["q", "price"]).table()
    assert list(table.index) == [("MS", "M_S"), ("MS", "S_M"), ("M_S", "S_M")]
    assert sorted(table.columns) == ["price", "q"]


def test_equal_equilibria_are_equal(games: Mapping[str, Equilibrium]) -> None:
    assert {cell.sign.symbol for cell in compare({"one": games["MS"], "same": games["MS"]})} == {"="}


def test_renaming_changes_nothing_else(games: Mapping[str, Equilibrium]) -> None:
    first = [cell.sign.symbol for cell in compare(games, ["q"])]
    renamed = {f"{label} renamed": game for label, game in games.items()}
    assert [cell.sign.symbol for cell in compare(renamed, ["q"])] == first


def test_unknown_quantities_are_refused(games: Mapping[str, Equilibrium]) -> None:
    with pytest.raises(UnknownName, match="did you mean 'price'"):
        compare(games, ["prices"])


@pytest.mark.parametrize(
    ("quantity", "parameter", "symbol", "condition"),
    [
        ("q", "gamma", ">", None),
        ("q", "c", "<", None),
        ("manufacturer", "mu", ">", None),
        ("manufacturer", "gamma", "><", "b + mu**2/eta > gamma**2/k"),
        ("price", "c", "><", "b > gamma**2/k + mu**2/eta"),
        ("e", "k", "<", None),
    ],
)
def test_signs_of_slopes(
    games: Mapping[str, Equilibrium], quantity: str, parameter: str, symbol: str, condition: str | None
) -> None:
    table = comparative_statics(games["MS"], [quantity], [parameter])
    sign = table[quantity, parameter]
    assert sign.symbol == symbol
    assert (None if sign.condition is None else str(sign.condition)) == condition


@pytest.mark.slow
def test_the_sign_table_covers_everything(games: Mapping[str, Equilibrium]) -> None:
    table = comparative_statics(games["M_S"])
    assert len(table) == len(games["M_S"].exact) * len(games["M_S"].ring.symbols)
    assert table.undecided == ()
    assert table.table().loc["q", "gamma"] == "+"


def test_a_slot_fee_moves_profits_and_nothing_else() -> None:
    top = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"], streamer="top"))
    table = comparative_statics(top, ["q", "price", "manufacturer", "streamer", "chain_profit"], ["F"])
    assert [cell.sign.symbol for cell in table] == ["=", "=", "<", ">", "="]


def test_progress_is_told(games: Mapping[str, Equilibrium]) -> None:
    seen: list[tuple[int, int]] = []
    compare(games, ["q"], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_unknown_parameters_are_refused(games: Mapping[str, Equilibrium]) -> None:
    with pytest.raises(ClaimError, match="did you mean 'gamma'"):
        comparative_statics(games["MS"], ["q"], ["gama"])


def test_equilibria_are_compared_by_label(games: Mapping[str, Equilibrium]) -> None:
    with pytest.raises(ClaimError, match=r"as in compare\(\{'led': led, 'nash': nash\}\), not a list"):
        compare(list(games.values()))  # type: ignore[arg-type]
    with pytest.raises(ClaimError, match="compare takes closed forms, but 'one' is an int"):
        compare({"one": 1, "two": 2})  # type: ignore[dict-item]


def test_feedback_equilibria_are_compared_too() -> None:
    r, margin = parameters("r margin", positive=True)
    stock, effort = states("stock"), decisions("effort")

    def led(gain: sp.Expr) -> Equilibrium:
        firm = Player("firm", decides=[effort], payoff=gain * stock - effort**2 / 2)
        return solve(DifferentialGame(states={stock: effort - stock}, players=[firm], discount=r))

    found = compare({"whole": led(margin), "half": led(margin / 2)}, ["effort"])
    assert str(found).splitlines()[0] == "effort: whole > half"
    assert "rests on: firm (an equilibrium; whether there are others is open)" in str(found)
