"""Games that begin with bargains at one exact point: rational terms, or one term that is a root of a polynomial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring
from lsec_models.errors import LsecError
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.static.bounds import as_equality
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_bargains, rows_of_moves
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.bargaining.agreements import equations_of
from lsec_models.solve.bargaining.optimality import reference_game
from lsec_models.solve.bargaining.values import PairValues, pair_values
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.interior.backward_induction import answered_backwards, backward_induction
from lsec_models.solve.interior.optimality.subgames import composed
from lsec_models.solve.polynomial.numbers.comparison import exceeds

_ROOTS = "all roots of the condition of the Nash product where both gain, and the ends of the term, compared"

_NOTHING_TO_GAIN = "there are no terms from which both gain; lower what they have without agreement"


def bargained_solutions_at(game: Game, point: Mapping[sp.Symbol, Fraction]) -> Solutions:
    """Return what is agreed at an exact point, and what follows.

    Parameters
    ----------
    game : Game
    point : mapping from sympy.Symbol to Fraction
    """
    from lsec_models.solve.bargaining.equilibrium import struck_agreements

    by_name = values_by_name(point)
    try:
        numbers = game.with_values(point)
        pairs = pair_values(numbers)
        if _is_on_a_line(numbers, pairs):
            return _one_term(game, numbers, replace(pairs[0], fee=None), by_name)
        struck, _ = struck_agreements(numbers)
    except LsecError as refusal:
        return _without(game, by_name, str(refusal))
    if not struck:
        return _without(game, by_name, "no rational terms solve the conditions of all Nash products")
    evidence = [one.equilibrium.evidence for one in struck]
    return Solutions(
        game=game,
        point=by_name,
        quantities=tuple(one.equilibrium.values_at({}) for one in struck),
        regimes=tuple(one.name for one in struck),
        selections=("",) * len(struck),
        findings=tuple(_least(row, evidence) for row in _rows(game)),
    )


def _is_on_a_line(numbers: Game, pairs: Sequence[PairValues]) -> bool:
    """Whether one pair agrees on one term alone, which is not a fee, or a fee that may be at an end."""
    if len(pairs) > 1 or len(pairs[0].bargain.over) > 1 or pairs[0].believed:
        return False
    (pair,) = pairs
    return pair.fee is None or (pair.bargain.outside is None and bool([*_ends(numbers, pair)]))


def _rows(game: Game) -> tuple[Row, ...]:
    about = (About.OFF_PATH, About.BOUNDS, About.COMPLETE)
    moves = (*rows_of_bargains(game), *rows_of_moves(game))
    return (Row(about=About.EXISTS), *moves, *(Row(about=one) for one in about))


def _least(row: Row, evidence: Sequence[Evidence]) -> Finding:
    return min((one.finding(row) for one in evidence), key=lambda finding: finding.status)


def _without(game: Game, point: Mapping[str, Fraction], reason: str) -> Solutions:
    finding = found(Row(about=About.EXISTS), Status.OPEN, detail=reason)
    return Solutions(game=game, point=point, reason=reason, findings=(finding,))


def _one_term(game: Game, numbers: Game, pair: PairValues, point: Mapping[str, Fraction]) -> Solutions:
    """Return the agreement on one term: of all roots of the condition of its Nash product, the best one."""
    (term,) = pair.bargain.over
    (equation,) = equations_of(numbers, pair)
    gains = pair.gains
    stages, _ = answered_backwards(numbers, numbers.stages)
    answers = composed(stages)
    ends = list(_ends(numbers, pair))
    low = [answers[d] for d in answers if d.is_nonnegative]
    low += [bound.function.substitute(answers) for bound in numbers.bounds if bound.stage]
    low += [end.function for end in ends]
    kept = [(_value(asked, term, sp.S.Zero), strict) for asked, strict, _ in pair.asked]
    if any(value < 0 or (strict and value == 0) for value, strict in kept):
        return _without(game, point, "after a breakdown somebody is at a bound, which is not looked at")
    places = sorted(set(_places(term, [equation, *gains, *low])), key=lambda root: root.evalf(60))
    allowed = [all(_value(one, term, sample) > 0 for one in (*gains, *low)) for sample in _samples(places)]
    slopes = [_value(equation, term, sample) for sample in _samples(places)]
    if (allowed[0] and slopes[0] < 0) or (allowed[-1] and slopes[-1] > 0):
        return _without(game, point, "the Nash product rises far away")
    beside = {place: allowed[i] or allowed[i + 1] for i, place in enumerate(places)}
    if any(beside[pole] for pole in _zeros(term, [gain.denominator for gain in gains], numbers.ring)):
        return _without(game, point, "there are terms at which gains are not defined")
    roots = set(_places(term, [equation]))
    inside = [r for i, r in enumerate(places) if r in roots and allowed[i] and allowed[i + 1]]
    at_ends = {place: end for end in ends for place in _places(term, [end.function]) if beside[place]}
    tried = [*inside, *(place for place in at_ends if place not in inside)]
    products = [_nash_product(pair, gains, term, place) for place in tried]
    try:
        best = [r for r, value in zip(tried, products, strict=True) if not any(exceeds(v, value) for v in products)]
    except Unresolved as refusal:
        return _without(game, point, str(refusal))
    doubt = _at_bounds(numbers, pair, answers)
    if not any(allowed) and not doubt:
        return _without(game, point, _NOTHING_TO_GAIN)
    if len(best) != 1 or (best[0] in at_ends and at_ends[best[0]].strict):
        return _without(game, point, doubt or "no terms are the only best")
    regime = at_ends[best[0]].words if best[0] in at_ends else "agreed"
    return _agreed(game, numbers, pair, point, best[0], regime, doubt)


@dataclass(frozen=True, eq=False, kw_only=True)
class _End:
    """A bound of the one term: a function that must be positive (strict) or at least zero."""

    function: Ratio
    words: str
    strict: bool


def _ends(numbers: Game, pair: PairValues) -> Iterator[_End]:
    """Yield what may stop a term where both gain: its sign, constraints, options, and a loss of who has no power."""
    (term,) = pair.bargain.over
    if term.is_nonnegative:
        written = Ratio.variable(numbers.ring, term)
        yield _End(function=written, words=f"{term} = 0", strict=bool(term.is_positive))
    for bound in numbers.bounds:
        if not bound.stage:
            yield _End(function=bound.function, words=as_equality(bound.words), strict=bound.strict)
    for player, payoff, option in zip(pair.bargain.players, pair.payoffs, pair.bargain.outside or (), strict=False):
        kept = payoff - ratio(numbers.ring, option)
        yield _End(function=kept, words=f"outside option of {player} binds", strict=False)
    for player, gain, weight in zip(pair.bargain.players, pair.gains, pair.bargain.weights, strict=True):
        if weight == 0:
            yield _End(function=gain, words=f"{player} gains nothing", strict=False)


def _agreed(
    game: Game,
    numbers: Game,
    pair: PairValues,
    point: Mapping[str, Fraction],
    term: sp.Expr,
    regime: str,
    reason: str,
) -> Solutions:
    (symbol,) = pair.bargain.over
    values: dict[str, sp.Expr] = {symbol.name: term}
    answers = composed(answered_backwards(numbers, numbers.stages)[0])
    values |= {d.name: answer.expression().subs(symbol, term) for d, answer in answers.items()}
    images = {d: values[d.name] for d in numbers.decisions}
    values |= {name: declared.expression().subs(images) for name, declared in numbers.ratios.items()}
    status = Status.OPEN if reason else Status.PROVED
    reference = (
        backward_induction(reference_game(numbers, {symbol.name: _between(term, term)})) if numbers.stages else None
    )
    return Solutions(
        game=game,
        point=point,
        quantities=(Frozen(values),),
        regimes=(regime,),
        selections=("",),
        findings=(
            found(Row(about=About.EXISTS), Status.PROVED, _ROOTS),
            *(found(row, status, _ROOTS if not reason else "", detail=reason) for row in rows_of_bargains(game)),
            *_later(game, reference),
            found(Row(about=About.COMPLETE), status, _ROOTS if not reason else "", detail=reason),
        ),
    )


def _later(game: Game, reference: object) -> Iterator[Finding]:
    """Yield what is established of later moves, which answer to all terms alike."""
    rows = (*rows_of_moves(game), Row(about=About.OFF_PATH))
    evidence = getattr(reference, "evidence", None)
    for row in rows:
        known = next((f for f in evidence.rows if f.row == row), None) if evidence is not None else None
        yield known or found(row, Status.PROVED, "nobody moves later")


def _at_bounds(numbers: Game, pair: PairValues, answers: Mapping[sp.Symbol, Ratio]) -> str:
    """Return why both may gain with terms after which a later mover is at a bound; empty if they do not."""
    bounded = [d for d in answers if d.is_nonnegative]
    later = [bound for bound in numbers.bounds if bound.stage]
    if not bounded and not later:
        return ""
    if len(answers) > 1 or later:
        return "what is gained with terms after which later movers are at bounds is not looked at"
    (term,) = pair.bargain.over
    stopped = {bounded[0]: Ratio.constant(numbers.ring, 0)}
    there = [
        numbers.ratios[name].substitute(stopped) - without
        for name, without in zip(pair.bargain.players, pair.disagreement, strict=True)
    ]
    places = _places(term, there)
    samples = [*_samples(sorted(set(places), key=lambda root: root.evalf(60)))]
    both = any(all(_value(one, term, sample) > 0 for one in there) for sample in samples)
    return f"both may gain with terms after which {bounded[0]} is zero" if both else ""


def _places(term: sp.Symbol, functions: Sequence[Ratio]) -> list[sp.Expr]:
    """Return the real zeros and poles of functions of one symbol."""
    parts = [part for function in functions for part in (function.numerator, function.denominator)]
    return _zeros(term, parts, functions[0].ring) if functions else []


def _zeros(term: sp.Symbol, polynomials: Sequence[Polynomial], ring: Ring) -> list[sp.Expr]:
    """Return the real zeros of polynomials in one symbol."""
    found_: list[sp.Expr] = []
    for part in polynomials:
        polynomial = sp.Poly(Ratio(ring, part).expression(), term)
        if polynomial.degree() > 0:
            found_ += sp.Poly(sp.prod(factor for factor, _ in polynomial.factor_list()[1]), term).real_roots()
    return found_


def _samples(places: Sequence[sp.Expr]) -> list[sp.Rational]:
    """Return a rational number below, between and above some real numbers in ascending order."""
    if not places:
        return [sp.S.Zero]
    inner = [_between(low, high) for low, high in pairwise(places)]
    return [sp.floor(places[0]) - 1, *inner, sp.ceiling(places[-1]) + 1]


def _between(low: sp.Expr, high: sp.Expr) -> sp.Rational:
    return sp.Rational(str(((low + high) / 2).evalf(40)))


def _value(function: Ratio, term: sp.Symbol, number: sp.Expr) -> sp.Expr:
    return function.expression().subs(term, number)


def _nash_product(pair: PairValues, gains: Sequence[Ratio], term: sp.Symbol, root: sp.Expr) -> sp.Expr:
    weighted = zip(gains, pair.bargain.weights, strict=True)
    return sp.Mul(*(_value(gain, term, root).evalf(80) ** weight for gain, weight in weighted))
