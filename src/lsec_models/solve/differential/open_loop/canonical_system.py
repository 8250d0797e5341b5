"""The canonical system of an open-loop game at one point: how states and costates move when decisions are best."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.errors import NoInteriorOptimum
from lsec_models.games.differential.game import DifferentialGame, flow_name
from lsec_models.solve.differential.decisions_at_bounds import BoundedDecisions, bounded_decisions
from lsec_models.solve.differential.instant_game import declared_flow, rate_of, slope_symbols, solve_instant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Numbers = Mapping[sp.Symbol, sp.Rational]


@dataclass(frozen=True, kw_only=True)
class OpenLoopSystem:
    """States and costates, how fast they move, and what players do there.

    Attributes
    ----------
    symbols : tuple of sympy.Symbol
        The states, then the costates.
    begins : Mapping from int to float
        Which of them have a given value at time 0, and which.
    vanishing : tuple of int
        Which are zero at the end of the game.
    moves : tuple of sympy.Expr
        How fast they change, in `symbols` where decisions are inserted, else also in the decisions.
    speeds, jacobian : callable
        The same as functions of arrays.
    names : tuple of str
        The quantities: states, decisions, reports and payoff flows.
    quantities : callable
        Their values at columns of states and costates.
    """

    symbols: tuple[sp.Symbol, ...]
    begins: Mapping[int, float]
    vanishing: tuple[int, ...]
    moves: tuple[sp.Expr, ...]
    speeds: Callable[[Array], Array]
    jacobian: Callable[[Array], Array]
    names: tuple[str, ...]
    quantities: Callable[[Array], Array]

    @property
    def size(self) -> int:
        """How many states and costates there are."""
        return len(self.symbols)

    def ending_at_zero(self, instead: Mapping[int, int]) -> OpenLoopSystem:
        """Return the same system with stocks zero at the end instead of costates, by place."""
        stocks = {costate: stock for stock, costate in instead.items()}
        return replace(self, vanishing=tuple(stocks.get(i, i) for i in self.vanishing))


def canonical_system(game: DifferentialGame, numbers: Numbers) -> OpenLoopSystem:
    """Return the canonical system where no decision rests at a bound.

    Decisions maximise each Hamiltonian given the costates, in the order of play of an instant. States move as declared,
    a decider's costates by its own Hamiltonian's derivative in the states, the decisions of all fixed.

    Parameters
    ----------
    game : DifferentialGame
    numbers : mapping from parameter to sympy.Rational
    """
    costates = slope_symbols(game)
    exact = solve_instant(replace(game, information="feedback"), costates).equilibrium.exact
    chosen = {d: exact[d.name].expression().subs(numbers) for d in game.decisions}
    symbols, moves = _motion(game, numbers, costates)
    return inserted(game, numbers, symbols, [sp.sympify(move).subs(chosen) for move in moves], chosen)


def unbounded_system(game: DifferentialGame, numbers: Numbers) -> OpenLoopSystem:
    """Return the canonical system of a linear-quadratic game in which all move at once, declared signs left out.

    Raises
    ------
    NoInteriorOptimum
        If the first-order conditions of an instant do not determine the decisions.
    """
    symbols, moves = _motion(game, numbers, slope_symbols(game))
    pull, push, base = _forces(game, numbers, symbols)
    if pull.det() == 0:
        raise NoInteriorOptimum(
            f"{game.label}: the first-order conditions of an instant do not determine the decisions; make their costs "
            "more convex"
        )
    laws = -pull.inv() * (push * sp.Matrix(symbols) + base)
    chosen = dict(zip(game.decisions, laws, strict=True))
    return inserted(game, numbers, symbols, [sp.expand(sp.sympify(move).subs(chosen)) for move in moves], chosen)


def bounded_system(game: DifferentialGame, numbers: Numbers) -> OpenLoopSystem | None:
    """Return the canonical system of a linear-quadratic game in which decisions may rest at zero; None without one.

    Parameters
    ----------
    game : DifferentialGame
        Linear-quadratic, and all move at once.
    numbers : mapping from parameter to sympy.Rational
    """
    symbols, moves = _motion(game, numbers, slope_symbols(game))
    nonnegative = [i for i, d in enumerate(game.decisions) if d.is_nonnegative]
    decided = bounded_decisions(*_forces(game, numbers, symbols), nonnegative)
    return None if decided is None else _decided(game, numbers, symbols, moves, decided)


def inserted(
    game: DifferentialGame,
    numbers: Numbers,
    symbols: Sequence[sp.Symbol],
    moves: Sequence[sp.Expr],
    chosen: Mapping[sp.Symbol, sp.Expr],
    *,
    begins_at_zero: Sequence[int] = (),
) -> OpenLoopSystem:
    """Return the system whose decisions are given functions of states and costates."""
    named = named_quantities(game, numbers)
    return OpenLoopSystem(
        symbols=tuple(symbols),
        begins=_start(game, numbers) | dict.fromkeys(begins_at_zero, 0.0),
        vanishing=tuple(i for i in range(len(game.stocks), len(symbols)) if i not in begins_at_zero),
        moves=tuple(moves),
        speeds=_stacked(symbols, moves),
        jacobian=sp.lambdify([list(symbols)], sp.Matrix(list(moves)).jacobian(list(symbols)), "numpy", dummify=True),
        names=tuple(named),
        quantities=_stacked(symbols, [value.subs(chosen) for value in named.values()]),
    )


def _decided(
    game: DifferentialGame,
    numbers: Numbers,
    symbols: Sequence[sp.Symbol],
    moves: Sequence[sp.Expr],
    decided: BoundedDecisions,
) -> OpenLoopSystem:
    """Return the system whose decisions solve a complementarity problem in each instant."""
    everything, named = [*symbols, *game.decisions], named_quantities(game, numbers)
    move, name = _stacked(everything, moves), _stacked(everything, list(named.values()))
    motion = np.array(sp.Matrix(list(moves)).jacobian(everything).tolist(), dtype=float)
    by_symbols, by_decisions = motion[:, : len(symbols)], motion[:, len(symbols) :]
    return OpenLoopSystem(
        symbols=tuple(symbols),
        begins=_start(game, numbers),
        vanishing=tuple(range(len(game.stocks), len(symbols))),
        moves=tuple(moves),
        speeds=lambda y: move(np.concatenate([y, decided(y)])),
        jacobian=lambda y: by_symbols + by_decisions @ decided.jacobian(y),
        names=tuple(named),
        quantities=lambda y: name(np.concatenate([y, decided(y)])),
    )


def _motion(
    game: DifferentialGame, numbers: Numbers, costates: Mapping[str, Mapping[sp.Symbol, sp.Symbol]]
) -> tuple[list[sp.Symbol], list[sp.Expr]]:
    """Return states and costates, and how they move, decisions not inserted."""
    moves = [sp.sympify(speed).subs(numbers) for speed in game.states.values()]
    symbols: list[sp.Symbol] = list(game.stocks)
    for unit in game.deciders:
        aim = _hamiltonian(game, unit, costates[unit], numbers)
        rate = rate_of(game, unit).expression().subs(numbers)
        symbols += [costates[unit][x] for x in game.stocks]
        moves += [rate * costates[unit][x] - sp.diff(aim, x) for x in game.stocks]
    return symbols, moves


def _hamiltonian(
    game: DifferentialGame, unit: str, costates: Mapping[sp.Symbol, sp.Symbol], numbers: Numbers
) -> sp.Expr:
    worth = sp.Add(*(costates[x] * sp.sympify(speed) for x, speed in game.states.items()))
    return (declared_flow(game, unit) + worth).subs(numbers)


def _forces(
    game: DifferentialGame, numbers: Numbers, symbols: Sequence[sp.Symbol]
) -> tuple[sp.Matrix, sp.Matrix, sp.Matrix]:
    """Return the derivative of each owner's Hamiltonian in a decision: in decisions, states and costates, constant."""
    costates = slope_symbols(game)
    owners = {d: game.coalition if game.cooperative else p.name for p in game.players for d in p.decides}
    aims = {unit: _hamiltonian(game, unit, costates[unit], numbers) for unit in game.deciders}
    forces = sp.Matrix([sp.diff(aims[owners[d]], d) for d in game.decisions])
    base = forces.subs(dict.fromkeys((*symbols, *game.decisions), 0))
    return forces.jacobian(list(game.decisions)), forces.jacobian(list(symbols)), base


def _start(game: DifferentialGame, numbers: Numbers) -> dict[int, float]:
    return {i: float(value.expression().subs(numbers)) for i, value in enumerate(game.start.values())}


def named_quantities(game: DifferentialGame, numbers: Numbers) -> dict[str, sp.Expr]:
    """Return the quantities of which there are paths, in stocks and decisions, by name."""
    symbols: tuple[sp.Symbol, ...] = (*game.stocks, *game.decisions)
    named = {symbol.name: symbol for symbol in symbols}
    named |= {name: sp.sympify(value).subs(numbers) for name, value in game.report.items()}
    return named | {flow_name(p.name): sp.sympify(p.payoff).subs(numbers) for p in game.players}


def _stacked(symbols: Sequence[sp.Symbol], expressions: Sequence[sp.Expr]) -> Callable[[Array], Array]:
    function = sp.lambdify([list(symbols)], list(expressions), modules="numpy", cse=True, dummify=True)

    def evaluate(y: Array) -> Array:
        return np.stack([np.broadcast_to(np.asarray(v, dtype=float), y.shape[1:]) for v in function(y)])

    return evaluate
