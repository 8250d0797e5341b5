"""From the label of a branch to a regime: its closed form, and exactly where nobody gains by anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ExactPoint
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.bounds import as_equality
from lsec_models.games.static.game import Game
from lsec_models.solve.collected_conditions import where_finite, where_sign
from lsec_models.solve.corners.branch import Id, Label
from lsec_models.solve.corners.branches import Responses
from lsec_models.solve.corners.deviation import FaceAlternative, MoverProblem
from lsec_models.solve.corners.identical_movers import same_limits
from lsec_models.solve.linear_algebra import Degenerate
from lsec_models.solve.quadratic import affine_at, value_of

SECOND_ORDER = "second-order condition"


@dataclass(frozen=True, kw_only=True)
class Excuse:
    """A reason why a deviation is harmless.

    Attributes
    ----------
    conditions : tuple of (Ratio, bool)
        Functions that must all be positive (True) or at least zero (False).
    words : str
    """

    conditions: tuple[tuple[Ratio, bool], ...]
    words: str

    def is_met(self, where: ExactPoint) -> bool:
        """Whether it holds at an exact point (see :meth:`Ring.exact_point`)."""
        try:
            values = [(function.evaluate(where), strict) for function, strict in self.conditions]
        except ZeroDivisionError:
            return False
        return all(value > 0 or (value == 0 and not strict) for value, strict in values)

    def within(self, cell: Domain) -> Domain | None:
        """Return the part of a cell in which it holds; None if that is visibly empty."""
        part: Domain | None = cell
        for function, strict in self.conditions:
            part = part and where_sign(part, function, strict=strict, origin=self.words)
        return part


@dataclass(frozen=True, kw_only=True)
class Rival:
    """A deviation in closed form.

    Attributes
    ----------
    alternative : FaceAlternative
    feasible : tuple of Ratio
        All of these at least zero: later movers stay on the branch, and constraints hold.
    loss : Ratio
        What the deviator loses by it.
    words : str
    evasions : tuple of Excuse
        Where later movers evade it.
    """

    alternative: FaceAlternative
    feasible: tuple[Ratio, ...]
    loss: Ratio
    words: str
    evasions: tuple[Excuse, ...] = ()

    @property
    def excuses(self) -> tuple[Excuse, ...]:
        """What each makes it harmless."""
        no_gain = Excuse(conditions=((self.loss, False),), words=f"no gain where {self.words}")
        out_of_reach = (Excuse(conditions=((-s, True),), words=f"out of reach: {self.words}") for s in self.feasible)
        return (no_gain, *out_of_reach, *self.evasions)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A regime in the making.

    Attributes
    ----------
    label : tuple
    path : tuple of Ratio
        Every decision, in the order in which they are made.
    exact : Mapping from str to Ratio
    local : Domain
        Where first- and second-order conditions hold at every stage.
    rivals : tuple of Rival
        The deviations that are known to gain somewhere in there.
    """

    label: Label
    path: tuple[Ratio, ...]
    exact: Frozen[Ratio]
    local: Domain
    rivals: tuple[Rival, ...] = ()

    def holds_at(self, point: Mapping[sp.Symbol, Fraction]) -> bool:
        """Whether it is an equilibrium at an exact point, as far as rivals are known."""
        if not self.local.contains(point):
            return False
        where = self.local.ring.exact_point(point)
        return all(any(excuse.is_met(where) for excuse in rival.excuses) for rival in self.rivals)

    def cells(self, points: Iterable[Mapping[sp.Symbol, Fraction]]) -> list[Domain]:
        """Return domains in which it is an equilibrium, enough of them to have all points at which it is.

        A rival is harmless where it brings no gain, and where it is out of reach for one reason or another; of these,
        the fewest and shortest that the points need are taken.
        """
        cells = [(self.local, [self.local.ring.exact_point(point) for point in points])]
        for rival in self.rivals:
            cells = [part for cell, inside in cells for part in _without(cell, inside, rival)]
        return _maximal([cell for cell, _ in cells])


def draft_of(game: Game, responses: Responses, label: Label) -> Draft | None:
    """Return the regime that belongs to a label; None if it is visibly an equilibrium nowhere.

    Raises
    ------
    Degenerate
        If what binds does not determine the decisions.
    """
    branch = responses.branch(0, label)
    values = [row[-1] for row in branch.rows]
    domain: Domain | None = game.domain
    for curvature in branch.curvatures:
        origin = f"{SECOND_ORDER} of {curvature.player}, stage {curvature.stage}"
        domain = domain and where_sign(domain, curvature.value, strict=True, origin=origin)
    sides = sorted(branch.sides, key=lambda side: len(side.row[-1].numerator))
    for side in sides:
        strict = side.id[0] == "slack" and responses.model.stages[side.id[1]].limits[side.id[2]].strict
        domain = domain and where_sign(domain, side.row[-1], strict=strict, origin=_origin(side.id, side.words))
    if domain is None:
        return None
    exact = _quantities(game, dict(zip(responses.model.names, values, strict=True)))
    for name, value in exact.items():
        domain = where_finite(domain, value, origin=f"{name} is finite")
    return Draft(label=label, path=tuple(values), exact=exact, local=domain.reduced())


def rival_of(responses: Responses, draft: Draft, alternative: FaceAlternative) -> Rival | None:
    """Return a deviation from a regime in closed form; None if what binds does not determine it."""
    number, player = alternative.stage, alternative.player
    model = responses.model
    try:
        stage = responses.stage_game(number, alternative.later)
        problem = MoverProblem.of(stage, draft.path, player)
        choice = problem.stationary_on(alternative.ids)
    except Degenerate:
        return None
    if choice is None:
        return None
    payoff = draft.exact[player]
    feasible = tuple(problem.slack(side, choice) for side in problem.sides if side.id not in alternative.ids)
    names = ", ".join(model.names[v] for v in dict(model.stages[number].movers)[player])
    words = f"{player} deviates in {names}"
    return Rival(alternative=alternative, feasible=feasible, loss=payoff - problem.value(choice), words=words)


def evaded(responses: Responses, draft: Draft, rival: Rival, evasion: FaceAlternative) -> Rival | None:
    """Return a deviation with one more reason why it is harmless: a later mover evades it.

    That the evasion is there at the best point of the deviation is exact; that no gain is left beside it was seen at
    points.
    """
    alternative = rival.alternative
    stage = responses.stage_game(alternative.stage, alternative.later)
    problem = MoverProblem.of(stage, draft.path, alternative.player)
    choice = problem.stationary_on(alternative.ids)
    try:
        answer = responses.stage_game(evasion.stage, evasion.later)
    except Degenerate:
        return None
    if choice is None:
        return None
    own = dict(stage.shape.movers)[alternative.player]
    prefix = [choice[own.index(v)] if v in own else draft.path[v] for v in range(stage.shape.stop)]
    path = [*prefix, *(affine_at(row, prefix) for row in stage.later.rows)]
    instead = MoverProblem.of(answer, path, evasion.player)
    better = instead.stationary_on(evasion.ids)
    if better is None:
        return None
    gain = instead.value(better) - value_of(responses.model.payoffs[evasion.player], path, responses.model.one)
    slacks = ((instead.slack(side, better), False) for side in instead.sides if side.id not in evasion.ids)
    excuse = Excuse(conditions=((gain, True), *slacks), words=f"{evasion.player} evades it where {rival.words}")
    return replace(rival, evasions=(*rival.evasions, excuse))


def alternatives(responses: Responses, draft: Draft) -> Iterator[FaceAlternative]:
    """Yield every deviation from a regime that is not excluded by the regime's own first-order conditions."""
    for number in range(len(responses.model.stages)):
        for later in responses.all(number + 1):
            stage = responses.stage_game(number, later.label)
            for player, _ in stage.movers:
                problem = MoverProblem.of(stage, draft.path, player)
                for ids in problem.faces():
                    yield FaceAlternative(stage=number, player=player, later=later.label, ids=ids)


def binding_words(responses: Responses, label: Label) -> tuple[str, tuple[str, ...]]:
    """Return the name of a regime, and what binds in it."""
    bound, brinks = [], []
    for number, binding in enumerate(label):
        for player, ids in binding:
            for i in ids:
                constraints = _constraints(responses, number, player, i)
                bound += [words for _, words in constraints]
                if i[:2] != ("slack", number):
                    brinks += [f"{mover} stops at the brink of {words}" for mover, words in constraints]
    if not bound:
        return "interior", ()
    name = ", ".join(dict.fromkeys(bound)) + (" (brink)" if brinks else "")
    return name, tuple(dict.fromkeys([*bound, *brinks]))


def _constraints(responses: Responses, stage: int, player: str, i: Id) -> list[tuple[str, str]]:
    """Return the constraint that lies behind a side, as an equation, with the player whom it binds.

    It is one for each of those who decide alike. The equation holds wherever the side binds.
    """
    while i[0] == "multiplier":
        i = i[2:]
    _, number, j = i
    limit = responses.model.stages[number].limits[j]
    movers = next((g.players for g in responses.alike.get(stage, ()) if player in g.players), (player,))
    alike = next((g for g in responses.alike.get(number, ()) if g.players[0] in limit.players), None)
    limits = same_limits(responses.model, number, alike, limit) if alike is not None else (limit,)
    pairs = zip(movers, limits, strict=True) if stage == number and alike is not None else product(movers, limits)
    return [(mover, as_equality(same.words)) for mover, same in pairs if not same.hidden]


def _without(cell: Domain, points: list[ExactPoint], rival: Rival) -> list[tuple[Domain, list[ExactPoint]]]:
    """Return parts of a cell in which a rival is harmless, enough of them to have all of the points."""
    options = []
    for excuse in rival.excuses:
        part = excuse.within(cell)
        if part is not None:
            options.append((part, [point for point in points if excuse.is_met(point)]))
    options.sort(key=lambda option: (-len(option[1]), _size(option[0], cell)))
    parts: list[tuple[Domain, list[ExactPoint]]] = []
    left = set(points)
    while left and options:
        best = max(options, key=lambda option: len(left.intersection(option[1])))
        if not left.intersection(best[1]):
            break
        parts.append(best)
        left -= set(best[1])
    return parts or options[:1]


def _size(part: Domain, cell: Domain) -> int:
    return sum(len(condition.polynomial) for condition in part.conditions[len(cell.conditions) :])


def _maximal(cells: list[Domain]) -> list[Domain]:
    """Return the cells that do not visibly lie in another one."""
    kept: list[Domain] = []
    for cell in sorted(cells, key=lambda cell: len(cell.conditions)):
        if cell.chart.clash is None and not any(_lies_in(cell, other) for other in kept):
            kept = [other for other in kept if not _lies_in(other, cell)] + [cell]
    return kept


def _lies_in(cell: Domain, other: Domain) -> bool:
    return all(
        c in cell.conditions
        or (cell.factor_sign(c.polynomial) is Sign.POSITIVE)
        or (not c.strict and cell.factor_sign(c.polynomial).is_nonnegative)
        for c in other.conditions
    )


def _origin(i: tuple[object, ...], words: str) -> str:
    return words if i[0] == "slack" else f"{words} binds"


def _quantities(game: Game, values: dict[str, Ratio]) -> Frozen[Ratio]:
    """Return every quantity that is defined where decisions are what they are in a regime."""
    images = {d: values[d.name] for d in game.decisions}
    found = {d.name: values[d.name] for d in game.decisions}
    for name, declared in game.ratios.items():
        with suppress(ZeroDivisionError):
            found[name] = declared.substitute(images).convert(game.domain.ring)
    return Frozen(found)


def conditions_of(game: Game, cell: Domain) -> tuple[Condition, ...]:
    """Return what a cell asks beyond the assumptions of the game."""
    known = set(game.domain.conditions)
    return tuple(condition for condition in cell.conditions if condition not in known)
