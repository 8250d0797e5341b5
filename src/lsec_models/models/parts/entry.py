"""An entry of the catalogue: a game, what it answers, and the comparison that shows it at a glance."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.order import order_label

CataloguedGame: TypeAlias = Game | DifferentialGame | EvolutionaryGame


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The comparison that shows a model at a glance: a quantity of some games over one parameter, at the baseline.

    Attributes
    ----------
    quantity : str
        What is compared.
    over : tuple of (str, number, number)
        The parameter that moves, and the ends of its range.
    games : mapping from str to tuple of (str, mapping)
        By the words for a curve, the model and its options.
    """

    quantity: str
    over: tuple[str, Fraction, Fraction]
    games: Mapping[str, tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class StabilityHeadline:
    """What shows a game of populations at a glance: which rest points are stable where, at the baseline.

    Attributes
    ----------
    over : mapping from str to tuple of number
        Two parameters and their ends: the map; the answer in words is along the first.
    """

    over: Mapping[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True, kw_only=True)
class Model:
    """An entry of the catalogue.

    Attributes
    ----------
    name : str
        How :func:`load` and the command line refer to it.
    question : str
        What it answers, in one line.
    build : callable
        Returns the game; its keyword arguments are the model's options.
    baseline : mapping from str to Fraction
        Parameter values at which figures are drawn.
    headline : Headline or StabilityHeadline
        What the book's gallery shows of it.
    other_baselines : sequence of mapping from str to Fraction
        What takes the place of some of these values in games of other options, which do not admit them.
    """

    name: str
    question: str
    build: Callable[..., CataloguedGame]
    baseline: Mapping[str, Fraction]
    headline: Headline | StabilityHeadline
    other_baselines: Sequence[Mapping[str, Fraction]] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options of `build`."""
        return tuple(inspect.signature(self.build).parameters)

    @property
    def module(self) -> str:
        """The module of the catalogue that declares it."""
        return self.build.__module__.rpartition(".")[2]


def by_order(model: str, *orders: Sequence[Slot]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the games of a headline: one model in several orders of moves."""
    return {order_label(order): (model, {"order": list(order)}) for order in orders}
