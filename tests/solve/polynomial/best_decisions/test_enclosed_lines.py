"""What is best on a line, told by enclosures, against exact arithmetic in the field of what is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models.algebra.numbers.real_roots import RealRoot, real_roots
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Infeasible
from lsec_models.solve.polynomial.best_decisions.decision_line import DecisionLine, NoBest
from lsec_models.solve.polynomial.best_decisions.enclosed_line import enclosed_best
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors
from lsec_models.solve.polynomial.numbers.extension import Extension
from lsec_models.solve.polynomial.payoffs import ONE, PayoffPiece, PiecewisePayoffs, Quotient, X, Y

few = st.integers(-3, 3)
# The largest root of x**5 - 3 x + 1.
GIVEN: RealRoot = real_roots(flint.fmpz_poly([1, -3, 0, 0, 0, 1]), flint.fmpq(1), flint.fmpq(2))[0]


def line(payoffs: Sequence[Quotient], limits: Sequence[Polynomial], separators: Sequence[Polynomial]) -> DecisionLine:
    """Return a line whose second piece holds where the first separator is at least zero, the first one elsewhere."""

    def which(signs: Sequence[int]) -> tuple[int, ...]:
        return tuple(i for i, holds in enumerate((signs[0] <= 0, signs[0] >= 0)) if holds) if signs else (0,)

    pieces = tuple(PayoffPiece(payoffs={"B": payoff, "A": Quotient.of(-Y)}) for payoff in payoffs)
    piecewise = PiecewisePayoffs(pieces=pieces, separators=tuple(separators), which=which, is_one_mover=True)
    return DecisionLine(Extension(GIVEN), "B", limits, piecewise, ("A",))


def told(one: DecisionLine) -> object:
    payoffs = [piece.payoffs["B"] for piece in one.pieces.pieces]
    changing = [part for payoff in payoffs for part in (payoff.slopes[1], payoff.denominator)]
    best = enclosed_best(one, distinct_factors([*one.limits, *one.pieces.separators, *changing]))
    return best and [(found.reply.ball(64), found.reply.piece) for found in best.replies]


def outcome(question: Callable[[], object]) -> object:
    try:
        return question()
    except (NoBest, Infeasible) as reason:
        return type(reason)


def polynomial(numbers: Sequence[int]) -> Polynomial:
    powers = [X, Y, X * Y, Y**2, X * Y**2, Y**3, Y**4]
    return sum((n * power for n, power in zip(numbers, powers, strict=True)), 0 * X)


@settings(max_examples=30)
@given(
    numbers=st.tuples(*[st.tuples(*[few] * 7)] * 2),
    kink=st.tuples(few, few),
    ends=st.one_of(st.none(), st.tuples(st.integers(-2, 0), st.integers(0, 2))),
    divided=st.booleans(),
)
def test_enclosures_tell_what_exact_arithmetic_tells(
    numbers: tuple[tuple[int, ...], tuple[int, ...]],
    kink: tuple[int, int],
    ends: tuple[int, int] | None,
    *,
    divided: bool,
) -> None:
    payoffs = [Quotient.of(polynomial(own), 1 + Y**2 if divided else ONE) for own in numbers]
    limits = [] if ends is None else [Y - ends[0], ends[1] - Y]
    one = line(payoffs, limits, [Y * (1 + kink[0] ** 2) - kink[1] * X])
    found = outcome(lambda: told(one))
    if not found:
        return
    exact = outcome(lambda: [(reply.ball(64), reply.piece) for reply in one.best()])
    if not isinstance(found, list):
        assert found is exact
        return
    assert isinstance(exact, list)
    assert len(found) == len(exact)
    assert all(any(a.overlaps(b) and i == j for b, j in exact) for a, i in found)


def test_what_enclosures_tell_and_what_they_leave() -> None:
    hill = Quotient.of(X * Y - Y**2)
    ((top, piece),) = told(line([hill], [2 - Y], []))  # type: ignore[misc]
    assert abs(2 * float(top) - float(GIVEN)) < 1e-12
    assert piece == 0
    # Which of two tops of one height, at both square roots of x, is left to exact arithmetic.
    tops = line([Quotient.of(2 * X * Y**2 - Y**4)], [], [])
    assert told(tops) == []
    best = enclosed_best(tops, distinct_factors([Y * (X - Y**2)]))
    assert best is not None
    assert sorted(map(float, best.worth)) == pytest.approx([-(float(GIVEN) ** 0.5), float(GIVEN) ** 0.5])
    # Where both pieces meet at x they are worth the same, and both hold.
    meeting = [Quotient.of(Y), Quotient.of(2 * X - Y)]
    assert [number for _, number in told(line(meeting, [], [Y - X]))] == [0, 1]  # type: ignore[attr-defined]
    assert outcome(lambda: told(line([Quotient.of(Y**3)], [], []))) is NoBest
    assert outcome(lambda: told(line([hill], [Y - 3, 2 - Y], []))) is Infeasible
