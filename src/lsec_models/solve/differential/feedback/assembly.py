"""From laws and value functions to an equilibrium with the conditions under which it is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from lsec_models.algebra.algebraic_functions.square_root import reduced
from lsec_models.algebra.domains.symbols import State
from lsec_models.algebra.polynomials.hurwitz import characteristic_coefficients, hurwitz_determinants
from lsec_models.algebra.polynomials.linear import SingularSystem, cleared, solve_linear
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.errors import NoInteriorOptimum, NoStabilisingSolution, NotPolynomial
from lsec_models.games.differential.feedback import FeedbackEquilibrium, Root
from lsec_models.games.differential.game import DifferentialGame, speed_name
from lsec_models.games.differential.hjb import Requirement
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.solve.differential.conditions import Collector
from lsec_models.solve.differential.feedback.findings import closed_form_findings


def assembled(
    game: DifferentialGame,
    *,
    method: str,
    root: Root | None,
    laws: Mapping[str, Ratio],
    worth: Mapping[str, Ratio],
    requirements: Iterable[Requirement],
    replies: Mapping[str, Ratio],
    instant: Equilibrium | None = None,
) -> FeedbackEquilibrium:
    """Return the equilibrium of given strategies and value functions.

    1. Find the steady state of the closed loop, which must be affine in the states.
    2. Collect conditions: positive discount rates; a real root; the second-order conditions of the instant; a stable
       closed loop (Hurwitz), so that the stocks converge and discounted values vanish; declared signs of decisions and
       states at the start and in the steady state. With one state these two are enough: the path runs from the one
       to the other. With several, a decision may still turn negative on the way: simulate.
    3. What is established of it is examined when its evidence is first asked for
       (:mod:`lsec_models.solve.differential.feedback.findings`); of a linear-state game, `instant` is the game within
       an instant.

    Raises
    ------
    NotPolynomial
        If the closed loop is not affine in the states.
    NoStabilisingSolution
        If it is not stable for any admissible parameters.
    NoInteriorOptimum
        If another condition holds for no admissible parameters.
    """
    ring = ring_of((*game.parameters, *(() if root is None else (root.symbol,))))
    matrix, drift = _affine(game, laws, ring)
    fails = Collector(
        game.domain, root, lambda words: NoInteriorOptimum(f"no interior equilibrium of {game.label}: {words}")
    )
    for name, rate in game.rates.items():
        fails.require(rate, strict=True, origin=f"discount rate of {name}")
    if root is not None:
        fails.require(root.radicand, strict=True, origin="a real solution of the Hamilton-Jacobi-Bellman equations")
    for requirement in requirements:
        if not any(requirement.value.depends_on(state) for state in game.stocks):
            fails.require(_reduced(requirement.value, root), strict=requirement.strict, origin=requirement.origin)
    stable = Collector(fails.domain, root, lambda words: NoStabilisingSolution(f"{game.label}: {words}"))
    for value in hurwitz_determinants(ring, characteristic_coefficients(ring, matrix)):
        stable.require(_reduced(value, root), strict=True, origin="stable closed loop")
    steady = _steady_state(game, ring, matrix, drift, root)
    ends = {"at the start": dict(game.start), "in the steady state": steady}
    signs = Collector(stable.domain, root, fails.fails)
    for requirement in _along_the_path(game, requirements, laws):
        for where, states in ends.items():
            value = _reduced(_inserted(requirement.value, states), root)
            signs.require(value, strict=requirement.strict, origin=f"{requirement.origin}, {where}")
    return FeedbackEquilibrium(
        game=game,
        method=method,
        root=root,
        laws=Frozen({name: _reduced(law, root) for name, law in laws.items()}),
        worth=Frozen({name: _reduced(worth[name], root) for name in game.rates}),
        steady=steady,
        replies=Frozen({name: _reduced(value, root) for name, value in replies.items()}),
        conditions=signs.domain.conditions[len(game.domain.conditions) :],
        root_conditions=(*fails.root_conditions, *stable.root_conditions, *signs.root_conditions),
        examine=partial(closed_form_findings, instant=instant),
    )


def _affine(game: DifferentialGame, laws: Mapping[str, Ratio], ring: Ring) -> tuple[list[list[Ratio]], list[Ratio]]:
    """Return A and b of the closed loop ``A x + b``."""
    speeds = [laws[speed_name(state)] for state in game.stocks]
    matrix = [[speed.derivative(state) for state in game.stocks] for speed in speeds]
    for state, row in zip(game.stocks, matrix, strict=True):
        if any(entry.depends_on(other) for entry in row for other in game.stocks):
            raise NotPolynomial(f"the speed of {state} is not affine in the states once strategies are inserted")
    origin = {state: Ratio.constant(speeds[0].ring, 0) for state in game.stocks}
    drift = [_inserted(speed, origin).convert(ring) for speed in speeds]
    return [[entry.convert(ring) for entry in row] for row in matrix], drift


def _steady_state(
    game: DifferentialGame, ring: Ring, matrix: list[list[Ratio]], drift: list[Ratio], root: Root | None
) -> dict[State, Ratio]:
    rows = [cleared(ring, [*row, -constant])[1] for row, constant in zip(matrix, drift, strict=True)]
    try:
        solution = solve_linear(ring, [row[:-1] for row in rows], [row[-1] for row in rows])
    except SingularSystem:
        raise NoStabilisingSolution(
            f"{game.label}: nothing brings the stocks to rest (the closed loop is singular); let them decay"
        ) from None
    return {state: _reduced(value, root) for state, value in zip(game.stocks, solution, strict=True)}


def _along_the_path(
    game: DifferentialGame, requirements: Iterable[Requirement], laws: Mapping[str, Ratio]
) -> list[Requirement]:
    """Return what depends on the states and must hold wherever the path runs."""
    ring = next(iter(laws.values())).ring
    found = [r for r in requirements if any(r.value.depends_on(state) for state in game.stocks)]
    for state in game.stocks:
        if state.is_nonnegative:
            stock = Ratio.variable(ring, state)
            words = "positive" if state.is_positive else "not negative"
            found.append(Requirement(value=stock, strict=bool(state.is_positive), origin=f"{state} is {words}"))
    return found


def _inserted(function: Ratio, values: Mapping[State, Ratio]) -> Ratio:
    ring = ring_of({*function.ring.symbols, *(symbol for value in values.values() for symbol in value.ring.symbols)})
    return function.convert(ring).substitute(values)


def _reduced(value: Ratio, root: Root | None) -> Ratio:
    return value if root is None else reduced(value, root.radicand.numerator)
