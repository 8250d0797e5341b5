"""Finite horizons: linear-state games in closed form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.symbols import Parameter, State
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import NoClosedForm
from lsec_models.games.differential.evidence import not_asked
from lsec_models.games.differential.feedback_at_point import TIME
from lsec_models.games.differential.finite_horizon import FiniteFeedback
from lsec_models.games.differential.game import DifferentialGame, flow_name, speed_name
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen
from lsec_models.solve.differential.finite_horizon.instant_at_bounds import SolvedInstant, solved_instant
from lsec_models.solve.differential.instant_game import in_numbers, rate_of
from lsec_models.solve.differential.linear_state import LinearState, linear_state

_BEFORE = sp.Symbol("s", nonnegative=True)
_CLASS = "within strategies that value functions linear in the states support"
_BOTH = 'here they do not depend on the stocks, so that information="feedback" has the same'
_NOT_LINEAR = (
    "over a finite horizon only games that are linear in the states, each moved by the decisions and its own decay, "
    "have a closed form"
)


def solve_finite(game: DifferentialGame) -> FiniteFeedback:
    """Return the feedback equilibrium over a finite horizon in closed form; in open loop it is the same.

    A unit of a stock that decays at the rate delta earns a per unit of time until the end: with ``k = r + delta`` and
    s to go it is worth ``a (1 - exp(-k s)) / k``, whatever the sign of k, and ``a s`` where k is zero. These durations
    are positive; the game within an instant is solved with them as parameters
    (:mod:`lsec_models.solve.differential.finite_horizon.instant_at_bounds`).

    What does not depend on the states is integrated term by term. Where a rate at which terms grow may vanish, the sum
    of exponentials stands beside the integral that is true there.

    Raises
    ------
    NoClosedForm
        If the game is not linear in the states, stocks move each other, or signs change over time.
    NoInteriorOptimum
        From the game within an instant.
    """
    linear = linear_state(game)
    decays = None if linear is None else linear.decays
    if linear is None or decays is None:
        raise NoClosedForm(f"{game.label}: {_NOT_LINEAR}; {in_numbers(game)}")
    worth = _Durations(game, linear, decays)
    instant = solved_instant(game, {u: worth.slopes(u) for u in game.deciders})
    ring = ring_of((*game.parameters, *worth.symbols, *game.stocks))
    laws = {name: law.convert(ring) for name, law in instant.laws.items()}
    conditions = _lasting(game, worth, instant)
    _require_stocks(game, worth, laws)
    return FiniteFeedback(
        game=game,
        strategies=Frozen({d.name: worth.over_time(laws[d.name]) for d in game.decisions}),
        responses=Frozen({name: worth.over_time(value) for name, value in instant.responses.items()}),
        values=Frozen({name: worth.value(name, laws) for name in game.rates}),
        closed_loop=Frozen({x.name: worth.over_time(laws[speed_name(x)]) for x in game.stocks}),
        flows=Frozen({name: worth.over_time(laws[flow_name(name)]) for name in game.rates}),
        conditions=conditions,
        findings=_findings(game, instant),
    )


@dataclass(frozen=True)
class _Durations:
    """How long, discounted, a unit of each stock goes on to earn: a symbol for each discount rate and state."""

    game: DifferentialGame
    linear: LinearState
    decays: Mapping[State, Ratio]

    @cached_property
    def by_rate(self) -> dict[tuple[Ratio, State], sp.Symbol]:
        rates = list(dict.fromkeys(rate_of(self.game, name) for name in (*self.game.deciders, *self.game.rates)))
        return {
            (rate, x): Parameter(f"left[{x.name}]" if i == 0 else f"left[{x.name}, {i + 1}]", positive=True)
            for i, rate in enumerate(rates)
            for x in self.game.stocks
        }

    @property
    def symbols(self) -> tuple[sp.Symbol, ...]:
        return tuple(self.by_rate.values())

    @cached_property
    def rates(self) -> dict[sp.Symbol, Ratio]:
        """The rate ``r + delta`` behind each symbol."""
        return {symbol: rate + self.decays[x] for (rate, x), symbol in self.by_rate.items()}

    @property
    def to_go(self) -> sp.Expr:
        return sp.sympify(self.game.horizon) - TIME

    def slopes(self, unit: str) -> dict[State, sp.Expr]:
        rate = rate_of(self.game, unit)
        return {x: gain.expression() * self.by_rate[rate, x] for x, gain in self.linear.gains[unit].items()}

    def over_time(self, function: Ratio) -> sp.Expr:
        return function.expression().xreplace({symbol: self.duration(symbol, self.to_go) for symbol in self.symbols})

    def duration(self, symbol: sp.Symbol, to_go: sp.Expr) -> sp.Expr:
        """Return what a symbol stands for, as long before the end as given."""
        rate = self.rates[symbol]
        if rate.is_zero():
            return to_go
        k = rate.expression()
        formula = (1 - sp.exp(-k * to_go)) / k
        return formula if self.is_nonzero(rate) else sp.Piecewise((to_go, sp.Eq(k, 0)), (formula, True))

    def is_nonzero(self, value: Ratio) -> bool:
        return self.game.domain.sign(value).is_nonzero

    def value(self, player: str, laws: Mapping[str, Ratio]) -> sp.Expr:
        """Return a player's value function."""
        linear = (slope * x for x, slope in self.slopes(player).items())
        shown = {symbol: self.duration(symbol, self.to_go) for symbol in self.symbols}
        return sp.Add(*(term.xreplace(shown) for term in linear)) + self._constant(player, laws)

    def _constant(self, player: str, laws: Mapping[str, Ratio]) -> sp.Expr:
        """Return what of a value function does not depend on the states."""
        gone = dict.fromkeys(self.game.stocks, sp.S.Zero)
        gain = laws[flow_name(player)].expression().subs(gone)
        for x, slope in self.slopes(player).items():
            gain += slope * laws[speed_name(x)].expression().subs(gone)
        rate = self.game.rates[player]
        terms, divisors = self._exponentials(gain)
        total = sp.S.Zero
        for (power, fall), coefficient in terms.items():
            gap = rate - fall
            divisors |= {} if gap.is_zero() else {gap: None}
            total += sp.factor(coefficient) * _integral(power, gap, fall, rate, self.to_go)
        unknown = [divisor for divisor in divisors if not self.is_nonzero(divisor)]
        if not unknown:
            return total
        regular = sp.And(*(sp.Ne(divisor.expression(), 0) for divisor in unknown))
        earned = gain.xreplace({symbol: self.duration(symbol, _BEFORE) for symbol in self.symbols})
        late = sp.exp(-rate.expression() * (self.to_go - _BEFORE))
        return sp.Piecewise((total, regular), (sp.Integral(earned * late, (_BEFORE, 0, self.to_go)), True))

    def _exponentials(self, gain: sp.Expr) -> tuple[dict[tuple[int, Ratio], sp.Expr], dict[Ratio, None]]:
        """Return a sum of ``coefficient * s**power * exp(-fall * s)``, and by what was divided."""
        growing = {symbol for symbol, rate in self.rates.items() if rate.is_zero()}
        gaps = {symbol: sp.Dummy(symbol.name) for symbol in self.symbols}
        images = {s: (gap if s in growing else (1 - gap) / self.rates[s].expression()) for s, gap in gaps.items()}
        try:
            polynomial = sp.Poly(gain.xreplace(images), *gaps.values())
        except sp.PolynomialError:
            raise NoClosedForm(
                f"{self.game.label}: a value over a finite horizon is not a sum of exponentials; "
                f"{in_numbers(self.game)}"
            ) from None
        zero = Ratio.constant(self.game.ring, 0)
        terms: dict[tuple[int, Ratio], sp.Expr] = {}
        for powers, coefficient in polynomial.terms():
            fall, power = zero, 0
            for symbol, n in zip(gaps, powers, strict=True):
                power += n if symbol in growing else 0
                fall = fall if symbol in growing else fall + self.rates[symbol] * Ratio.constant(self.game.ring, n)
            terms[power, fall] = terms.get((power, fall), sp.S.Zero) + coefficient
        used = gain.free_symbols
        return terms, {rate: None for s, rate in self.rates.items() if s in used and s not in growing}


def _integral(power: int, gap: Ratio, fall: Ratio, rate: Ratio, to_go: sp.Expr) -> sp.Expr:
    """Integrate ``s**power exp(-fall s) exp(-rate (to_go - s))`` over s from zero to what is to go."""
    late = sp.exp(-rate.expression() * to_go)
    if gap.is_zero():
        return late * to_go ** (power + 1) / (power + 1)
    g, faded = gap.expression(), sp.exp(-fall.expression() * to_go)
    if power == 0:
        return (faded - late) / g
    return to_go**power * faded / g - power / g * _integral(power - 1, gap, fall, rate, to_go)


def _lasting(game: DifferentialGame, worth: _Durations, instant: SolvedInstant) -> tuple[Condition, ...]:
    """Return the conditions, none of which may change over time."""
    for condition in instant.conditions:
        ring = condition.ring
        degrees = condition.polynomial.degrees()
        if any(symbol in ring.index and degrees[ring.index[symbol]] > 0 for symbol in worth.symbols):
            raise NoClosedForm(f"{game.label}: whether {condition.origin} changes over time; {in_numbers(game)}")
    return tuple(condition.convert(game.ring) for condition in instant.conditions)


def _require_stocks(game: DifferentialGame, worth: _Durations, laws: Mapping[str, Ratio]) -> None:
    """Require that no stock declared nonnegative can fall below zero: it does not shrink where there is none left."""
    domain = game.domain.over(ring_of((*game.parameters, *worth.symbols)))
    for x in game.stocks:
        if not x.is_nonnegative:
            continue
        speed = laws[speed_name(x)]
        empty = speed.substitute({x: Ratio.constant(speed.ring, 0)}).convert(domain.ring)
        if not (domain.sign(empty).is_nonnegative and game.domain.sign(game.start[x]).is_nonnegative):
            raise NoClosedForm(
                f"{game.label}: {x} is declared nonnegative, and nothing keeps it from running out before the end; "
                f"{in_numbers(game)}"
            )


def _findings(game: DifferentialGame, instant: SolvedInstant) -> tuple[Finding, ...]:
    findings = [_within_the_class(finding) for finding in instant.findings]
    if game.information == "open_loop":
        off_path = not_asked(committed=False)
        off_path = replace(off_path, detail=f"{off_path.detail}; {_BOTH}")
        findings = [off_path if finding.about is About.OFF_PATH else finding for finding in findings]
    ends = found(Row(about=About.TRANSVERSALITY), Status.PROVED, "value functions are zero at the end")
    return (*findings, ends)


def _within_the_class(finding: Finding) -> Finding:
    if finding.about is not About.COMPLETE:
        return finding
    return replace(finding, means=f"{_CLASS}: {finding.means}" if finding.means else _CLASS)
