"""How far a first decision can go: between its own ends, and before some later mover stops at a bound."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import NoClosedForm
from lsec_models.solve.collected_conditions import where_sign
from lsec_models.solve.interior.implicit.first_mover import FirstMover, Required
from lsec_models.solve.interior.implicit.signs_on_range import DecisionRange, decided_sign


@dataclass(frozen=True, kw_only=True)
class RangeEnd:
    """An end of a range of the first decision.

    Attributes
    ----------
    value : Ratio
        In the parameters.
    included : bool
        Whether the decision may take it.
    required : tuple of Required
        What fails beyond it; nothing where it is an end of the decision itself.
    """

    value: Ratio
    included: bool
    required: tuple[Required, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FeasibleRange:
    """Where a first decision may lie.

    Attributes
    ----------
    domain : Domain
        The parameters.
    own : tuple of two RangeEnd or None
        The decision's own ends; None where there is none.
    inside : tuple of two RangeEnd or None
        The ends between which all later movers answer inside their bounds.
    """

    domain: Domain
    own: tuple[RangeEnd | None, RangeEnd | None]
    inside: tuple[RangeEnd | None, RangeEnd | None]

    def between(
        self, first: FirstMover, ends: tuple[RangeEnd | None, RangeEnd | None], *, strict: bool, domain: Domain
    ) -> Domain:
        """Return the parameters of a domain and the decisions between two ends, with or without these."""
        over = domain.over(first.ring)
        decision = Ratio.variable(first.ring, first.decision)
        conditions = []
        for end, side in zip(ends, (1, -1), strict=True):
            if end is not None:
                gap = decision - end.value.convert(first.ring)
                gap = gap if side > 0 else -gap
                below = over.sign(Ratio(first.ring, gap.denominator))
                if not below.is_nonzero:
                    raise NoClosedForm(f"the sign of a denominator of {end.value.expression()} is not known")
                top = gap.numerator if below.is_positive else -gap.numerator
                conditions.append(Condition(ring=first.ring, polynomial=top, strict=strict, origin="range"))
        return over.where(conditions)

    def range_of(
        self, first: FirstMover, ends: tuple[RangeEnd | None, RangeEnd | None], *, closed: bool, domain: Domain
    ) -> DecisionRange:
        """Return the decisions between two ends, for signs.

        Raises
        ------
        NoClosedForm
            If there is no lower end.
        """
        low, high = ends
        if low is None:
            raise NoClosedForm(f"{first.decision} has no lowest value")
        return DecisionRange(
            domain=domain,
            ring=first.ring,
            decision=first.decision,
            low=low.value,
            high=None if high is None else high.value,
            closed=closed,
        )


def feasible_range(first: FirstMover) -> FeasibleRange:
    """Return the range of a first decision.

    1. The decision's own bounds, each linear in it, are its own ends.
    2. What later movers need for answers inside their bounds, shortest first, either holds throughout, or asks
       something of the parameters alone, or is linear in the decision: then it cuts the range.

    Raises
    ------
    NoClosedForm
        If some bound is of another form, or it is not known which of two ends binds.
    """
    domain = first.game.domain
    own = _Ends(first, domain)
    if first.decision.is_nonnegative:
        own.narrow(RangeEnd(value=Ratio.constant(domain.ring, 0), included=not first.decision.is_positive), 1)
    for value, strict, words in first.own_bounds():
        end, side = own.end_of(value, words)
        own.narrow(RangeEnd(value=end, included=not strict), side)
    inside = _Ends(first, domain, own.low, own.high)
    required = sorted(first.required(), key=lambda one: len(inside.open.core(one.value)))
    for one in required:
        inside.require(one)
    return FeasibleRange(domain=inside.domain, own=(own.low, own.high), inside=(inside.low, inside.high))


class _Ends:
    """Two ends that move towards each other, and parameters that are asked more and more of."""

    def __init__(
        self, first: FirstMover, domain: Domain, low: RangeEnd | None = None, high: RangeEnd | None = None
    ) -> None:
        self.first, self.domain, self.low, self.high = first, domain, low, high

    @property
    def closed(self) -> Domain:
        """The parameters, and the decisions between the ends."""
        made = FeasibleRange(domain=self.domain, own=(self.low, self.high), inside=(self.low, self.high))
        return made.between(self.first, made.inside, strict=False, domain=self.domain)

    @property
    def open(self) -> Domain:
        """The same without the ends."""
        made = FeasibleRange(domain=self.domain, own=(self.low, self.high), inside=(self.low, self.high))
        return made.between(self.first, made.inside, strict=True, domain=self.domain)

    def end_of(self, value: Ratio, words: str) -> tuple[Ratio, int]:
        """Return where a function turns its sign, and 1 where it is positive above, -1 where it is positive below."""
        region, i = self.open, self.first.ring.index[self.first.decision]
        core = region.core(value)
        parts = self.first.ring.by_powers(core, i)
        if max(parts, default=0) != 1:
            raise NoClosedForm(f"{words}: not linear in {self.first.decision}")
        slope = Ratio(self.first.ring, parts[1]).convert(self.domain.ring)
        sign = decided_sign(self.domain, slope)
        if not sign.is_nonzero:
            raise NoClosedForm(f"{words}: whether it bounds {self.first.decision} from above or below is not known")
        rest = Ratio(self.first.ring, parts.get(0, self.first.ring.zero)).convert(self.domain.ring)
        return -rest / slope, 1 if sign.is_positive else -1

    def narrow(self, end: RangeEnd, side: int) -> None:
        """Take an end, if it binds."""
        present = self.low if side > 0 else self.high
        if present is not None:
            gap = end.value - present.value if side > 0 else present.value - end.value
            sign = decided_sign(self.domain, gap)
            if sign.is_nonpositive and (sign is not Sign.ZERO or end.included):
                return
            if not sign.is_nonnegative:
                shown = f"{end.value.expression()} and {present.value.expression()}"
                raise NoClosedForm(f"which of {shown} bounds {self.first.decision} is not known")
        if side > 0:
            self.low = end
        else:
            self.high = end

    def _failing_beyond(self, end: RangeEnd | None, one: Required) -> RangeEnd | None:
        """Return an end with one more thing that fails beyond it, if it vanishes there."""
        if end is None or not end.required:
            return end
        at_end = Ratio(self.first.ring, one.value.numerator).substitute(
            {self.first.decision: end.value.convert(self.first.ring)}
        )
        return replace(end, required=(*end.required, one)) if at_end.is_zero() else end

    def require(self, one: Required) -> None:
        """Ask what later movers need, of the parameters or of the decision."""
        region = self.open
        sign = region.sign(one.value)
        if sign.is_positive or (sign.is_nonnegative and not one.strict):
            self.low, self.high = self._failing_beyond(self.low, one), self._failing_beyond(self.high, one)
            return
        core = region.core(one.value)
        if core.degrees()[self.first.ring.index[self.first.decision]] > 0:
            end, side = self.end_of(one.value, one.origin)
            self.narrow(RangeEnd(value=end, included=not one.strict, required=(one,)), side)
            return
        narrow = ring_of(self.first.game.parameters)
        found = where_sign(self.domain, Ratio(self.first.ring, core).convert(narrow), strict=True, origin=one.origin)
        if found is None or region.possible_zeros(one.value):
            raise NoClosedForm(f"{one.origin}: not for any decision in {self.first.decision}")
        self.domain = found
