"""Game-theoretic models of live-streaming e-commerce supply chains, solved exactly."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from lsec_models.first_use import at_first_use
from lsec_models.version import __version__ as __version__

if TYPE_CHECKING:
    from lsec_models.algebra.domains.symbols import decisions, parameters, states
    from lsec_models.audits import audit
    from lsec_models.catalogue import load
    from lsec_models.errors import LsecError
    from lsec_models.evaluate import Argmax, Argmin, Histogram, Quantile
    from lsec_models.evaluate.sensitivity.calibration import calibrate
    from lsec_models.evaluate.sensitivity.elasticities import elasticities
    from lsec_models.evaluate.sensitivity.monte_carlo import monte_carlo
    from lsec_models.evaluate.sensitivity.sobol_indices import sobol_indices
    from lsec_models.evaluate.sensitivity.tornado import tornado

    # The room has a module of this name, which a type checker would take.
    from lsec_models.evaluate.sweep import sweep
    from lsec_models.games.bargaining.declaration import Bargain
    from lsec_models.games.buyers.declaration import Buyers, Market
    from lsec_models.games.choice.declaration import Choice
    from lsec_models.games.difference.game import DifferenceGame
    from lsec_models.games.differential.game import DifferentialGame
    from lsec_models.games.evolutionary.game import EvolutionaryGame
    from lsec_models.games.game_files.game_file import read_game
    from lsec_models.games.laws import discrete, exponential, normal, sample, uniform
    from lsec_models.games.matrix.game import MatrixGame
    from lsec_models.games.one_state import OneStateProblem
    from lsec_models.games.static.chance.information.signal import signal
    from lsec_models.games.static.chance.random_symbol import random
    from lsec_models.games.static.chance.risk import certainty_equivalent, probability
    from lsec_models.games.static.chance.risk_aversion import CARA, MeanVariance
    from lsec_models.games.static.copies import others, total
    from lsec_models.games.static.game import Game
    from lsec_models.games.static.order import power_structures
    from lsec_models.games.static.player import Player
    from lsec_models.games.static.results.equilibrium import Equilibrium
    from lsec_models.games.static.results.implicit import ImplicitEquilibrium
    from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
    from lsec_models.prove import (
        comparative_statics,
        compare,
        crosses_once,
        decreasing,
        increasing,
        independent,
        prove,
        thresholds,
        to_coq,
    )
    from lsec_models.show import appendix, plot, to_dataframe, to_json, to_latex, to_mathematica
    from lsec_models.solve import solve
    from lsec_models.solve.control.best_lever import best_lever

__all__ = [
    "CARA",
    "Argmax",
    "Argmin",
    "Bargain",
    "Buyers",
    "Choice",
    "DifferenceGame",
    "DifferentialGame",
    "Equilibrium",
    "EvolutionaryGame",
    "Game",
    "Histogram",
    "ImplicitEquilibrium",
    "LsecError",
    "Market",
    "MatrixGame",
    "MeanVariance",
    "OneStateProblem",
    "PiecewiseEquilibrium",
    "Player",
    "Quantile",
    "appendix",
    "audit",
    "best_lever",
    "calibrate",
    "certainty_equivalent",
    "comparative_statics",
    "compare",
    "crosses_once",
    "decisions",
    "decreasing",
    "discrete",
    "elasticities",
    "exponential",
    "increasing",
    "independent",
    "load",
    "monte_carlo",
    "normal",
    "others",
    "parameters",
    "plot",
    "power_structures",
    "probability",
    "prove",
    "random",
    "read_game",
    "sample",
    "signal",
    "sobol_indices",
    "solve",
    "states",
    "sweep",
    "thresholds",
    "to_coq",
    "to_dataframe",
    "to_json",
    "to_latex",
    "to_mathematica",
    "tornado",
    "total",
    "uniform",
]

_HOMES = {
    "Argmax": "evaluate",
    "Argmin": "evaluate",
    "Bargain": "games.bargaining.declaration",
    "Buyers": "games.buyers.declaration",
    "CARA": "games.static.chance.risk_aversion",
    "Choice": "games.choice.declaration",
    "DifferenceGame": "games.difference.game",
    "DifferentialGame": "games.differential.game",
    "Equilibrium": "games.static.results.equilibrium",
    "EvolutionaryGame": "games.evolutionary.game",
    "Game": "games.static.game",
    "Histogram": "evaluate",
    "ImplicitEquilibrium": "games.static.results.implicit",
    "LsecError": "errors",
    "Market": "games.buyers.declaration",
    "MatrixGame": "games.matrix.game",
    "MeanVariance": "games.static.chance.risk_aversion",
    "OneStateProblem": "games.one_state",
    "PiecewiseEquilibrium": "games.static.results.piecewise",
    "Player": "games.static.player",
    "Quantile": "evaluate",
    "appendix": "show",
    "audit": "audits",
    "best_lever": "solve.control.best_lever",
    "calibrate": "evaluate.sensitivity.calibration",
    "certainty_equivalent": "games.static.chance.risk",
    "comparative_statics": "prove",
    "compare": "prove",
    "crosses_once": "prove",
    "decisions": "algebra.domains.symbols",
    "decreasing": "prove",
    "discrete": "games.laws",
    "elasticities": "evaluate.sensitivity.elasticities",
    "exponential": "games.laws",
    "increasing": "prove",
    "independent": "prove",
    "load": "catalogue",
    "monte_carlo": "evaluate.sensitivity.monte_carlo",
    "normal": "games.laws",
    "others": "games.static.copies",
    "parameters": "algebra.domains.symbols",
    "plot": "show",
    "power_structures": "games.static.order",
    "probability": "games.static.chance.risk",
    "prove": "prove",
    "random": "games.static.chance.random_symbol",
    "read_game": "games.game_files.game_file",
    "sample": "games.laws",
    "signal": "games.static.chance.information.signal",
    "sobol_indices": "evaluate.sensitivity.sobol_indices",
    "solve": "solve",
    "states": "algebra.domains.symbols",
    "sweep": "evaluate",
    "thresholds": "prove",
    "to_coq": "prove",
    "to_dataframe": "show",
    "to_json": "show",
    "to_latex": "show",
    "to_mathematica": "show",
    "tornado": "evaluate.sensitivity.tornado",
    "total": "games.static.copies",
    "uniform": "games.laws",
}


_imported = at_first_use(__name__, _HOMES)


class _Package(ModuleType):
    """The package, whose names are imported when they are first asked for."""

    def __getattr__(self, name: str) -> Any:
        found = _imported(name)
        setattr(self, name, found)
        return found

    def __setattr__(self, name: str, value: object) -> None:
        # Importing the rooms `solve` and `prove` would put them in the place of the functions of these names.
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
