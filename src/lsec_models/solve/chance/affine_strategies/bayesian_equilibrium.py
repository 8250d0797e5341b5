"""Bayesian equilibria of linear-quadratic games with normal signals, in affine strategies, exactly.

1. Write all that is random as sums of independent shocks, and every payoff as a quadratic form in one, decisions and
   shocks.
2. Take the stages from the last to the first. Whoever decides there knows what was decided before and its own signals,
   among which are those of all earlier movers, so that these reveal nothing. In each first-order condition insert
   affine strategies of the others, and beliefs, which are linear in signals: constants and weights on earlier
   decisions solve one linear system, weights on signals another. Only the first decision may reveal something: a
   number that all then believe, and respond to (:mod:`lsec_models.solve.chance.affine_strategies.revealing_law`).
3. Insert the strategies into all payoffs and go one stage up.
4. Payoffs that are left are quadratic in shocks: their expected values are sums of coefficients times variances.

References
----------
Radner, R. (1962). Team decision problems. Annals of Mathematical Statistics 33, 857-881.
Vives, X. (1984). Duopoly information equilibrium: Cournot and Bertrand. Journal of Economic Theory 34, 71-94.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import DeclarationError, NoInteriorOptimum, NotQuadratic
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.chance.information.signalling import private_types
from lsec_models.games.static.chance.random_symbol import Drawn
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.solve.chance.affine_strategies.gaussian import Shocks, shocks_of
from lsec_models.solve.chance.affine_strategies.linear_system import Rows, Vector, determinant, solved
from lsec_models.solve.chance.affine_strategies.quadratic_form import add_product, dot, insert
from lsec_models.solve.chance.affine_strategies.revealing_law import Revealed, revealed_in, revealing_law
from lsec_models.solve.collected_conditions import where_finite, where_sign

_QUADRATIC = 2
_OPTIMAL = "concave in its own decisions, whatever is seen and was decided before; first-order conditions hold"
_SYSTEMS = "the linear systems of their coefficients have determinants that do not vanish"
_INFERRED = "what is decided first is affine in what it reveals, so that every number of it tells what is believed"
_DEFINED = "closed form, defined wherever the conditions hold"


def bayesian_equilibrium(game: Game) -> BayesianEquilibrium:
    """Return the only equilibrium in affine strategies of a game with normal signals.

    Parameters
    ----------
    game : Game
        With `sees` of some players.

    Raises
    ------
    NotQuadratic
        If a payoff is not quadratic in decisions and what is random.
    NoInteriorOptimum
        If a payoff is not concave in its owner's decisions, or first-order conditions do not isolate a point.
    DeclarationError
        If one of a player's signals follows from its others, or if what somebody sees is a type.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, normal, parameters, random, signal
    >>> a, V, t = parameters("a V t", positive=True)
    >>> q = decisions("q", real=True)
    >>> zeta = random("zeta", normal(0, V))
    >>> seen = signal("s", of=zeta, noise=1 / t)
    >>> monopoly = Game(players=[Player("firm", decides=[q], payoff=(a + zeta - q) * q, sees=[seen])])
    >>> found = bayesian_equilibrium(monopoly)
    >>> found["q"]
    V*t*s/(2*(V*t + 1)) + a/2
    >>> found["firm"]
    (V**2*t + V*a**2*t + a**2)/(4*(V*t + 1))
    """
    if private_types(game):
        raise DeclarationError(
            f"a game with a private type is solved at a point; write solve(game, at={blank_point(game.parameters)})"
        )
    induction = _Induction(game)
    for stage in game.stages[::-1]:
        if stage.number == 1 and induction.revealed is not None:
            induction.reveal(stage, induction.revealed)
        else:
            induction.solve(stage)
    return BayesianEquilibrium(
        game=game,
        strategies=induction.strategies(),
        responses=Frozen(induction.responses),
        exact=Frozen({name: induction.expected(name) for name in induction.forms}),
        conditions=tuple(c for c in induction.domain.conditions if c not in game.domain.conditions),
        findings=tuple(_findings(game, induction.revealed)),
    )


def _findings(game: Game, revealed: Revealed | None) -> Iterable[Finding]:
    yield found(Row(about=About.EXISTS), Status.PROVED, _DEFINED)
    for row in rows_of_moves(game):
        yield found(row, Status.PROVED, _OPTIMAL)
    off_path = _OPTIMAL if revealed is None else f"{_OPTIMAL}; {_INFERRED}"
    yield found(Row(about=About.OFF_PATH), Status.PROVED, off_path)
    among = "among affine strategies"
    if revealed is not None:
        among += f" by which {revealed.decision} reveals {revealed.words}"
    yield found(Row(about=About.COMPLETE), Status.PROVED, _SYSTEMS, part=among)


@dataclass
class _Induction:
    """Backward induction: the payoffs that are left, and the strategies found so far.

    Places of decisions and shocks in forms: one comes first, then decisions in the order in which they are made, then
    what all believe after the first one, if that reveals something, then shocks.
    """

    game: Game
    forms: dict[str, Rows] = field(init=False)
    domain: Domain = field(init=False)
    responses: dict[str, sp.Expr] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        declared = self.game.declared_quantities
        self.forms = {name: self._form(name, payoff) for name, payoff in declared.items()}
        self.domain = self.game.domain

    @property
    def ring(self) -> Ring:
        return self.game.domain.ring

    @cached_property
    def revealed(self) -> Revealed | None:
        return revealed_in(self.game)

    @cached_property
    def shocks(self) -> Shocks:
        return shocks_of(self.game) if self.revealed is None else self.revealed.shocks

    @cached_property
    def place(self) -> Mapping[sp.Symbol, int]:
        decided: list[sp.Symbol] = [decision for stage in self.game.stages for decision in stage.decisions]
        if self.revealed is not None:
            decided.append(self.revealed.symbol)
        return {decision: number for number, decision in enumerate(decided, start=1)}

    @cached_property
    def sees(self) -> Mapping[str, Sequence[Drawn]]:
        """What each player sees, and what is revealed to all who decide later."""
        told = () if self.revealed is None else (self.revealed.symbol,)
        return {player.name: (*player.sees, *told) for player in self.game.players}

    @property
    def width(self) -> int:
        return 1 + len(self.place) + len(self.shocks.variances)

    def _form(self, name: str, payoff: sp.Expr) -> Rows:
        """Return a payoff as a symmetric matrix."""
        symbols = sorted((s for s in payoff.free_symbols if s in self.place or isinstance(s, Drawn)), key=str)
        polynomial = payoff.as_poly(*symbols) if symbols else None
        free = polynomial is not None and not {s for c in polynomial.coeffs() for s in c.free_symbols} & set(symbols)
        if symbols and (polynomial is None or not free or polynomial.total_degree() > _QUADRATIC):
            raise NotQuadratic(
                f"{name}: {payoff} is not quadratic in decisions and what is random; strategies are affine in signals "
                "where it is: write it so, or leave the signals out"
            )
        terms = polynomial.terms() if polynomial is not None else [((), payoff)]
        form = [[self.shocks.zero] * self.width for _ in range(self.width)]
        half = Ratio.constant(self.ring, 1) / Ratio.constant(self.ring, 2)
        for powers, coefficient in terms:
            factors = [self._image(s) for s, power in zip(symbols, powers, strict=True) for _ in range(power)]
            first, second = (*factors, self._image(None), self._image(None))[:2]
            weight = half * ratio(self.ring, coefficient)
            add_product(form, first, second, weight)
            add_product(form, second, first, weight)
        return form

    def _image(self, symbol: sp.Symbol | None) -> Vector:
        """Return a symbol, or one, as a sum over places."""
        vector = [self.shocks.zero] * self.width
        if isinstance(symbol, Drawn):
            mean, weights = self.shocks.images[symbol]
            return [mean, *vector[1 : 1 + len(self.place)], *weights]
        vector[0 if symbol is None else self.place[symbol]] = Ratio.constant(self.ring, 1)
        return vector

    def solve(self, stage: Stage) -> None:
        """Find the strategies of a stage, and insert them into all payoffs."""
        self._require_concave(stage)
        owner = {decision: move.player for move in stage.moves for decision in move.decisions}
        slopes = {d: [entry + entry for entry in self.forms[owner[d]][self.place[d]]] for d in owner}
        decided = list(owner)
        known = [0, *(n for d, n in self.place.items() if n < self.place[decided[0]])]
        system = [[slopes[d][self.place[e]] for e in decided] for d in decided]
        means = self._solution(stage, system, [[-slopes[d][n] for n in known] for d in decided])
        weights = self._weights(stage, owner, slopes)
        images = {}
        for d, mean in zip(decided, means, strict=True):
            image = self._image(None)
            image[0] = self.shocks.zero
            for n, coefficient in zip(known, mean, strict=True):
                image[n] = coefficient
            for seen, weight in zip(self.sees[owner[d]], weights[d], strict=True):
                start = 1 + len(self.place)
                if self._is_revealed(seen):
                    image[self.place[seen]] = weight
                    continue
                for i, loading in enumerate(self.shocks.images[seen][1], start=start):
                    image[i] = image[i] + weight * loading
            images[d] = image
            self.responses[d.name] = self._shown(image, known, self.sees[owner[d]], weights[d])
        for form in self.forms.values():
            for d, image in images.items():
                insert(form, self.place[d], image)

    def _require_concave(self, stage: Stage) -> None:
        """Keep to where each mover's payoff is strictly concave in its own decisions."""
        for move in stage.moves:
            form, places = self.forms[move.player], [self.place[d] for d in move.decisions]
            for size in range(1, len(places) + 1):
                minor = determinant([[-(form[i][j] + form[i][j]) for j in places[:size]] for i in places[:size]])
                names = ", ".join(d.name for d in move.decisions)
                origin = f"second-order condition of {move.player} in {names}, stage {stage.number}"
                domain = None if minor.is_zero() else where_sign(self.domain, minor, strict=True, origin=origin)
                if domain is None:
                    raise NoInteriorOptimum(
                        f"stage {stage.number}: the payoff of {move.player} is not strictly concave in {names}, so "
                        "that no affine strategy is its only best reply; add a cost that rises more than in proportion"
                    )
                self.domain = domain

    def _weights(
        self, stage: Stage, owner: Mapping[sp.Symbol, str], slopes: Mapping[sp.Symbol, Vector]
    ) -> dict[sp.Symbol, Vector]:
        """Return the weights of each decision on its owner's signals."""
        beliefs = {}
        for move in stage.moves:
            beliefs[move.player] = self._beliefs(move.player)
        unknown = [(d, k) for d in owner for k in range(len(self.sees[owner[d]]))]
        if not unknown:
            return {d: [] for d in owner}
        start = 1 + len(self.place)
        left, right = [], []
        for d, k in unknown:
            believed = [row[k] for row in beliefs[owner[d]]]
            left.append([slopes[d][self.place[e]] * self._told(owner, d, k, e, n, believed) for e, n in unknown])
            right.append([-dot(slopes[d][start:], believed, self.shocks.zero)])
            if self._is_revealed(seen := self.sees[owner[d]][k]):
                right[-1][0] = right[-1][0] - slopes[d][self.place[seen]]
        found_weights = self._solution(stage, left, right)
        weights: dict[sp.Symbol, Vector] = {d: [] for d in owner}
        for (d, _), (weight,) in zip(unknown, found_weights, strict=True):
            weights[d].append(weight)
        return weights

    def _beliefs(self, player: str) -> Rows:
        """Return the weights of what a player sees in what it expects of each shock.

        What is revealed tells nothing to who sees all of it by itself, even after a deviation, when others are misled.
        """
        seen = self.sees[player]
        told = [one for one in seen if self._is_revealed(one)]
        own = [one for one in seen if not self._is_revealed(one)]
        if told and self.shocks.follows(told[0], own):
            rows, self.domain = self.shocks.beliefs(own, player, self.domain)
            return [[*row, self.shocks.zero] for row in rows]
        rows, self.domain = self.shocks.beliefs(seen, player, self.domain)
        return rows

    def _is_revealed(self, seen: sp.Symbol) -> bool:
        return self.revealed is not None and seen == self.revealed.symbol

    def reveal(self, stage: Stage, revealed: Revealed) -> None:
        """Find the law of a first decision that reveals what its owner knows, and insert it into all payoffs."""
        form, d = self.forms[revealed.player], revealed.decision
        own, told = self.place[d], self.place[revealed.symbol]
        start = 1 + len(self.place)
        believed, self.domain = self.shocks.beliefs(revealed.seen, revealed.player, self.domain)
        columns = [[row[k] for row in believed] for k in range(len(revealed.seen))]
        slopes = [[entry + entry for entry in form[place]] for place in (own, told)]
        marginal, misled = ([dot(slope[start:], column, self.shocks.zero) for column in columns] for slope in slopes)
        law, self.domain = revealing_law(
            revealed,
            stage,
            self.domain,
            constant=(slopes[0][0], slopes[1][0]),
            curvature=(slopes[0][own], slopes[0][told], slopes[1][told]),
            signals=(marginal, misled),
        )
        image, belief = self._image(None), self._image(revealed.symbol)
        image[0] = law.constant
        for one, weight in zip(revealed.seen, law.weights, strict=True):
            for i, loading in enumerate(self.shocks.images[one][1], start=start):
                image[i] = image[i] + weight * loading
        self.responses[d.name] = self._shown(image, [0], revealed.seen, law.weights)
        for form in self.forms.values():
            insert(form, own, image)
            insert(form, told, belief)
        means = {one: self.shocks.images[one][0].expression() for one in revealed.public}
        public = zip(revealed.seen, law.weights, strict=True)
        rest = sp.Add(*(weight.expression() * (one - means[one]) for one, weight in public if one in means))
        inferred = (d - law.constant.expression() - rest) / law.slope.expression()
        for name, rule in self.responses.items():
            self.responses[name] = _affine(
                rule.xreplace({revealed.symbol: inferred}), [*self.place, *self.game.signals]
            )

    def _told(
        self, owner: Mapping[sp.Symbol, str], d: sp.Symbol, k: int, e: sp.Symbol, other: int, believed: Vector
    ) -> Ratio:
        """Return the weight of the k-th signal of who decides d in what it expects another signal to be."""
        if self._is_revealed(self.sees[owner[e]][other]):
            return Ratio.constant(self.ring, int(self._is_revealed(self.sees[owner[d]][k])))
        if owner[d] == owner[e]:
            return Ratio.constant(self.ring, int(k == other))
        return dot(self.shocks.images[self.sees[owner[e]][other]][1], believed, self.shocks.zero)

    def _solution(self, stage: Stage, left: Rows, right: Rows) -> Rows:
        """Return the solution of a linear system, and keep to where it has one."""
        solution, whole = solved(left, right)
        if whole.is_zero():
            raise NoInteriorOptimum(
                f"stage {stage.number}: the first-order conditions of {stage} do not isolate a point, whatever the "
                "parameters; somebody's best decisions leave the others indifferent"
            )
        one = Ratio.constant(self.ring, 1)
        self.domain = where_finite(self.domain, one / whole, origin=f"one equilibrium of stage {stage.number}")
        return solution

    def _shown(self, image: Vector, known: Sequence[int], seen: Sequence[Drawn], weights: Vector) -> sp.Expr:
        """Return a strategy in terms of earlier decisions and signals."""
        decided = {number: decision for decision, number in self.place.items()}
        parts = [image[n].expression() * decided.get(n, sp.S.One) for n in known]
        constant = Ratio.constant(self.ring, 0)
        for one, weight in zip(seen, weights, strict=True):
            parts.append(weight.expression() * one)
            constant = constant - weight * self.shocks.images[one][0]
        first = (image[0] + constant).expression()
        return sp.Add(first, *parts[1:])

    def strategies(self) -> Frozen[sp.Expr]:
        """Return each decision in terms of signals alone."""
        known: dict[sp.Symbol, sp.Expr] = {}
        for decision in (decision for stage in self.game.stages for decision in stage.decisions):
            rule = self.responses[decision.name].xreplace(known)
            known[decision] = _affine(rule, [*self.game.signals])
        return Frozen({decision.name: known[decision] for decision in self.game.decisions})

    def expected(self, name: str) -> Ratio:
        """Return the expected value of a payoff or a report."""
        form, start = self.forms[name], 1 + len(self.place)
        risk = (form[i][i] * v for i, v in enumerate(self.shocks.variances, start=start))
        return sum(risk, form[0][0])


def _affine(rule: sp.Expr, signals: Sequence[sp.Symbol]) -> sp.Expr:
    """Return an affine function of signals with its coefficients factored."""
    slopes = {one: sp.diff(rule, one) for one in signals}
    constant = rule.xreplace(dict.fromkeys(signals, sp.S.Zero))
    return sp.Add(sp.factor(constant), *(sp.factor(slope) * one for one, slope in slopes.items()))
