"""A certificate verifies its own claim, and one that was tampered with proves nothing."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from certificates.truth import fails_at, points
from lsec_models import solve
from lsec_models.errors import CertificateError
from lsec_models.models import load
from lsec_models.prove import prove, verify
from lsec_models.prove.certificates.checker import check, digest
from lsec_models.prove.results.verdicts import Proved

x, y, z = sp.symbols("x y z", positive=True)
u = sp.Symbol("u", nonnegative=True)
r, s, t = sp.symbols("r s t", real=True)


@cache
def _claims() -> dict[str, tuple[Any, list[Any]]]:
    """Claims whose proofs use every rule, by name."""
    game = load("power_structures_bilateral")
    led, nash = (solve(game.with_order(o)) for o in (["manufacturer", "streamer"], [("manufacturer", "streamer")]))
    return {
        "identity": (x / y + 2 * y / x > 1, []),
        "division": (x**2 > y**2, [x > y]),
        "factors": (sp.Gt(sp.expand((x - y) * (y - z) * (x + 2 * z)), 0, evaluate=False), [x > y, y > z]),
        "slack": (sp.Gt(x * y, z, evaluate=False), [x > z + 1, y > 1]),
        "bounds": (sp.Ge(u * (1 - u), 0, evaluate=False), [u <= 1]),
        "square": (sp.Gt(r**2 - 2 * r + 2 + x, 0, evaluate=False), []),
        "rescaled": (x**3 + y**3 + z**3 + x * y * z > x**2 * y, []),
        "multiplied": (sp.Gt(x**3 - x**2 + x * y + y**3 + 1 - x + x**2 * y, 0, evaluate=False), []),
        "premise": (sp.Implies(x > 2 * y, x**3 > 8 * y**3), []),
        "equation": (sp.Eq(x**2, y**2, evaluate=False), [x >= y, x <= y]),
        "square root": (x**2 > sp.Rational(3, 2) * y**2, [x > sp.sqrt(2) * y]),
        "engines": (r**4 * s**2 + s**4 * t**2 + t**4 * r**2 >= 3 * r**2 * s**2 * t**2, []),
        "leading pays": (led.payoffs["manufacturer"] >= nash.payoffs["manufacturer"], [led, nash]),
        "same ranking": (
            sp.Implies(led["q"] > nash["q"], sp.Gt(led["demand"], nash["demand"], evaluate=False)),
            [led, nash],
        ),
    }


@cache
def _certificate(name: str) -> dict[str, Any]:
    claim, given = _claims()[name]
    verdict = prove(claim, given)
    assert isinstance(verdict, Proved), (name, str(verdict))
    found: dict[str, Any] = json.loads(json.dumps(verdict.certificate))
    return found


NAMES = tuple(_claims())


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_saved_certificate_is_verified_again(name: str, tmp_path: Path) -> None:
    claim, given = _claims()[name]
    verdict = prove(claim, given)
    assert isinstance(verdict, Proved)
    verdict.save(tmp_path / "proof.json")
    loaded = json.loads((tmp_path / "proof.json").read_text())
    assert check(loaded).exact == verdict.exact
    assert verify(loaded, claim, given).exact == verdict.exact


@pytest.mark.slow
def test_every_rule_of_the_checker_is_among_the_proofs() -> None:
    used = {value for name in NAMES for key, value in _leaves(_certificate(name)) if key[-1] == "rule"}
    assert used >= {"identity", "factors", "slack", "rescale", "square", "trim", "engines", "multiply"}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_certificate_verifies_no_other_claim(name: str) -> None:
    claim, given = _claims()[name]
    others = [_claims()[other] for other in NAMES if other != name]
    for other, other_given in [*others, (sp.Not(claim), given)]:
        with pytest.raises(CertificateError):
            verify(_certificate(name), other, other_given)


@pytest.mark.parametrize("name", NAMES)
def test_a_certificate_needs_its_assumptions(name: str) -> None:
    claim, given = _claims()[name]
    if given:
        symbols = sorted(claim.free_symbols, key=str)
        with pytest.raises(CertificateError):
            verify(_certificate(name), claim, [sp.Gt(symbols[0] + 1000, 0, evaluate=False)])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_is_changed_without_a_new_digest_is_rejected(name: str) -> None:
    claim, given = _claims()[name]
    for changed in _tampered(_certificate(name), seed=3, count=60):
        with pytest.raises(CertificateError):
            check(changed)
        with pytest.raises(CertificateError):
            verify(changed, claim, given)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_is_changed_with_a_new_digest_proves_nothing_else(name: str) -> None:
    """A changed statement is never taken for the claim's, and whatever passes the checker is true."""
    claim, given = _claims()[name]
    original = _certificate(name)
    for changed in _tampered(original, seed=5, count=150):
        changed["digest"] = digest(changed)
        if _stated(changed) != _stated(original):
            with pytest.raises(CertificateError):
                verify(changed, claim, given)
        try:
            checked = check(changed)
        except CertificateError:
            continue
        if checked.exact:
            _require_true(changed)


def _pick(name: str, rule: str) -> dict[str, Any]:
    """A copy of a certificate, and its first step of a rule."""
    certificate = copy.deepcopy(_certificate(name))
    steps = [step for step in _nodes(certificate["clauses"]) if step.get("rule") == rule]
    return {"certificate": certificate, "step": steps[0]}


def _flip_a_coefficient(picked: dict[str, Any]) -> None:
    summand = picked["step"]["sum"][0]
    summand["coefficient"] = str(-Fraction(summand["coefficient"]))


def _double_a_coefficient(picked: dict[str, Any]) -> None:
    summand = picked["step"]["sum"][-1]
    summand["coefficient"] = str(2 * Fraction(summand["coefficient"]))


def _drop_a_summand(picked: dict[str, Any]) -> None:
    picked["step"]["sum"].pop()


def _raise_a_power(picked: dict[str, Any]) -> None:
    picked["step"]["sum"][0]["monomial"][0] += 2


def _drop_a_factor(picked: dict[str, Any]) -> None:
    picked["step"]["items"].pop()


def _flip_a_sign(picked: dict[str, Any]) -> None:
    picked["step"]["items"][0]["sign"] *= -1


def _leave_a_sign_open(picked: dict[str, Any]) -> None:
    picked["step"]["items"][0] |= {"sign": 0, "proof": None}


def _flip_the_constant(picked: dict[str, Any]) -> None:
    picked["step"]["constant"] = str(-int(picked["step"]["constant"]))


def _widen_the_domain(picked: dict[str, Any]) -> None:
    picked["certificate"]["conditions"].pop(0)


def _widen_a_range(picked: dict[str, Any]) -> None:
    for variable in picked["certificate"]["variables"]:
        variable["range"] = "free"


def _weaken_a_condition(picked: dict[str, Any]) -> None:
    condition = picked["certificate"]["conditions"][0]
    condition["strict"] = not condition["strict"]


def _change_a_relation(picked: dict[str, Any]) -> None:
    atom = picked["certificate"]["clauses"][-1]["atoms"][-1]
    atom["relation"] = {">": ">=", ">=": ">", "=": ">=", "!=": ">="}[atom["relation"]]


def _change_what_is_claimed(picked: dict[str, Any]) -> None:
    polynomial = picked["certificate"]["clauses"][-1]["atoms"][-1]["polynomial"]
    polynomial[0][0] = str(-int(polynomial[0][0]))


def _drop_a_clause(picked: dict[str, Any]) -> None:
    picked["certificate"]["clauses"].pop()


def _use_another_condition(picked: dict[str, Any]) -> None:
    picked["step"]["condition"] += 1


def _use_another_variable(picked: dict[str, Any]) -> None:
    names = [variable["name"] for variable in picked["certificate"]["variables"]]
    picked["step"]["symbol"] = names[(names.index(picked["step"]["symbol"]) + 1) % len(names)]


def _set_another_variable_to_one(picked: dict[str, Any]) -> None:
    picked["step"]["weights"][0] = [weight + 1 for weight in picked["step"]["weights"][0]]
    picked["step"]["weights"][0][0] += 1


def _trim_something_else(picked: dict[str, Any]) -> None:
    picked["step"]["rest"][0][0] = str(int(picked["step"]["rest"][0][0]) + 1)


def _trust_engines(picked: dict[str, Any]) -> None:
    picked["step"].clear()
    picked["step"] |= {"rule": "engines", "agree": ["z3"]}


TAMPERS = [
    ("identity", "identity", _flip_a_coefficient),
    ("identity", "identity", _double_a_coefficient),
    ("identity", "identity", _drop_a_summand),
    ("identity", "identity", _raise_a_power),
    ("identity", "identity", _change_a_relation),
    ("identity", "identity", _change_what_is_claimed),
    ("identity", "identity", _drop_a_clause),
    ("identity", "identity", _widen_a_range),
    ("identity", "identity", _trust_engines),
    ("division", "identity", _flip_a_coefficient),
    ("division", "identity", _widen_the_domain),
    ("division", "identity", _weaken_a_condition),
    ("factors", "factors", _drop_a_factor),
    ("factors", "factors", _flip_a_sign),
    ("factors", "factors", _leave_a_sign_open),
    ("factors", "factors", _flip_the_constant),
    ("factors", "factors", _widen_the_domain),
    ("factors", "factors", _weaken_a_condition),
    ("slack", "slack", _use_another_condition),
    ("slack", "slack", _use_another_variable),
    ("slack", "slack", _widen_the_domain),
    ("bounds", "identity", _widen_the_domain),
    ("bounds", "identity", _change_a_relation),
    ("square", "identity", _flip_a_coefficient),
    ("rescaled", "rescale", _set_another_variable_to_one),
    ("rescaled", "identity", _change_a_relation),
    ("premise", "identity", _double_a_coefficient),
    ("premise", "identity", _drop_a_clause),
    ("equation", "identity", _change_a_relation),
    ("equation", "identity", _widen_the_domain),
    ("square root", "identity", _widen_the_domain),
    ("engines", "engines", _trust_engines),
    ("engines", "engines", _change_a_relation),
    ("leading pays", "factors", _drop_a_factor),
    ("leading pays", "identity", _flip_a_coefficient),
    ("leading pays", "identity", _widen_the_domain),
    ("leading pays", "identity", _change_a_relation),
    ("same ranking", "trim", _trim_something_else),
    ("same ranking", "trim", _drop_a_factor),
    ("same ranking", "trim", _flip_a_sign),
    ("same ranking", "trim", _flip_the_constant),
    ("same ranking", "trim", _widen_the_domain),
]


@pytest.mark.parametrize("again", [False, True], ids=["digest as it was", "digest made again"])
@pytest.mark.parametrize(("name", "rule", "tamper"), TAMPERS, ids=lambda value: getattr(value, "__name__", value))
def test_tampering_is_found(name: str, rule: str, tamper: Any, again: bool) -> None:
    picked = _pick(name, rule)
    tamper(picked)
    changed = picked["certificate"]
    if again:
        changed["digest"] = digest(changed)
    claim, given = _claims()[name]
    with pytest.raises(CertificateError):
        verify(changed, claim, given)


def test_a_step_that_engines_are_said_to_agree_on_is_asked_again() -> None:
    """With a new digest, a false claim "proved" by engines passes the checker as inexact; verify asks the engines."""
    claim = x**2 + y**2 > 3 * x * y
    forged = copy.deepcopy(_certificate("identity"))
    true = x**2 + y**2 > x * y
    verdict = prove(true)
    assert isinstance(verdict, Proved)
    forged = json.loads(json.dumps(verdict.certificate))
    atom = forged["clauses"][0]["atoms"][0]
    atom["polynomial"] = [[c if powers != [1, 1] else "-3", powers] for c, powers in atom["polynomial"]]
    forged["clauses"][0]["proofs"] = [{"rule": "engines", "agree": ["z3", "cvc5"]}]
    forged["digest"] = digest(forged)
    assert not check(forged).exact
    with pytest.raises(CertificateError, match="does not confirm"):
        verify(forged, claim)


# ---- tampering in general --------------------------------------------------------------------------------------------


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _nodes(part)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(part, (*path, key))
    else:
        yield path, value


def _tampered(certificate: dict[str, Any], *, seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield copies with one leaf changed, or one list made shorter."""
    generator = random.Random(seed)
    leaves = [(path, value) for path, value in _leaves(certificate) if path[0] not in ("digest", "format")]
    for path, value in generator.sample(leaves, min(count, len(leaves))):
        changed = copy.deepcopy(certificate)
        parent = changed
        for key in path[:-1]:
            parent = parent[key]
        if isinstance(parent, list) and generator.random() < 0.3:
            del parent[path[-1]]
        else:
            parent[path[-1]] = _other(generator, value)
        yield changed


def _other(generator: random.Random, value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + generator.choice((-2, -1, 1, 2))
    if value is None:
        return {"rule": "identity", "sum": []}
    others = {
        ">": ">=",
        ">=": ">",
        "=": "!=",
        "!=": "=",
        "positive": "nonnegative",
        "nonnegative": "free",
        "free": "positive",
        "z3": "cvc5",
        "cvc5": "z3",
    }
    if value in others:
        return others[value]
    try:
        number = Fraction(value)
        return str(generator.choice([new for new in (number + 1, number - 1, -number, 2 * number) if new != number]))
    except ValueError:
        return value + "_"


def _stated(certificate: dict[str, Any]) -> Any:
    """Everything in a certificate that says what is proved, not how."""
    conditions = [{key: value for key, value in c.items() if key != "origin"} for c in certificate["conditions"]]
    clauses = [clause.get("atoms") for clause in certificate["clauses"]]
    return certificate["variables"], conditions, certificate["radicals"], clauses


def _require_true(certificate: dict[str, Any]) -> None:
    """Evaluate what a certificate states at random points of the set that it states."""
    for point in islice(points(certificate, random.Random(11)), 200):
        assert not fails_at(certificate, point), (certificate, point)
