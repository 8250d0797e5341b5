"""Whether a reply is the best of all, told by the signs of polynomials, against the values at all critical points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.last_reply.last_stage import LastMover
from lsec_models.solve.polynomial.last_reply.rival_replies import rivals_of
from lsec_models.solve.polynomial.payoffs import CONTEXT, LATER, ONE, Quotient, U, X, Z

SECOND, LAST = LATER
few = st.integers(-4, 4)


def number(value: int) -> Quotient:
    return Quotient.of(CONTEXT.constant(value))


def mover(low: int | None, high: int | None) -> LastMover:
    ends = [None if end is None else number(end) for end in (low, high)]
    return LastMover(player="C", name="z", place=LAST, low=ends[0], high=ends[1])


def sign(polynomial: Polynomial) -> int:
    assert polynomial.is_constant()
    return 0 if polynomial.is_zero() else int(np.sign(int(polynomial.leading_coefficient())))


@settings(max_examples=60)
@given(numbers=st.lists(few, min_size=2, max_size=4), low=few, room=st.integers(1, 6), at=few, level=st.booleans())
def test_rivals_are_told_as_values_tell_them(numbers: list[int], low: int, room: int, at: int, *, level: bool) -> None:
    if level:
        # The marginal payoff vanishes at the reply.
        numbers = [numbers[0] - sum(n * (i + 1) * at**i for i, n in enumerate(numbers)), *numbers[1:]]
    assume(any(numbers))
    high = low + room
    payoff = Quotient.of(sum((n * U ** (i + 1) for i, n in enumerate(numbers)), 0 * U))
    values = np.polynomial.Polynomial([0, *numbers])
    critical = [root.real for root in values.deriv().roots() if abs(root.imag) < 1e-6 and low < root.real < high]
    top = max(values(place) for place in (low, high, *critical))
    for reply in {low, high, at} if level and low < at < high else {low, high}:
        rivals = rivals_of(number(reply), number(1), SECOND, mover(low, high), payoff, ())
        assert rivals.are_no_better(sign) == (values(reply) >= top - 1e-7)


def test_where_nothing_ends_the_rivals_beyond_count() -> None:
    # 12 u**2 - 4 u**3 - 3 u**4 has tops at 1, where it is 5, and at -2, where it is 32.
    tops = Quotient.of(12 * U**2 - 4 * U**3 - 3 * U**4)
    assert not rivals_of(number(1), number(1), SECOND, mover(None, None), tops, ()).are_no_better(sign)
    assert rivals_of(number(-2), number(1), SECOND, mover(None, None), tops, ()).are_no_better(sign)
    assert rivals_of(number(1), number(1), SECOND, mover(0, None), tops, (LAST,)).are_no_better(sign)
    hill = Quotient.of(4 * U - U**4)
    assert rivals_of(number(1), number(1), SECOND, mover(None, None), hill, ()).are_no_better(sign)
    assert rivals_of(number(1), number(1), SECOND, mover(0, None), hill, (LAST,)).are_no_better(sign)
    assert not rivals_of(number(0), number(1), SECOND, mover(0, None), hill, (LAST,)).are_no_better(sign)


def test_what_is_not_compared_is_said() -> None:
    def refusal(payoff: Quotient, last: LastMover) -> str:
        with pytest.raises(Unresolved) as caught:
            rivals_of(number(0), number(1), SECOND, last, payoff, (LAST,)).are_no_better(sign)
        return str(caught.value)

    assert "too many" in refusal(Quotient.of(U - U**7 + U**3), mover(0, 2))
    assert "ends that depend" in refusal(
        Quotient.of(U), LastMover(player="C", name="z", place=LAST, low=Quotient.of(X), high=None)
    )
    assert "divides by its decision" in refusal(Quotient.of(U, ONE + U), mover(0, None))
    rivals = rivals_of(number(0), Quotient.of(Z), SECOND, mover(0, 2), Quotient.of(U * (Z - X)), (LAST,))
    with pytest.raises(Unresolved, match="indifferent"):
        rivals.are_no_better(lambda polynomial: sign(polynomial) if polynomial.is_constant() else 0)
