"""Equilibria of signalling games with two types and one signal at a point, exactly: all in which the sender is pure.

1. The sender would rather be taken for the better type, whatever its own type and signal. Taken for the worse one
   after each signal, a type can get no more than the highest such payoff, v; less it gets in no equilibrium.
2. Separating: the worse type gets v by a signal that is best for it if it is known. The better type's signal gives it
   at least its own v, and the worse type, taken for the better one, no more than the worse type's v.
3. Pooling: a signal that gives both types, at the prior belief, at least their v.
4. Semi-separating: a signal of the better type after which some belief above the prior leaves the worse type
   indifferent to being known.
5. All these are conditions on one number, rational between finitely many places: the places where they turn are real
   algebraic numbers, between which one rational number tells.

References
----------
Spence, M. (1973). Job market signaling. Quarterly Journal of Economics 87, 355-374.
Riley, J. G. (1979). Informational equilibrium. Econometrica 47, 331-359.
Cho, I.-K. and Kreps, D. M. (1987). Signaling games and stable equilibria. Quarterly Journal of Economics 102, 179-221.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import OutOfTime
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.frozen import values_by_name
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.signalling_equilibria import SignalFamily, SignallingEquilibria, SignalRange
from lsec_models.solve.chance.signalling.intuitive_criterion import passing_pools, rival_payoff
from lsec_models.solve.chance.signalling.rational_curve import RationalCurve, RealInterval, Supremum, polynomials_of
from lsec_models.solve.chance.signalling.typed_payoffs import TypedPayoffs, typed_payoffs
from lsec_models.solve.corners.exact.unresolved import Unresolved

_COMPARED = "what each type gets from every signal, compared exactly along the whole line"
_CONCAVE = "strictly concave in the response, whatever is believed: one best response"
_BELIEVED = "after other signals the worse type is believed, which no type would rather have than another belief"
_CONDITIONS = "the conditions on signals are necessary, and solved exactly"
_LEAST, _POOL = "least-cost separating", "pooling"


def signalling_equilibria(game: Game, point: Mapping[sp.Symbol, Fraction]) -> SignallingEquilibria:
    """Return the perfect Bayesian equilibria of a signalling game at a point.

    Parameters
    ----------
    game : Game
        In which one player sees a type, one of two values, and decides one thing first; another one decides one thing
        then, its payoff quadratic in it. The first one's payoff is linear in the response.
    point : Mapping from parameter to Fraction

    Raises
    ------
    DeclarationError
        If there is only one type at the point.
    NotQuadratic
        If payoffs are of another form.

    Examples
    --------
    Spence's worker is of productivity 1 or 2, and schooling is half as hard for the better one.

    >>> from lsec_models import Game, Player, decisions, discrete, random
    >>> kind, e, w = random("kind", discrete({1: "1/2", 2: "1/2"})), decisions("e"), decisions("w")
    >>> worker = Player("worker", decides=[e], payoff=w - e / kind, sees=[kind])
    >>> firm = Player("firm", decides=[w], payoff=-((w - kind) ** 2))
    >>> equilibria = signalling_equilibria(Game(players=[worker, firm], order=["worker", "firm"]), {})
    >>> print(equilibria.least_cost["e if kind is 2"])
    1
    >>> for family in equilibria.families:
    ...     print(family)
    separating: e from 1 to 2 (intuitive criterion: passed by e = 1)
    pooling: e from 0 to 1/2 (intuitive criterion: none passes)
    semi-separating: e above 1/2, below 1 (intuitive criterion: none passes)
    """
    try:
        return _Search(typed_payoffs(game, point)).result(point)
    except Unresolved as reason:
        return _without(game, point, str(reason), is_none=False)
    except OutOfTime as reason:
        return _without(game, point, f"interrupted: {reason}", is_none=False)


def _without(game: Game, point: Mapping[sp.Symbol, Fraction], reason: str, *, is_none: bool) -> SignallingEquilibria:
    exists = Row(about=About.EXISTS)
    status, means = (Status.REFUTED, _COMPARED) if is_none else (Status.OPEN, "")
    named = values_by_name(point)
    return SignallingEquilibria(
        game=game, point=named, reason=reason, is_none=is_none, findings=(found(exists, status, means, detail=reason),)
    )


@dataclass(frozen=True)
class _Search:
    """The equilibria of a signalling game."""

    given: TypedPayoffs

    def result(self, point: Mapping[sp.Symbol, Fraction]) -> SignallingEquilibria:
        """Return all that is found."""
        given = self.given
        for number, guaranteed in enumerate(self.guaranteed):
            if guaranteed.value is None:
                reason = (
                    f"{given.parts.sender} gains without bound along {given.signal} if {given.parts.kind} = "
                    f"{given.types[number]}, even taken for {given.types[0]}"
                )
                return _without(given.game, point, reason, is_none=True)
        families = tuple(family for family in (self.separating, self.pooling, self.semi_separating) if family.ranges)
        if not families:
            return _without(given.game, point, self._none(), is_none=True)
        return SignallingEquilibria(
            game=given.game,
            point=values_by_name(point),
            worse=given.types[0],
            better=given.types[1],
            named=tuple(self._named()),
            families=families,
            worse_signals=tuple(place.expression() for place in self.guaranteed[0].places),
            findings=tuple(self._findings()),
        )

    def _none(self) -> str:
        given = self.given
        if not self.guaranteed[0].places:
            return (
                f"the worse type ({given.parts.kind} = {given.types[0]}), if it is known, has no best {given.signal}, "
                "and none that both choose gives both what they come close to when taken for it"
            )
        return (
            f"no {given.signal} gives the better type ({given.parts.kind} = {given.types[1]}) enough without being "
            f"worth it for the worse one, and none that both choose gives both what they get when taken for "
            f"{given.types[0]}"
        )

    @cached_property
    def guaranteed(self) -> tuple[Supremum, Supremum]:
        """What each type can get at most, taken for the worse one."""
        worse, better = (self.given.gets(number, Fraction(0)).supremum([self.given.line]) for number in (0, 1))
        assert worse is not None
        assert better is not None
        return worse, better

    @cached_property
    def levels(self) -> tuple[RealRoot, RealRoot]:
        """The values of what is guaranteed."""
        worse, better = (one.value for one in self.guaranteed)
        assert worse is not None
        assert better is not None
        return worse, better

    @cached_property
    def taken_for_better(self) -> tuple[RationalCurve, RationalCurve]:
        """What each type gets, taken for the better one."""
        return self.given.gets(0, Fraction(1)), self.given.gets(1, Fraction(1))

    @cached_property
    def pooled(self) -> tuple[RationalCurve, RationalCurve]:
        """What each type gets at the prior belief."""
        return self.given.gets(0, self.given.prior), self.given.gets(1, self.given.prior)

    @cached_property
    def separated(self) -> list[RealInterval]:
        """The signals of the better type where types separate."""
        own = self.guaranteed[0]
        if not own.places:
            return []
        if own.is_flat:
            raise Unresolved("the worse type, if it is known, is indifferent between all signals of an interval")
        worse, better = self.taken_for_better
        low, high = self.levels
        marks = [*worse.levels(low), *better.levels(high)]
        ranges = self.given.line.where(marks, lambda s: not worse.value(s) > low and not better.value(s) < high)
        if any(interval.has(place) for interval in ranges for place in own.places):
            raise Unresolved("the worse type's best signal pays it the same whatever is believed")
        return ranges

    @cached_property
    def rival(self) -> Supremum | None:
        """What the better type can get by signals that the worse one shuns when it gets what it is guaranteed."""
        return rival_payoff(self.given.line, *self.taken_for_better, self.levels[0])

    def _passing(self, better: RationalCurve, interval: RealInterval) -> list[RealInterval]:
        """Return where what the better type has passes the criterion, the worse one having what is guaranteed."""
        if self.rival is None:
            return [interval]
        return [] if self.rival.value is None else better.at_least(self.rival.value, interval)

    @cached_property
    def separating(self) -> SignalFamily:
        """The separating equilibria."""
        better = self.taken_for_better[1]
        passing = [part for interval in self.separated for part in self._passing(better, interval)]
        return self._family("separating", self.separated, passing)

    @cached_property
    def pools(self) -> list[RealInterval]:
        """The signals at which both types may pool."""
        worse, better = self.pooled
        low, high = self.levels
        marks = [*worse.levels(low), *better.levels(high)]
        return self.given.line.where(marks, lambda s: not worse.value(s) < low and not better.value(s) < high)

    @cached_property
    def pooling(self) -> SignalFamily:
        """The pooling equilibria."""
        if not self.pools:
            return SignalFamily(kind=_POOL, ranges=())
        try:
            passing = passing_pools(self.pools, self.pooled, self.taken_for_better)
        except Unresolved:
            return self._family(_POOL, self.pools, [], undecided=True)
        return self._family(_POOL, self.pools, passing)

    @cached_property
    def semi_separating(self) -> SignalFamily:
        """The equilibria in which the worse type mixes, where what types are guaranteed are rational numbers."""
        own, level = self.levels
        reward = self.given.parts_of_sender
        if not own.is_rational or not self.guaranteed[0].places or reward[0][1].is_zero():
            return SignalFamily(kind="semi-separating", ranges=())
        ring = reward[0][0].ring
        response = (Ratio.constant(ring, Fraction(int(own.low.p), int(own.low.q))) - reward[0][0]) / reward[0][1]
        gets = reward[1][0] + reward[1][1] * response
        pooled, known = self.pooled[0], self.taken_for_better[0]
        poles = self.given.line.roots(polynomials_of(gets, self.given.signal)[1])
        marks = [*pooled.levels(own), *known.levels(own), *poles]
        between = self.given.line.where(marks, lambda s: pooled.value(s) < own and known.value(s) > own)
        ranges: list[RealInterval] = []
        passing: list[RealInterval] = []
        for interval in between:
            curve = RationalCurve(line=interval, signal=self.given.signal, marks=(), pieces=(gets,))
            ranges += (enough := curve.at_least(level, interval))
            passing += [part for one in enough for part in self._passing(curve, one)]
        return self._family("semi-separating", ranges, passing)

    def _family(
        self, kind: str, ranges: Sequence[RealInterval], passing: Sequence[RealInterval], *, undecided: bool = False
    ) -> SignalFamily:
        return SignalFamily(
            kind=kind,
            ranges=tuple(map(self._shown, ranges)),
            intuitive=tuple(map(self._shown, passing)),
            undecided=undecided,
        )

    def _shown(self, interval: RealInterval) -> SignalRange:
        return SignalRange(
            signal=self.given.signal.name,
            low=-sp.oo if interval.low is None else interval.low.expression(),
            high=sp.oo if interval.high is None else interval.high.expression(),
            with_low=interval.with_low,
            with_high=interval.with_high,
        )

    def _named(self) -> Iterator[tuple[str, Mapping[str, sp.Expr], Mapping[sp.Expr, sp.Expr]]]:
        """Return the equilibria that stand out."""
        least = self.taken_for_better[1].supremum(self.separated)
        prior = self.given.prior
        for place in () if least is None or least.is_flat else least.places:
            for own in self.guaranteed[0].places:
                beliefs = {own.expression(): sp.S.Zero, place.expression(): sp.S.One}
                yield _LEAST, self._values((own, Fraction(0)), (place, Fraction(1))), beliefs
        for interval in self.pools:
            if interval.is_point:
                assert interval.low is not None
                same = (interval.low, prior)
                yield _POOL, self._values(same, same), {interval.low.expression(): to_sympy(prior)}

    def _values(self, *chosen: tuple[RealRoot, Fraction]) -> dict[str, sp.Expr]:
        """Return decisions, payoffs and reports, each type's signal and what is believed then being given."""
        given = self.given
        shares = (to_sympy(1 - given.prior), to_sympy(given.prior))
        by_type: dict[str, sp.Expr] = {}
        means: dict[str, sp.Expr] = dict.fromkeys(given.values[0], sp.S.Zero)
        for number, ((place, belief), kind) in enumerate(zip(chosen, given.types, strict=True)):
            tail = f"if {given.parts.kind} is {kind}"
            by_type[f"{given.signal} {tail}"] = place.expression()
            by_type[f"{given.response} {tail}"] = given.reply(belief).value(place).expression()
            for name in [*means]:
                value = given.value(name, number, belief, place)
                if value is None:
                    self._require_reported(name)
                    del means[name]
                    continue
                means[name] += shares[number] * value.expression()
                if name == given.parts.sender:
                    by_type[f"{name} {tail}"] = value.expression()
        return by_type | {name: sp.expand(value) for name, value in means.items()}

    def _require_reported(self, name: str) -> None:
        """A reported quantity may be undefined at an equilibrium, a payoff may not."""
        if name not in self.given.game.report:
            raise Unresolved(f"the payoff of {name} is not defined at an equilibrium")

    def _findings(self) -> Iterator[Finding]:
        yield found(Row(about=About.EXISTS), Status.PROVED, _COMPARED)
        for row in rows_of_moves(self.given.game):
            yield found(row, Status.PROVED, _COMPARED if row.player == self.given.parts.sender else _CONCAVE)
        yield found(Row(about=About.OFF_PATH), Status.PROVED, _BELIEVED)
        yield found(Row(about=About.COMPLETE), Status.PROVED, _CONDITIONS, part="unless the sender mixes")
