"""Game-theoretic models of live-streaming e-commerce supply chains, solved exactly."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lsec_models.algebra.symbols import decisions, parameters, states
from lsec_models.errors import LsecError
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.matrix.game import MatrixGame
from lsec_models.games.one_state import OneStateProblem
from lsec_models.games.static.equilibrium import Equilibrium
from lsec_models.games.static.game import Game, Player
from lsec_models.games.static.order import power_structures
from lsec_models.games.static.piecewise import PiecewiseEquilibrium
from lsec_models.prove import comparative_statics, compare, decreasing, increasing, independent, prove, thresholds
from lsec_models.solve import solve

if TYPE_CHECKING:
    from lsec_models.audits import audit
    from lsec_models.evaluate import sweep
    from lsec_models.games.file import read_game
    from lsec_models.models import load
    from lsec_models.show import plot, to_dataframe, to_json, to_latex, to_mathematica

__version__ = "0.1.0"

__all__ = [
    "Choice",
    "DifferentialGame",
    "Equilibrium",
    "Game",
    "LsecError",
    "MatrixGame",
    "OneStateProblem",
    "PiecewiseEquilibrium",
    "Player",
    "audit",
    "comparative_statics",
    "compare",
    "decisions",
    "decreasing",
    "increasing",
    "independent",
    "load",
    "parameters",
    "plot",
    "power_structures",
    "prove",
    "read_game",
    "solve",
    "states",
    "sweep",
    "thresholds",
    "to_dataframe",
    "to_json",
    "to_latex",
    "to_mathematica",
]

_ON_FIRST_USE = {
    "audit": "lsec_models.audits",
    "load": "lsec_models.models",
    "read_game": "lsec_models.games.file",
    "plot": "lsec_models.show",
    "sweep": "lsec_models.evaluate",
    "to_dataframe": "lsec_models.show",
    "to_json": "lsec_models.show",
    "to_latex": "lsec_models.show",
    "to_mathematica": "lsec_models.show",
}


def __getattr__(name: str) -> Any:
    """Import the numerical rooms and the catalogue when they are first asked for: most sessions start without them."""
    if name not in _ON_FIRST_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ON_FIRST_USE[name]), name)
