"""What one equilibrium is over a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lsec_models.evaluate.compiled import Floats


@dataclass(frozen=True)
class Field:
    """What one equilibrium is over a grid.

    Attributes
    ----------
    values : dict from str to array
        Every quantity; NaN where the equilibrium does not hold.
    violated : array of int
        Which condition fails; -1 where none does.
    regime : array of int
        Which regime holds; -1 where none does.
    """

    values: dict[str, Floats]
    violated: NDArray[np.intp]
    regime: NDArray[np.intp]
