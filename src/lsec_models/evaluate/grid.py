"""Grids in a parameter space, as people ask for them: some parameters swept, the others fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.domains.parameter_point import exact_number, given_values
from lsec_models.errors import DeclarationError, require_known
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.free_memory import free_memory
from lsec_models.evaluate.fused.blocks import Block

Key: TypeAlias = "str | sp.Symbol"
# NumPy has two copies of a range while it makes one.
_BYTES_OF_VALUE = 16
# To ask how much memory is free takes longer than to fill less of it.
_NEVER_TOO_MANY = 1 << 20
# Products of fifteen such numbers are floats still.
_FAR = 1e20


@dataclass(frozen=True, kw_only=True)
class Grid:
    """All combinations of the values of some parameters, the others being fixed.

    Attributes
    ----------
    axes : dict from str to array
        The values of each swept parameter, one-dimensional, in the order of the dimensions.
    fixed : dict from str to Fraction
        The others, in an order that does not depend on how they were given.
    """

    axes: dict[str, Floats]
    fixed: dict[str, Fraction]

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of values along each dimension."""
        return tuple(len(axis) for axis in self.axes.values())

    @property
    def outer(self) -> dict[str, Floats]:
        """The parameters that vary from row to row."""
        return dict(list(self.axes.items())[:-1])

    @property
    def inner(self) -> dict[str, Floats]:
        """The parameters that vary along a row."""
        return dict(list(self.axes.items())[-1:])

    @property
    def together(self) -> tuple[str, ...]:
        """The parameters that vary together with others, so that a value of one of them is met once; none of a grid."""
        return ()

    @property
    def said(self) -> str:
        """The axes in words, each on a line of its own."""
        return "\n".join(
            f"{name} from {axis.min():g} to {axis.max():g}, {axis.size:,} {'value' if axis.size == 1 else 'values'}"
            for name, axis in self.axes.items()
        )

    def far(self, block: Block) -> NDArray[np.bool_] | None:
        """Return at which points of a block a parameter is so far from one that floats may not hold a product of some.

        None where it is so at no point.
        """
        if not self._has_far:
            return None
        shape = tuple(map(len, self.outer.values()))
        places = np.unravel_index(np.arange(block.rows.start, block.rows.stop), shape) if shape else ()
        found = np.zeros(block.shape, dtype=bool)
        for axis, place in zip(self.outer.values(), places, strict=True):
            found |= _is_far(axis)[place][:, None]
        for axis in self.inner.values():
            found |= _is_far(axis[block.columns])
        found |= any(map(_is_far, map(float, self.fixed.values())))
        return found if found.any() else None

    @cached_property
    def _has_far(self) -> bool:
        fixed = np.array([float(value) for value in self.fixed.values()])
        return any(bool(_is_far(values).any()) for values in (*self.axes.values(), fixed))

    def exact_point(self, index: Iterable[int]) -> dict[str, Fraction]:
        """Return the parameters at one place of the grid; floats are read as the decimal they print as."""
        swept = {name: exact_number(axis[i], name) for (name, axis), i in zip(self.axes.items(), index, strict=True)}
        return swept | self.fixed


@dataclass(frozen=True, kw_only=True)
class PairedPoints(Grid):
    """Points that are not a grid, in one row: the parameters in `axes`, all of one length, vary together."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of points."""
        return (len(next(iter(self.axes.values()))),)

    @property
    def outer(self) -> dict[str, Floats]:
        """No parameter: there is one row."""
        return {}

    @property
    def inner(self) -> dict[str, Floats]:
        """All parameters that vary."""
        return self.axes

    @property
    def together(self) -> tuple[str, ...]:
        """All parameters that vary: a table of what one of them gives would be read once."""
        return tuple(self.axes)

    def exact_point(self, index: Iterable[int]) -> dict[str, Fraction]:
        """Return the parameters at one place of the row; floats are read as the decimal they print as."""
        [place] = index
        return {name: exact_number(axis[place], name) for name, axis in self.axes.items()} | self.fixed


def grid_of(names: Iterable[str], over: Mapping[Key, object], at: Mapping[Key, object]) -> Grid:
    """Return the grid that `over` and `at` describe.

    Parameters
    ----------
    names : iterable of str
        All parameters; each must be in exactly one of `over` and `at`.
    over : mapping
        By name or symbol: a tuple ``(start, stop, count)`` of evenly spaced values, both ends included, or a list or
        array of values.
    at : mapping
        By name or symbol: one number.

    Returns
    -------
    Grid

    Raises
    ------
    UnknownName
        If a key is not a parameter.
    DeclarationError
        If a parameter is missing or named twice, a range or value is empty or not of finite numbers.

    Examples
    --------
    >>> grid = grid_of(["a", "b"], {"a": (0, 1, 3)}, {"b": 2})
    >>> grid.axes, grid.fixed
    ({'a': array([0. , 0.5, 1. ])}, {'b': Fraction(2, 1)})
    """
    known, fixed = list(names), given_values(at)
    if not isinstance(over, Mapping):
        raise DeclarationError(f"over = {over!r}: give ranges by name, as in over={{'gamma': (0, 1, 5)}}")
    if not over:
        raise DeclarationError(
            "a sweep needs at least one parameter in over=; for a single point use equilibrium.at({...})"
        )
    _require_each_once(known, [*map(str, over), *fixed])
    axes = {str(key): _axis(str(key), values) for key, values in over.items()}
    return Grid(axes=axes, fixed=numbers_by_name({name: fixed[name] for name in known if name in fixed}))


def paired_points_of(names: Iterable[str], together: Mapping[str, Floats], at: Mapping[Key, object]) -> PairedPoints:
    """Return points at which some parameters vary together, given as arrays of one length, and others are held fixed.

    Raises
    ------
    UnknownName, DeclarationError
        As of :func:`grid_of`.

    Examples
    --------
    >>> paired_points_of(["a", "b"], {"a": np.array([1.0, 2.0])}, {"b": 3}).exact_point([1])
    {'a': Fraction(2, 1), 'b': Fraction(3, 1)}
    """
    known, fixed = list(names), given_values(at)
    _require_each_once(known, [*together, *fixed])
    in_order = {name: fixed[name] for name in known if name in fixed}
    return PairedPoints(axes=dict(together), fixed=numbers_by_name(in_order))


def numbers_by_name(given: Mapping[str, object]) -> dict[str, Fraction]:
    """Return exact numbers that floats can hold.

    Raises
    ------
    DeclarationError
        If one is not a finite number, too large, or too near to zero.
    """
    exact = {name: exact_number(value, name) for name, value in given.items()}
    for name, number in exact.items():
        _float(number, name)
    return exact


def require_counts(grid: Grid, symbols: Iterable[sp.Symbol]) -> None:
    """Refuse values of parameters that are declared integer and are none.

    Raises
    ------
    DeclarationError
    """
    for symbol in symbols:
        if symbol.is_integer:
            values = grid.axes.get(symbol.name, np.array([float(grid.fixed.get(symbol.name, 1))]))
            if np.any(values != np.round(values)):
                raise DeclarationError(
                    f"{symbol} is declared integer, and its range has other values; write [1, 2, 3] or (1, 10, 10), "
                    "ten values from 1 to 10"
                )


def _require_each_once(known: list[str], given: list[str]) -> None:
    for name in given:
        require_known(name, known, f"no parameter {name!r}")
        if given.count(name) > 1:
            raise DeclarationError(f"parameter {name!r} is given twice; put it into over= or into at=, once")
    missing = [name for name in known if name not in given]
    if missing:
        raise DeclarationError(f"no value for {', '.join(missing)}; give each a range in over= or a number in at=")


def _axis(name: str, values: object) -> Floats:
    axis = _evenly_spaced(name, values) if isinstance(values, tuple) else _listed(name, values)
    _require_row(name, axis)
    if not np.isfinite(axis).all():
        raise DeclarationError(f"the range of {name} has values that are not finite; leave them out")
    return axis


def _evenly_spaced(name: str, values: tuple[object, ...]) -> Floats:
    if len(values) != 3 or not isinstance(values[2], int | np.integer) or isinstance(values[2], bool) or values[2] < 1:
        raise DeclarationError(
            f"the range {name} = {values!r}: a tuple means (start, stop, count) with a count of at least 1; write "
            "single values as a list"
        )
    end = f"an end of the range of {name}"
    start, stop = (_float(exact_number(value, end), end) for value in values[:2])
    too_many = DeclarationError(f"the range of {name} has {values[2]:,} values: too many for memory; ask for fewer")
    if values[2] > _NEVER_TOO_MANY and _BYTES_OF_VALUE * int(values[2]) > free_memory():
        raise too_many
    if not np.isfinite(stop - start):
        raise DeclarationError(f"the range of {name} is too wide for floats; give ends less than 1e308 apart")
    try:
        return np.linspace(start, stop, int(values[2]))
    except (MemoryError, OverflowError, ValueError):
        raise too_many from None


def _listed(name: str, values: object) -> Floats:
    if np.ma.is_masked(values):
        raise DeclarationError(f"the range of {name} has values that are masked; leave them out")
    if hasattr(values, "ndim"):  # An array of any package.
        values = np.asarray(values)
        _require_row(name, values)
        if values.dtype.kind in "iu" or values.dtype == np.float64:
            return values.astype(np.float64)
    if not isinstance(values, Iterable) or isinstance(values, str | bytes | bytearray | Mapping | Set):
        raise DeclarationError(
            f"the range {name} = {values!r} is not a range: give (start, stop, count), a list or an array of numbers; "
            "a single number belongs into at="
        )
    what = f"a value of {name}"
    return np.array([_float(exact_number(value, what), what) for value in values], dtype=np.float64)


def _require_row(name: str, values: NDArray[Any]) -> None:
    if values.ndim != 1 or values.size == 0:
        raise DeclarationError(f"the range of {name} has shape {values.shape}; give a list of at least one number")


def _is_far(values: Floats | float) -> NDArray[np.bool_]:
    """Whether numbers are far greater or far smaller than one; zero is not."""
    sizes = np.abs(values)
    return np.asarray((sizes > _FAR) | ((sizes < 1 / _FAR) & (sizes > 0)))


def _float(number: Fraction, what: str) -> float:
    try:
        found = float(number)
    except OverflowError:
        raise DeclarationError(f"{what} is too large for floats; give numbers below 1e308") from None
    if number and not found:
        raise DeclarationError(f"{what} is too near to zero for floats; give numbers above 1e-308, or zero itself")
    return found
