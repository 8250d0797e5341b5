"""How a paper folder declares its results and figures: decorated functions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import sympy as sp

from lsec_models.errors import PaperError
from lsec_models.files import is_text
from lsec_models.papers.folder.names import check_name
from lsec_models.show.export.table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Value: TypeAlias = str | int | bool | Fraction | sp.Basic | Sequence["Value"] | Mapping[str, "Value"] | None
# A folder says itself which shape its values have; the type checker cannot know it.
Tables = Callable[[Any], Sequence[Table]]


@dataclass(frozen=True, kw_only=True)
class NumberedResult:
    """A numbered result.

    Attributes
    ----------
    name : str
        Such as ``R1``.
    title : str
        A few words.
    statement : tuple of str
        What it says in plain words, by paragraph: the docstring of `compute`.
    compute : callable
        Returns the value: text, exact numbers, truth values, None, SymPy expressions and relations, and lists and
        dictionaries of them. Equal inputs give equal values.
    tables : callable
        Takes the value, its dictionaries in the order of their keys, and returns the tables that show it.
    """

    name: str
    title: str
    statement: tuple[str, ...]
    compute: Callable[[], Value]
    tables: Tables


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A figure to be drawn.

    Attributes
    ----------
    name : str
        The stem of its files.
    caption : str
        What it shows and at which parameters: the docstring of `draw`.
    draw : callable
        Returns the Matplotlib figure.
    """

    name: str
    caption: str
    draw: Callable[[], Figure]


ResultFunction = TypeVar("ResultFunction", bound=Callable[[], Value])
FigureFunction = TypeVar("FigureFunction", bound="Callable[[], Figure]")


def _no_tables(value: Value) -> Sequence[Table]:  # noqa: ARG001
    return ()


class Results:
    """The results of a paper folder, in the order in which they are declared.

    Examples
    --------
    >>> RESULTS = Results()
    >>> @RESULTS.add("R1", title="Sum")
    ... def total():
    ...     "One and one are two."
    ...     return 1 + 1
    >>> [(result.name, result.statement) for result in RESULTS]
    [('R1', ('One and one are two.',))]
    """

    def __init__(self) -> None:
        self._results: dict[str, NumberedResult] = {}

    def add(self, name: str, *, title: str, tables: Tables = _no_tables) -> Callable[[ResultFunction], ResultFunction]:
        """Return a decorator that declares a function as a result; see :class:`NumberedResult`.

        Raises
        ------
        PaperError
            If the name is taken or cannot be a file's (see :func:`lsec_models.papers.folder.names.check_name`), or the
            function has no docstring.
        """
        check_name("result", name, self._results)

        def declare(compute: ResultFunction) -> ResultFunction:
            if not is_text(title):
                raise PaperError(f"result {name}: its title must be a text, not {title!r}")
            words = _paragraphs(compute, f"result {name}")
            self._results[name] = NumberedResult(
                name=name, title=title, statement=words, compute=compute, tables=tables
            )
            return compute

        return declare

    def __iter__(self) -> Iterator[NumberedResult]:
        return iter(self._results.values())


class Figures:
    """The figures of a paper folder, in the order in which they are declared."""

    def __init__(self) -> None:
        self._drawings: dict[str, Drawing] = {}

    def add(self, name: str) -> Callable[[FigureFunction], FigureFunction]:
        """Return a decorator that declares a function as a figure; see :class:`Drawing`.

        Raises
        ------
        PaperError
            If the name is taken or cannot be a file's (see :func:`lsec_models.papers.folder.names.check_name`), or the
            function has no docstring.
        """
        check_name("figure", name, self._drawings)

        def declare(draw: FigureFunction) -> FigureFunction:
            caption = " ".join(_paragraphs(draw, f"figure {name}"))
            self._drawings[name] = Drawing(name=name, caption=caption, draw=draw)
            return draw

        return declare

    def __iter__(self) -> Iterator[Drawing]:
        return iter(self._drawings.values())


def _paragraphs(function: Callable[..., object], what: str) -> tuple[str, ...]:
    """Return the docstring's paragraphs, each on one line."""
    words = inspect.getdoc(function)
    if not words or not is_text(words):
        raise PaperError(f"{what}: its function has no docstring; say there what it states")
    return tuple(" ".join(paragraph.split()) for paragraph in words.split("\n\n"))
