"""What the checker reads and computes with: it shares no code with the search, yet agrees with it."""

from __future__ import annotations

import ast
import math
import random
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import flint
import pytest
import sympy as sp

from certificates.hand_certificates import certificate, identity, slack, summand, with_digest, x, y, z
from lsec_models.algebra.domains.chart import without_positive_factors
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import CertificateError
from lsec_models.prove.certificates import checker
from lsec_models.prove.certificates.checker import check
from lsec_models.prove.certificates.checker_arithmetic import RANGES, Algebra, flag, integer, rational, sequence, whole
from lsec_models.prove.verification.partings import parting_of

PROOFS = "lsec_models.prove.certificates."
FILES = {"checker", "checker_arithmetic", "goals", "rules", "steps"}
RING = ring_of(sp.symbols("x0 x1 x2"))


def _imported(module: str) -> set[str]:
    text = Path(checker.__file__).with_name(f"{module}.py").read_text(encoding="utf-8")
    assert "import_module" not in text
    imported = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module))
    return {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names}


def test_the_checker_imports_its_own_files_the_standard_library_flint_and_errors_only() -> None:
    reached, left, others = {"checker"}, ["checker"], set()
    while left:
        for name in _imported(left.pop()):
            module = name.removeprefix(PROOFS)
            if not name.startswith(PROOFS):
                others.add(name)
            elif module not in reached:
                reached.add(module)
                left.append(module)
    assert others == {"flint", "lsec_models.errors"}
    assert reached == FILES


@pytest.mark.parametrize("digits", [0, 12, 40])
def test_cores_are_those_of_the_search(digits: int) -> None:
    """Whatever the order and signs of factors; coefficients beyond a C int among them."""
    generator, algebra = random.Random(digits), Algebra(3, parting_of)
    for _ in range(120):
        ranges = tuple(generator.choice(RANGES) for _ in range(3))
        terms = _product(generator, 10**digits)
        found = algebra.core(algebra.from_terms(terms), ranges)
        expected = without_positive_factors(RING, RING.from_terms(terms), tuple(map(Kind, ranges)))
        assert algebra.terms(found) == {tuple(map(int, k)): int(v) for k, v in expected.terms()}, (terms, ranges)


def test_cores_have_the_sign_of_what_they_come_from() -> None:
    generator, algebra = random.Random(5), Algebra(3, parting_of)
    for _ in range(150):
        ranges = tuple(generator.choice(RANGES) for _ in range(3))
        polynomial = algebra.from_terms(_product(generator, 3))
        core = algebra.core(polynomial, ranges)
        for _ in range(10):
            point = [_value(generator, allowed) for allowed in ranges]
            assert _sign(algebra, core, point) == _sign(algebra, polynomial, point), (polynomial, ranges, point)


def _value(generator: random.Random, allowed: str) -> flint.fmpq:
    size = flint.fmpq(generator.randint(1, 9), generator.randint(1, 4))
    return generator.choice({"positive": (size,), "nonnegative": (size, flint.fmpq(0)), "free": (size, -size)}[allowed])


def _sign(algebra: Algebra, polynomial: Any, point: list[flint.fmpq]) -> int:
    value = _at(algebra, polynomial, point)
    return (value > 0) - (value < 0)


def _at(algebra: Algebra, polynomial: Any, point: list[flint.fmpq]) -> flint.fmpq:
    terms = algebra.terms(polynomial).items()
    return sum((math.prod(map(pow, point, powers), start=flint.fmpq(c)) for powers, c in terms), flint.fmpq(0))


def test_inserting_is_substituting() -> None:
    generator, algebra = random.Random(6), Algebra(3, parting_of)
    for _ in range(40):
        polynomial, top, bottom = (algebra.from_terms(_product(generator, 3)) for _ in range(3))
        found, degree = algebra.inserted(polynomial, 1, top, bottom), int(polynomial.degrees()[1])
        for _ in range(3):
            point = [_value(generator, "free") for _ in range(3)]
            denominator = _at(algebra, bottom, point)
            if denominator:
                moved = [point[0], _at(algebra, top, point) / denominator, point[2]]
                assert _at(algebra, found, point) == _at(algebra, polynomial, moved) * denominator**degree


class _Counted(Algebra):
    """An algebra that adds up the work it is charged with."""

    work = 0

    def spend(self, work: int) -> None:
        self.work += work
        super().spend(work)


@pytest.mark.parametrize("words", [1, 2, 40])
def test_work_is_no_less_than_the_words_that_are_computed(words: int) -> None:
    """For two polynomials of a hundred terms, whose coefficients take so many words."""
    algebra = _Counted(2, parting_of)
    left, right = (
        algebra.from_terms({(i % 10, i // 10): sign * (2 ** (64 * words - 1) - i) for i in range(100)})
        for sign in (1, -1)
    )
    for operation in (algebra.plus, algebra.times):
        before = algebra.work
        result = operation(left, right + left + left)
        longest = max(abs(int(coefficient)).bit_length() for coefficient in result.coeffs())
        assert algebra.work - before >= len(result) * (2 + longest // 64)
    assert algebra.work - before >= len(left) ** 2 * words**2, "each coefficient is multiplied by each, word by word"


@pytest.mark.parametrize("size", [1, 8, 50])
def test_a_determinant_is_charged_with_what_elimination_takes(size: int) -> None:
    algebra = _Counted(2, parting_of)
    assert algebra.determinant([[int(i == j) for j in range(size)] for i in range(size)]) == 1
    assert algebra.work >= size**3


def test_common_denominators_have_a_limit_that_is_kept_to_the_bit() -> None:
    algebra = Algebra(2, parting_of)
    assert algebra.common_denominator([Fraction(1, 2**99_999), Fraction(1, 4)]) == 2**99_999
    with pytest.raises(CertificateError, match="no small common denominator"):
        algebra.common_denominator([Fraction(1, 2**99_999), Fraction(1, 2**100_000)])


def _product(generator: random.Random, scale: int) -> dict[tuple[int, ...], int]:
    product = RING.one * generator.choice((-6, -1, 1, 4))
    for _ in range(generator.randint(0, 3)):
        factor = RING.zero
        for _ in range(generator.randint(1, 3)):
            powers = tuple(generator.choice((0, 0, 1, 2)) for _ in range(3))
            factor = factor + RING.from_terms({powers: generator.choice((-2, 1, 1, 3)) * generator.randint(1, scale)})
        product = product * factor ** generator.choice((1, 1, 2))
    return {tuple(map(int, powers)): int(coefficient) for powers, coefficient in product.terms()}


WRONG = {
    "a factor is missing": {"constant": "1", "left_out": [], "core": [["1", [1, 0]], ["-1", [0, 0]]]},
    "a sign is wrong": {"constant": "-1", "left_out": [], "core": [["1", [1, 1]], ["-1", [0, 1]]]},
    "the constant is zero": {"constant": "0", "left_out": [], "core": []},
    "a factor of open sign": {
        "constant": "1",
        "left_out": [{"factor": [["1", [1, 0]], ["-1", [0, 0]]], "power": 1}],
        "core": [["1", [0, 1]]],
    },
    "a weak factor": {"constant": "1", "left_out": [{"factor": [["1", [0, 1]]], "power": 1}], "core": []},
    "no record": [],
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_left_out_is_multiplied_back(wrong: str) -> None:
    """Soundness does not rest on factoring: y >= 0 times x - 1 is what it was, or the certificate is refused."""
    algebra = Algebra(2, lambda _, __: WRONG[wrong])
    with pytest.raises(CertificateError):
        algebra.core(algebra.variable(1) * (algebra.variable(0) - 1), ("free", "nonnegative"))


def test_what_is_left_out_is_listed_in_order_and_in_full() -> None:
    genuine = certificate(
        [(x**2 - y**2, ">")], [slack(0, "x", identity(summand(1)))], given=[(x - y, True), (x * y - y * z, True)]
    )
    assert genuine["partings"]
    check(genuine)
    with pytest.raises(CertificateError, match="says more than is needed"):
        check(with_digest(genuine | {"partings": [*genuine["partings"], None]}))
    with pytest.raises(CertificateError, match="does not say what is left out"):
        check(with_digest(genuine | {"partings": genuine["partings"][:-1]}))


def test_polynomials_of_the_checker() -> None:
    algebra = Algebra(2, parting_of)
    first, second = algebra.variable(0), algebra.variable(1)
    polynomial = algebra.polynomial([["1", [2, 1]], ["-3", [0, 1]], ["5", [0, 0]]])
    assert polynomial == first**2 * second - 3 * second + 5
    assert algebra.by_power(polynomial, 0) == {2: second, 0: -3 * second + 5}
    assert algebra.inserted(polynomial, 0, second, first) == second**3 + first**2 * (-3 * second + 5)
    assert algebra.renamed(polynomial, [1], {0: 2}) == first + 2
    assert algebra.is_homogeneous(first**2 - second, [1, 2])
    assert not algebra.is_homogeneous(first**2 - second, [1, 1])
    assert algebra.power(first + second, 3) == (first + second) ** 3


def test_what_was_parted_once_is_not_asked_again() -> None:
    asked: list[tuple[str, ...]] = []

    def counted(polynomial: Any, ranges: tuple[str, ...]) -> object:
        asked.append(ranges)
        return parting_of(polynomial, ranges)

    algebra = Algebra(2, counted)
    first, second = algebra.variable(0), algebra.variable(1)
    product = (first - second) * (first + second)
    assert algebra.core(product, ("positive", "positive")) == algebra.core(product, ("positive", "positive"))
    assert algebra.core(product, ("free", "free")) == product
    assert asked == [("positive", "positive"), ("free", "free")]


def test_zero_is_a_polynomial_too() -> None:
    algebra = Algebra(2, parting_of)
    zero = algebra.polynomial([])
    assert zero.is_zero()
    assert algebra.core(zero, ("positive", "free")).is_zero()
    assert algebra.by_power(zero, 0) == {}
    assert algebra.inserted(zero, 0, algebra.variable(1), algebra.variable(0)).is_zero()
    assert algebra.renamed(zero, [0], {1: 2}).is_zero()
    assert algebra.is_homogeneous(zero, [1, 5])
    assert algebra.times(zero, algebra.variable(0)).is_zero()
    assert algebra.power(zero, 2).is_zero()


@pytest.mark.parametrize("text", ["0", "7", "-7", "1" + 3999 * "0"])
def test_an_integer_is_read(text: str) -> None:
    assert str(integer(text)) == text


@pytest.mark.parametrize(
    "value", [7, True, 1.0, None, "", " 7", "7 ", "+7", "07", "-0", "1_0", "1.0", "1e3", "٣", "0x1", "--1", "1" * 4001]
)
def test_what_is_not_written_as_an_integer_is_refused(value: Any) -> None:
    with pytest.raises(CertificateError):
        integer(value)


@pytest.mark.parametrize("text", ["0", "3", "-1/2", "22/7"])
def test_a_rational_is_read(text: str) -> None:
    assert rational(text) == Fraction(text)


@pytest.mark.parametrize(
    "value", [0.5, 1, "1/0", "2/4", "3/1", "1/-2", "1/ 2", "1//2", "1/2/3", "/2", "1/", "0/2", "1e9999999", "0.5"]
)
def test_what_is_not_written_as_a_rational_is_refused(value: Any) -> None:
    with pytest.raises(CertificateError):
        rational(value)


def test_truth_values_are_no_integers_and_integers_no_truth_values() -> None:
    for value in (True, 1.0, "1", None):
        with pytest.raises(CertificateError):
            whole(value, 0, 2, "a power")
    for value in (1, 0, "true", None):
        with pytest.raises(CertificateError):
            flag(value)


def test_what_is_no_list_is_refused() -> None:
    assert (sequence([1]), sequence((1,))) == ([1], (1,))
    for value in ("list", {}, None, 1):
        with pytest.raises(CertificateError, match="what should be a list is none"):
            sequence(value)
