"""What is established of agreed terms: that no other terms have a larger Nash product.

With a fee, the other terms must maximise what the two have together, as if one player decided them: that game is
examined as any other. Without one, of a single term, the weighted relative gains must be of one sign on each side of
the stated term, wherever both gain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import LsecError
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.evidence_subject import rows_of_bargains
from lsec_models.solve.bargaining.agreements import equations_of
from lsec_models.solve.bargaining.values import PairValues, after_agreement
from lsec_models.solve.interior.backward_induction import backward_induction
from lsec_models.solve.interior.evidence import interior_findings, later_findings

_TOGETHER = "what the two have together is largest, and the fee divides it: "
_ONLY_FEE = "the fee divides what the two have together, whatever it is"
_PEAK = "the Nash product rises up to the stated term and falls after it, where both gain"


def agreed_findings(
    equilibrium: Equilibrium, *, pairs: list[PairValues], reference: Equilibrium | None
) -> tuple[Finding, ...]:
    """Return what is established of an equilibrium with bargains.

    1. That it exists, that later moves are optimal, and that later answers exist after all terms: those of any
       equilibrium after a first stage.
    2. Of each bargain, that no terms have a larger Nash product, the terms of the others being what they are.
    3. That there is no other equilibrium, where one bargain's terms are the only ones that can be best.

    Parameters
    ----------
    equilibrium : Equilibrium
    pairs : list of PairValues
    reference : Equilibrium, optional
        The same decisions, the terms as if somebody named them; None where nobody decides later.
    """
    conditions = equilibrium.domain.conditions
    later = () if reference is None else later_findings(replace(reference, conditions=conditions))
    if reference is None:
        later = tuple(found(Row(about=about), Status.PROVED, "nobody moves later") for about in (About.OFF_PATH,))
        later = (found(Row(about=About.EXISTS), Status.PROVED, "its conditions are those of the domain"), *later)
    rows = list(zip(rows_of_bargains(equilibrium.game), pairs, strict=True))
    agreed = [_optimal(equilibrium, row, pair) for row, pair in rows]
    bounds = _bounds(equilibrium, agreed)
    return (*later, *agreed, bounds, _complete(equilibrium, [*later, *agreed, bounds]))


def _optimal(equilibrium: Equilibrium, row: Row, pair: PairValues) -> Finding:
    if pair.fee is not None:
        return _together(equilibrium, row, pair) if pair.others else found(row, Status.PROVED, _ONLY_FEE)
    if len(pair.bargain.over) > 1:
        return found(row, Status.OPEN, detail="several terms without a fee: other terms are not looked at")
    return _single_peaked(equilibrium, row, _without_agreement(equilibrium, pair))


def _without_agreement(equilibrium: Equilibrium, pair: PairValues) -> PairValues:
    """Return the values of a pair with its disagreement points at the equilibrium: other terms do not move them."""
    game = equilibrium.game
    path = {d: equilibrium.exact[d.name].convert(game.ring) for d in game.decisions}
    one, other = (without.substitute(path) for without in pair.disagreement)
    return replace(pair, disagreement=(one, other))


def joint_game(game: Game, pair: PairValues, values: Mapping[str, sp.Expr]) -> Game:
    """Return the game in which the two decide their terms beside the fee as one, for what they have together.

    Parameters
    ----------
    game : Game
    pair : PairValues
    values : mapping from name to sympy.Expr
        The closed form of each term, and of what is believed of others.
    """
    terms = [term for bargain in game.bargains for term in bargain.over if term not in pair.others]
    fixed = {d: values[d.name] for d in (*terms, *pair.believed)}
    later = after_agreement(game, fixed)
    together = sp.Add(*(player.payoff for player in later.players if player.name in pair.bargain.players))
    joint = Player(pair.bargain.name, decides=pair.others, payoff=together)
    return replace(
        later,
        players=(joint, *later.players),
        order=(joint.name, *(tuple(d for d in stage.decisions) for stage in later.stages)),
        given=(),
    )


def _together(equilibrium: Equilibrium, row: Row, pair: PairValues) -> Finding:
    game, ring = equilibrium.game, equilibrium.domain.ring
    values = {d.name: equilibrium.exact[d.name].expression() for d in game.decisions}
    try:
        solved = backward_induction(joint_game(game, pair, values))
    except LsecError as refusal:
        return found(row, Status.OPEN, detail=str(refusal))
    if any(solved.exact[term.name].convert(ring) != equilibrium.exact[term.name] for term in pair.others):
        return found(row, Status.OPEN, detail="what the two have together is not largest there alone")
    known = interior_findings(replace(solved, conditions=equilibrium.domain.conditions))
    names = tuple(term.name for term in pair.others)
    (of_joint,) = [f for f in known if f.about is About.OPTIMAL and f.decisions == names]
    return found(row, of_joint.status, _TOGETHER + of_joint.means if of_joint.means else "", detail=of_joint.detail)


def _single_peaked(equilibrium: Equilibrium, row: Row, pair: PairValues) -> Finding:
    """Return whether the Nash product of one term has one peak where both gain, and no gain elsewhere."""
    (term,) = pair.bargain.over
    try:
        slope, gains, stated, region = _on_the_line(equilibrium, pair, term)
        ring = region.ring
        away = stated.convert(ring) - Ratio.variable(ring, term)
        is_peak = _is_positive(region, slope / away, gains)
    except ZeroDivisionError:
        return found(row, Status.OPEN, detail="gains are not defined for all terms")
    if not is_peak:
        return found(row, Status.OPEN, detail="the Nash product may have several peaks")
    reason = _why_gain_elsewhere(equilibrium, pair, gains)
    return found(row, Status.OPEN, detail=reason) if reason else found(row, Status.PROVED, _PEAK)


def _is_positive(region: Domain, function: Ratio, gains: list[Ratio]) -> bool:
    """Whether a function is positive where both gain: it may vanish only where somebody gains nothing."""
    if region.sign(function).is_positive:
        return True
    zeros = region.possible_zeros(function)
    return region.sign(function).is_nonnegative and all(
        any(divmod(gain.numerator, factor)[1].is_zero() for gain in gains) for factor in zeros
    )


def _on_the_line(
    equilibrium: Equilibrium, pair: PairValues, term: sp.Symbol
) -> tuple[Ratio, list[Ratio], Ratio, Domain]:
    """Return the slope of the Nash product by its sign, both gains, the stated term, and where both gain."""
    game = equilibrium.game
    path = {d: equilibrium.exact[d.name].convert(game.ring) for d in game.decisions}
    others = {d: value for d, value in path.items() if d != term}
    (equation,) = equations_of(game, replace(pair, believed={}))
    ring = ring_of((*game.parameters, term))
    slope = equation.substitute(others).convert(ring)
    gains = [gain.substitute(others).convert(ring) for gain in pair.gains]
    region = equilibrium.domain.over(ring).where(
        Condition(ring=ring, polynomial=gain.numerator * gain.denominator, strict=True, origin="both gain")
        for gain in gains
    )
    return slope, gains, path[term], region


def _why_gain_elsewhere(equilibrium: Equilibrium, pair: PairValues, gains: list[Ratio]) -> str:
    """Return why both may gain with terms after which a later mover is at a bound; empty if they do not."""
    game = equilibrium.game
    answering = [d for stage in game.stages for d in stage.decisions if d not in pair.believed]
    bounded = [d for d in answering if d.is_nonnegative]
    later = [bound for bound in game.bounds if bound.stage]
    if not bounded and not later:
        return ""
    if len(answering) > 1 or later:
        return "what is gained with terms after which later movers are at bounds is not looked at"
    path = {d: equilibrium.exact[d.name].convert(game.ring) for d in game.decisions if d not in pair.bargain.over}
    ring = gains[0].ring
    stopped = {**path, bounded[0]: Ratio.constant(game.ring, 0)}
    domain = equilibrium.domain.over(ring)
    for name, without in zip(pair.bargain.players, pair.disagreement, strict=True):
        there = game.ratios[name].substitute(stopped) - without.substitute(path)
        if domain.sign(there.convert(ring)).is_nonpositive:
            return ""
    return f"both may gain with terms after which {bounded[0]} is zero"


def _bounds(equilibrium: Equilibrium, agreed: list[Finding]) -> Finding:
    row, game = Row(about=About.BOUNDS), equilibrium.game
    later = [d for stage in game.stages for d in stage.decisions]
    if not any(d.is_nonnegative for d in later) and not any(bound.stage for bound in game.bounds):
        return found(row, Status.PROVED, "later movers have no bounds")
    status = min(finding.status for finding in agreed)
    return found(row, status, "looked at with the terms" if status is Status.PROVED else "")


def _complete(equilibrium: Equilibrium, needed: list[Finding]) -> Finding:
    row = Row(about=About.COMPLETE)
    if len(equilibrium.game.bargains) > 1:
        return found(row, Status.OPEN, detail="several bargains at once; other terms of all are not looked for")
    if any(finding.status < Status.PROVED for finding in needed):
        return found(row, Status.OPEN, detail="optimality is not proved")
    return found(row, Status.PROVED, "the Nash product has one maximum, which the conditions of each stage determine")


def reference_game(game: Game, values: Mapping[str, sp.Expr]) -> Game:
    """Return a game in which somebody names the stated terms and the others answer: later stages are examined in it."""
    terms = [term for bargain in game.bargains for term in bargain.over]
    later = after_agreement(game, {})
    named = Player("who names the terms", decides=terms, payoff=-sp.Add(*((t - values[t.name]) ** 2 for t in terms)))
    return replace(
        later,
        players=(named, *later.players),
        order=(named.name, *(tuple(d for d in stage.decisions) for stage in later.stages)),
        given=(),
    )


def asked_of_joint_decisions(game: Game, pairs: list[PairValues], values: Mapping[str, sp.Expr]) -> Iterator[Condition]:
    """Yield the second-order conditions of what pairs decide as one.

    Raises
    ------
    NoInteriorOptimum, NoClosedForm
        If a pair's terms maximise nothing.
    """
    for pair in pairs:
        if pair.fee is not None and pair.others:
            yield from backward_induction(joint_game(game, pair, values)).conditions
