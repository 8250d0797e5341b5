"""What a game must know of a choice among modes that follows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import sympy as sp


@runtime_checkable
class FollowingChoice(Protocol):
    """A choice among modes, made after all decisions of a game; see :class:`lsec_models.Choice`."""

    @property
    def by(self) -> str | Sequence[str]:
        """Who chooses."""
        ...

    @property
    def among(self) -> Mapping[Any, object]:
        """What each mode leads to."""
        ...

    @property
    def parameters(self) -> tuple[sp.Symbol, ...]:
        """All symbols that the modes do not decide."""
        ...

    @property
    def assumptions(self) -> tuple[sp.Basic, ...]:
        """What it assumes of the parameters, its modes included."""
        ...

    def with_values(self, values: Mapping[sp.Basic, sp.Basic]) -> FollowingChoice:
        """Return the same choice with numbers in place of some parameters."""
        ...

    def require_after(self, game: Any) -> None:
        """Require that it can follow a game."""
        ...
