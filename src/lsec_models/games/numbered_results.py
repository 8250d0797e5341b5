"""Several results at one point of the parameters, asked for by number."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

import sympy as sp

from lsec_models.errors import DeclarationError, UnknownNumber
from lsec_models.games.result import OF_FORMULAS, Result

R_co = TypeVar("R_co", bound=Result, covariant=True)


class NumberedResults(Result, Sequence[R_co]):
    """A sequence of results, of which each has quantities by name."""

    @property
    @abstractmethod
    def _listed(self) -> tuple[R_co, ...]:
        """The results."""

    @overload
    def __getitem__(self, number: int, /) -> R_co: ...
    @overload
    def __getitem__(self, number: slice, /) -> tuple[R_co, ...]: ...
    def __getitem__(self, number: int | slice, /) -> R_co | tuple[R_co, ...]:
        """Return a result by its number, or several.

        Raises
        ------
        UnknownNumber
            If there are fewer.
        DeclarationError, UnknownName
            If it is asked for by a name, which each of them answers, or none.
        """
        if isinstance(number, str | sp.Symbol):
            raise DeclarationError(self._by_number(str(number)))
        try:
            return self._listed[number]
        except IndexError:
            last = f"the last one is {len(self) - 1}" if len(self) else self._none_alone()
            raise UnknownNumber(f"no result {number}; they are numbered from 0, and {last}") from None

    def __len__(self) -> int:
        return len(self._listed)

    def __iter__(self) -> Iterator[R_co]:
        return iter(self._listed)

    def _by_number(self, name: str) -> str:
        """Return the words that say how a name is asked for; what none of them has the first one refuses."""
        having = [place for place, one in enumerate(self) if one._is_quantity(name)]
        if len(self) and not having:
            self[0][name]  # type: ignore[index]
        asked = f"ask one of them for {name!r}, result[{having[0]}][{name!r}]" if having else self._none_alone()
        return f"results at one point are numbered; {asked}"

    def _none_alone(self) -> str:
        return f"none stands alone: {str(self).splitlines()[0]}"

    def _part_words(self, _: object) -> str:
        return "one of them: result[0]"

    def _instead_of(self, name: str) -> str:
        if name in OF_FORMULAS:
            return super()._instead_of(name)
        if not len(self):
            return self._none_alone()
        return f"ask one of them, {f'[0].{name}' if hasattr(self[0], name) else f'[0][{name!r}]'}"
