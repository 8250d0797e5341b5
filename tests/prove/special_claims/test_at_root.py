"""Claims about equilibria in terms of a root: proved ones hold at points, refuted ones fail there."""

from __future__ import annotations

import random
from functools import cache

import pytest
import sympy as sp

from families.parametric_commissions import twelve_games
from lsec_models import (
    Game,
    Player,
    comparative_statics,
    compare,
    decisions,
    decreasing,
    increasing,
    parameters,
    prove,
    solve,
    thresholds,
    to_json,
    to_latex,
    to_mathematica,
)
from lsec_models.errors import CertificateError, ClaimError
from lsec_models.prove import verify
from lsec_models.prove.verification.points import truth_at

a, c = parameters("a c", positive=True)


@cache
def led():
    return solve(twelve_games()["streamer, before the price"].game)


def claims():
    found = led()
    lam, price = found["lam"], found["p"]
    return {
        "a share": sp.And(lam > 0, lam < 1),
        "below the end": lam < 1 - c / a,
        "more than half of that": lam > (a - c) / (2 * a),
        "a half": lam > sp.Rational(1, 2),
        "not a number": sp.Eq(lam, sp.Rational(1, 2)),
        "another number": sp.Ne(lam, 1),
        "markup": price > (a + c) / 2,
        "profits are positive": found["streamer"] > 0,
        "together less than one firm": found["streamer"] + found["manufacturer"] < (a - c) ** 2 / 4,
        "powers": lam**4 + lam > lam**3,
        "false everywhere": price < c,
        "share in size": increasing(lam, a),
        "share in cost": decreasing(lam, c),
        "price in cost": increasing(price, c),
        "profit in cost": decreasing(found["manufacturer"], c),
    }


def _written(point):
    return {name: str(value) for name, value in point.items()}


@pytest.mark.slow
@pytest.mark.parametrize("words", list(claims()))
def test_verdicts_agree_with_numbers(words):
    claim = claims()[words]
    verdict = prove(claim, given=led())
    truths = {_truth(claim, *point) for point in _points(40)}
    if verdict.status == "proved":
        assert truths == {True}
        assert verify(verdict.certificate, claim, led()).exact
        with pytest.raises(CertificateError):
            verify(verdict.certificate, led()["p"] < 2 * c, led())
    elif verdict.status == "refuted":
        assert truths == {False}
        assert truth_at(claim, led(), _written(verdict.counterexample)) is False
    else:
        assert truth_at(claim, led(), _written(verdict.witness)) is True
        assert truth_at(claim, led(), _written(verdict.counterexample)) is False
        assert truth_at(claim, led(), {"a": "1", "c": "2"}) is None
        assert verdict.status == "mixed"
        assert _truth(claim, *(float(verdict.witness[name]) for name in "ac")) is True
        assert _truth(claim, *(float(verdict.counterexample[name]) for name in "ac")) is False


@pytest.mark.slow
def test_most_are_proved():
    statuses = {words: prove(claim, given=led()).status for words, claim in claims().items()}
    assert statuses.pop("a half") == statuses.pop("profit in cost") == "mixed"
    assert statuses.pop("not a number") == statuses.pop("false everywhere") == "refuted"
    assert set(statuses.values()) == {"proved"}


@pytest.mark.slow
def test_random_bounds_on_a_root_are_decided_rightly():
    dice = random.Random(4)
    for _ in range(15):
        m, n = dice.randint(1, 9), dice.randint(1, 9)
        bound = (m * a - n * c) / (10 * a + dice.randint(0, 9) * c)
        claim = led()["lam"] > bound
        verdict = prove(claim, given=led())
        truths = {_truth(claim, *point) for point in _points(40)}
        assert verdict.status != "undecided"
        assert {"proved": truths == {True}, "refuted": truths == {False}}.get(verdict.status, True), bound


@pytest.mark.slow
def test_what_a_claim_divides_by_may_not_vanish_at_the_root():
    # The root passes a half, where this is not a claim.
    verdict = prove(1 / (led()["lam"] - sp.Rational(1, 2)) ** 2 > 0, given=led())
    assert verdict.status != "proved"


def test_a_claim_without_the_root_is_an_ordinary_one():
    assert prove(a > c, given=led()).status == "proved"
    assert prove(a > 2 * c, given=led()).status == "mixed"


def test_two_roots_of_one_name_are_told_apart():
    x = decisions("x")
    one, other = (solve(Game(players=[Player("firm", decides=[x], payoff=a * x - x**n)])) for n in (4, 5))
    with pytest.raises(ClaimError, match="two equilibria have different roots called x_star"):
        prove(one["x"] > 0, given=[one, other])
    y = decisions("y")
    third = solve(Game(players=[Player("firm", decides=[y], payoff=(a + 1) * y - y**4)]))
    assert prove(third["y"] > one["x"], given=[one, third]).status == "proved"


def _points(count):
    dice = random.Random(2)
    for _ in range(count):
        cost = 10 ** dice.uniform(-2, 2)
        yield cost * (1 + 10 ** dice.uniform(-2, 2)), cost


def _truth(claim, size, cost):
    """Return whether a claim holds in numbers, derivatives by central differences."""
    if isinstance(claim, sp.And):
        return all(_truth(part, size, cost) for part in claim.args)
    left, right = claim.args
    if left.atoms(sp.Derivative) or type(left).__name__ == "Slope":
        function, symbol = left.args
        step = 1e-5 * (size if symbol.name == "a" else cost)
        up = _value(function, size + step * (symbol.name == "a"), cost + step * (symbol.name == "c"))
        down = _value(function, size - step * (symbol.name == "a"), cost - step * (symbol.name == "c"))
        return bool(claim.func(up - down, 0))
    difference = _value(left - right, size, cost)
    if isinstance(claim, sp.Eq | sp.Ne):
        return (abs(difference) < 1e-12) is isinstance(claim, sp.Eq)
    return bool(claim.func(difference, 0))


def _value(function, size, cost):
    low, high = 0.0, 1 - cost / size
    for _ in range(200):
        middle = (low + high) / 2
        falls = size**2 * (1 - middle) ** 3 < cost**2 * (1 + middle)
        low, high = (low, middle) if falls else (middle, high)
    images = {"a": size, "c": cost, "lam_star": low}
    return float(function.evalf(30, subs={s: sp.Float(images[s.name], 30) for s in function.free_symbols}))


@pytest.mark.slow
def test_comparative_statics_agree_with_differences():
    table = comparative_statics(led())
    assert not [cell for cell in table.undecided if cell.sign.symbol == "?"]
    for cell in table:
        steps = {symbol: 1e-5 if cell.parameter == symbol else 0.0 for symbol in "ac"}
        signs = set()
        for size, cost in _points(40):
            up = _value(led()[cell.quantity], size * (1 + steps["a"]), cost * (1 + steps["c"]))
            down = _value(led()[cell.quantity], size * (1 - steps["a"]), cost * (1 - steps["c"]))
            signs.add("+" if up > down else "-")
        assert signs == {">": {"+"}, "<": {"-"}, "><": {"+", "-"}}[cell.sign.symbol], str(cell)


def test_thresholds_are_where_the_root_passes_a_number():
    lam = led()["lam"]
    (half,) = thresholds(lam - sp.Rational(1, 2), "c", led())
    assert half.value == sp.sqrt(3) * a / 6
    assert half.turns == "+ to -"
    assert _value(lam, 1.0, float(half.value.subs(a, 1))) == pytest.approx(0.5)
    assert list(thresholds(lam - 1, "c", led())) == []
    (ordinary,) = thresholds(a - 2 * c, "c", led())
    assert ordinary.value == a / 2
    with pytest.raises(ClaimError, match="not linear in one root"):
        thresholds(led()["streamer"] - led()["manufacturer"], "c", led())


def test_what_is_exported_says_what_the_root_is():
    assert '"roots": [' in to_json(led())
    assert '"roots" -> {' in to_mathematica(led())
    assert "the only root of" in to_latex(led())
    with pytest.raises(ClaimError, match=r"ask of two quantities at a time, prove\(one\[name\]"):
        compare({"one": led(), "other": led()})
