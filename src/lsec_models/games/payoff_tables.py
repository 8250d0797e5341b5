"""Payoffs that are given as tables: lists, NumPy arrays, SymPy matrices and arrays, or data frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.errors import DeclarationError, require_known

Entry = Callable[[object, tuple[str, ...]], Any]
Complaint = Callable[[str, tuple[str, ...]], str]


def tables_by_name(given: object, names: Sequence[str], *, owner: str, unknown: str, example: str) -> Mapping[str, Any]:
    """Return a table for each name, from a mapping or from a sequence in the order of the names.

    Parameters
    ----------
    given : object
    names : sequence of str
    owner : str
        Whose tables they are, such as ``"player"``.
    unknown : str
        What is wrong with a name that is not one of these.
    example : str
        How such payoffs are written.

    Raises
    ------
    UnknownName
        If a table goes by another name.
    DeclarationError
        If there is not one table for each.
    """
    if isinstance(given, Mapping):
        for name in given:
            require_known(name, names, f"payoffs of {name!r}, {unknown}")
        missing = [name for name in names if name not in given]
        if missing:
            raise DeclarationError(f"no payoffs of {', '.join(missing)}; give a table for every {owner}")
        return given
    tables = _parts(given)
    if tables is None or len(tables) != len(names):
        raise DeclarationError(f"payoffs: give one table for each of {', '.join(names)}, as in payoffs={example}")
    return dict(zip(names, tables, strict=True))


def read_table(table: object, labels: Sequence[Sequence[str]], entry: Entry, complaint: Complaint) -> Any:
    """Return a table as nested tuples.

    Parameters
    ----------
    table : object
    labels : sequence of sequences of str
        What goes along each dimension.
    entry : callable
        Reads an entry, given its labels.
    complaint : callable
        What to say of a part that has another shape, given what was found there and the labels that lead to it.

    Raises
    ------
    DeclarationError
        If a part has another shape.

    Examples
    --------
    >>> read_table([[1, 2], [3, 4]], ["ab", "cd"], lambda value, at: f"{'/'.join(at)} {value}", lambda found, at: found)
    (('a/c 1', 'a/d 2'), ('b/c 3', 'b/d 4'))
    """

    def read(part: object, before: tuple[str, ...]) -> Any:
        if len(before) == len(labels):
            return entry(part, before)
        own, parts = labels[len(before)], _parts(part)
        if parts is None or len(parts) != len(own):
            found = "a single entry" if parts is None else f"{len(parts)} entries"
            raise DeclarationError(complaint(found, before))
        return tuple(read(inner, (*before, label)) for label, inner in zip(own, parts, strict=True))

    return read(table, ())


def _parts(table: Any) -> list[object] | None:
    """Return the rows of a table, or the entries of a row; None of what has neither."""
    if isinstance(table, sp.MatrixBase | sp.NDimArray):
        return list(table.tolist())
    if hasattr(table, "to_numpy"):  # Iterating a data frame yields the names of its columns.
        table = table.to_numpy()
    if isinstance(table, str) or not (isinstance(table, Sequence) or getattr(table, "ndim", 0) > 0):
        return None
    return list(table)
