"""Tables of decided signs: of differences between equilibria, and of slopes in parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sympy as sp

from lsec_models.errors import UnknownName, nearest
from lsec_models.games.static.game import Game
from lsec_models.prove.results.stated import Citable, Resting, Stated
from lsec_models.prove.results.verdicts import Verdict

_ARROWS = {">": "+", "<": "-", "=": "0", ">=": "+0", "<=": "-0", "><": "+-", "?": "?", "-": "empty"}


@dataclass(frozen=True, kw_only=True, repr=False)
class DecidedSign(Stated):
    """The decided sign of a function on a domain.

    Attributes
    ----------
    symbol : str
        ``">"``, ``"<"``, ``"="`` everywhere; ``">="``, ``"<="`` with equality somewhere or not excluded; ``"><"`` where
        the sign turns; ``"?"`` undecided; ``"-"`` where nothing is admissible.
    condition : SymPy relation or None
        Where the sign turns: exactly where the function is positive.
    verdict : Verdict
        The evidence.
    """

    symbol: str
    condition: sp.Basic | None
    verdict: Verdict

    def __str__(self) -> str:
        where = "" if self.condition is None else f" (positive iff {self.condition})"
        return f"{self.symbol}{where}: {self.verdict.line()}"

    @property
    def is_decided(self) -> bool:
        """Whether the machine knows the sign, or exactly where it turns."""
        return self.symbol != "?" and (self.symbol != "><" or self.condition is not None)


@dataclass(frozen=True, kw_only=True, repr=False)
class SignCell(Stated):
    """One entry of a table of decided signs."""

    sign: DecidedSign


C = TypeVar("C", bound=SignCell)


@dataclass(frozen=True, kw_only=True, repr=False)
class Signs(Resting, Generic[C]):
    """A table of decided signs.

    Attributes
    ----------
    cells : tuple
    about : tuple of Equilibrium
        What they are about.
    """

    cells: tuple[C, ...]
    about: tuple[Citable, ...] = ()

    def __iter__(self) -> Iterator[C]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def undecided(self) -> tuple[C, ...]:
        """The cells that the machine could not decide."""
        return tuple(cell for cell in self.cells if not cell.sign.is_decided)

    def __str__(self) -> str:
        return "\n".join([*map(str, self.cells), *filter(None, [self.resting_words()])])


@dataclass(frozen=True, kw_only=True, repr=False)
class Compared(SignCell):
    """One pair of equilibria and one quantity; the sign is that of left minus right."""

    left: str
    right: str
    quantity: str

    def __str__(self) -> str:
        if self.sign.condition is not None:
            return f"{self.quantity}: {self.left} > {self.right} iff {self.sign.condition}"
        return f"{self.quantity}: {self.left} {self.sign.symbol} {self.right}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Comparison(Signs[Compared]):
    """All pairs and quantities.

    Attributes
    ----------
    cells : tuple of Compared
    about : tuple of Equilibrium
        The equilibria that were compared.
    """

    cells: tuple[Compared, ...]

    def table(self) -> Any:
        """Return a pandas DataFrame: one row for each pair, one column for each quantity."""
        import pandas as pd

        rows = [
            {
                "left": cell.left,
                "right": cell.right,
                "quantity": cell.quantity,
                "sign": cell.sign.symbol if cell.sign.condition is None else f"> iff {cell.sign.condition}",
            }
            for cell in self.cells
        ]
        return pd.DataFrame(rows).pivot_table(
            index=["left", "right"], columns="quantity", values="sign", aggfunc="first", sort=False
        )


@dataclass(frozen=True, kw_only=True, repr=False)
class Static(SignCell):
    """The sign of the derivative of one quantity in one parameter."""

    quantity: str
    parameter: str

    def __str__(self) -> str:
        words = f"{self.quantity} in {self.parameter}: {_ARROWS[self.sign.symbol]}"
        return f"{words}, + iff {self.sign.condition}" if self.sign.condition is not None else words


@dataclass(frozen=True, kw_only=True, repr=False)
class SignTable(Signs[Static]):
    """The signs of all derivatives.

    Attributes
    ----------
    cells : tuple of Static
    about : tuple of Equilibrium
        The one whose quantities they are.
    unsolved : Game or None
        Where no equilibrium was given: the game, of whose regular interior equilibria they are.
    """

    cells: tuple[Static, ...]
    unsolved: Game | None = None

    def __getitem__(self, key: tuple[str, str]) -> DecidedSign:
        """Return the sign of (quantity, parameter)."""
        signs = {f"{cell.quantity} in {cell.parameter}": cell.sign for cell in self.cells}
        asked = " in ".join(map(str, key)) if isinstance(key, tuple) else str(key)
        if asked not in signs:
            raise UnknownName(f"no cell {asked!r}; {nearest(asked, signs)}: give table[quantity, parameter]")
        return signs[asked]

    def resting_words(self) -> str:
        """Return in one line what the signs rest on, or of which equilibria they are."""
        if self.unsolved is None:
            return super().resting_words()
        return f"at every regular interior equilibrium of {self.unsolved.label}; whether there is one is not asked"

    def table(self) -> Any:
        """Return a pandas DataFrame: quantities by parameters, ``+``, ``-``, ``0`` or ``+-``."""
        import pandas as pd

        rows = [(cell.quantity, cell.parameter, _ARROWS[cell.sign.symbol]) for cell in self.cells]
        frame = pd.DataFrame(rows, columns=["quantity", "parameter", "sign"])
        return frame.pivot_table(index="quantity", columns="parameter", values="sign", aggfunc="first", sort=False)
