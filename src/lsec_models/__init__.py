"""Game-theoretic models of live-streaming e-commerce supply chains, solved exactly."""

from __future__ import annotations

from lsec_models.algebra.symbols import decisions, parameters
from lsec_models.errors import LsecError
from lsec_models.games.equilibrium import Equilibrium
from lsec_models.games.order import power_structures
from lsec_models.games.static import Game, Player
from lsec_models.solve import solve

__all__ = ["Equilibrium", "Game", "LsecError", "Player", "decisions", "parameters", "power_structures", "solve"]
__version__ = "0.1.0"
