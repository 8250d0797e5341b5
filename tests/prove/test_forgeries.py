"""No forged certificate is accepted, and whatever the checker accepts is true."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.forged import KINDS, Forgery, forged, forgeries
from certificates.genuine import TEMPLATES, genuine
from certificates.hand_certificates import signed
from certificates.steps import places_in
from certificates.truth import fails_at, is_admissible, points
from lsec_models.errors import CertificateError
from lsec_models.prove.certificates.checker import check
from strategies import examples

_EACH = 4
_RULES = {"identity", "squares", "factors", "rescale", "slack", "square", "split", "cases", "solve", "modulo"} | {
    "multiply",
    "trim",
    "engines",
}
_WORDS = (
    (">", ">=", "=", "!="),
    ("positive", "nonnegative", "free"),
    ("x", "y", "z"),
    ("z3", "cvc5"),
)


@cache
def _some_forgeries() -> dict[str, list[Forgery]]:
    found: dict[str, list[Forgery]] = {kind: [] for kind in KINDS}
    for forgery in islice(forgeries(1), _EACH * len(KINDS)):
        found[forgery.kind].append(forgery)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_forged_certificate_is_refused(kind: str) -> None:
    found = _some_forgeries()[kind]
    assert len(found) == _EACH
    for forgery in found:
        if forgery.counterexample is not None:
            assert fails_at(forgery.certificate, forgery.counterexample), forgery
        with pytest.raises(CertificateError):
            check(forgery.certificate)


@pytest.mark.slow
def test_there_are_many_forgeries_and_many_state_something_false() -> None:
    found = [forgery for forgeries_of_a_kind in _some_forgeries().values() for forgery in forgeries_of_a_kind]
    assert len(found) >= 300
    assert sum(forgery.counterexample is not None for forgery in found) >= 200
    assert [(f.kind, f.certificate) for f in found[:1]] == list(islice(forged(1), 1))


@pytest.mark.parametrize("seed", range(3))
def test_what_they_were_made_from_is_genuine(seed: int) -> None:
    for name, certificate in islice(genuine(seed), len(TEMPLATES)):
        assert check(certificate).exact == (name != "agreed")
        _require_true(certificate, random.Random(seed))


def test_together_the_genuine_ones_use_every_rule() -> None:
    records = [record for _, certificate in islice(genuine(0), len(TEMPLATES)) for record in _records(certificate)]
    assert {record["rule"] for record in records if "rule" in record} == _RULES


# ---- whatever passes is true -----------------------------------------------------------------------------------------


@pytest.mark.slow
@examples(1000)
@given(st.integers(0, 10**9))
def test_what_is_changed_at_random_and_accepted_is_true(seed: int) -> None:
    generator = random.Random(seed)
    changed = _changed(generator)
    if _is_accepted(changed):
        _require_true(changed, generator)


@pytest.mark.slow
def test_much_of_what_is_changed_at_random_is_accepted() -> None:
    """Else the test above would say nothing."""
    accepted = [changed for changed in map(_changed, map(random.Random, range(1200))) if _is_accepted(changed)]
    assert len(accepted) >= 20
    assert any(certificate["radicals"] for certificate in accepted)


@cache
def _genuine_ones() -> list[dict[str, Any]]:
    return [certificate for _, certificate in islice(genuine(2), 4 * len(TEMPLATES))]


def _is_accepted(certificate: dict[str, Any]) -> bool:
    try:
        return check(certificate).exact
    except CertificateError:
        return False


def _require_true(certificate: dict[str, Any], generator: random.Random) -> None:
    for point in islice(points(certificate, generator), 40):
        assert not fails_at(certificate, point), (certificate, point)


def _changed(generator: random.Random) -> dict[str, Any]:
    """Return a genuine certificate after a few random changes, with a digest that fits."""
    original = generator.choice(_genuine_ones())
    changed = copy.deepcopy(original)
    while changed == original:
        for _ in range(generator.choice((1, 1, 2, 3))):
            _change(changed, generator)
    return signed(changed)


def _change(certificate: dict[str, Any], generator: random.Random) -> None:
    """Leave something out, put what stands elsewhere under the same name in its place, or take another value."""
    places = [(c, k) for c, k in places_in(certificate) if k not in ("digest", "format", "claim", "origin")]
    container, key = generator.choice(places)
    donors = [c[k] for c, k in places if isinstance(k, str) and k == key]
    if isinstance(container, list) and generator.random() < 0.3:
        del container[key]
    elif donors and generator.random() < 0.5:
        container[key] = copy.deepcopy(generator.choice(donors))
    elif not isinstance(container[key], dict | list):
        container[key] = _another(generator, container[key])


def _records(value: Any) -> Iterator[dict[str, Any]]:
    return (part for container, key in places_in(value) if isinstance(part := container[key], dict))


def _another(generator: random.Random, value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + generator.choice((-2, -1, 1, 2))
    for words in _WORDS:
        if value in words:
            return generator.choice(words)
    try:
        number = Fraction(value)
    except (TypeError, ValueError):
        return value
    return str(generator.choice((number + 1, number - 1, -number, 2 * number, number / 2)))


def test_the_evaluation_of_square_roots_is_exact() -> None:
    """With z as the square root of two: its square, its bounds, and a polynomial that vanishes there."""
    _, certificate = next(item for item in genuine(0) if item[0] == "square_root")
    certificate["radicals"] = [{"name": "z", "radicand": "2", "low": "1", "high": "2"}]
    atom = certificate["clauses"][0]["atoms"][0]
    here = {"x": Fraction(1), "y": Fraction(1), "z": Fraction(0)}
    for polynomial, relation, is_true in (
        ([["1", [0, 0, 2]], ["-2", [0, 0, 0]]], "=", True),
        ([["1", [0, 0, 3]], ["-2", [0, 0, 1]]], "=", True),
        ([["10000000", [0, 0, 1]], ["-14142135", [0, 0, 0]]], ">", True),
        ([["10000000", [0, 0, 1]], ["-14142136", [0, 0, 0]]], ">", False),
        ([["1", [0, 0, 1]], ["-1", [1, 0, 0]]], "=", False),
    ):
        atom |= {"polynomial": polynomial, "relation": relation}
        assert is_admissible(certificate, here)
        assert fails_at(certificate, here) != is_true
