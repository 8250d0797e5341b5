"""The one tree of errors: each message names the thing, the rule it broke and the way out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any, TypeVar

_AROUND = 40

T = TypeVar("T")
# Sums, products and powers of SymPy.
_EXPRESSIONS = ("Add", "Mul", "Pow")
_BRIEF = 60
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
# RestPointsAt and MatrixEquilibria are several already; one begins as a consonant does.
_SEVERAL = re.compile(r"([a-z]s|ia)(At|Along)?$")
_WITH_AN = re.compile(r"(?!one)[aeiou]", re.IGNORECASE)


class LsecError(Exception):
    """Base of every error that `lsec_models` raises on purpose."""


class DeclarationError(LsecError):
    """A game, player, order or report is declared in a way that has no meaning."""


class UnknownName(LsecError):
    """A name (player, decision, quantity, model, paper, streamer type) that nobody declared."""


class UnknownKey(UnknownName, KeyError):
    """A name that a mapping of results does not have; a KeyError as well, as mappings promise."""

    __str__ = Exception.__str__


class UnknownNumber(UnknownName, IndexError):
    """A number that a sequence of results does not have; an IndexError as well, as sequences promise."""


class ParseError(LsecError):
    """A text, from a game file or the command line, that the expression grammar does not accept."""


class NotRational(LsecError):
    """An expression that is not a rational function of its symbols with rational coefficients."""


class NotSmooth(LsecError):
    """A payoff with a part that has no derivatives to compute with."""


class ContradictoryAssumptions(LsecError):
    """Assumptions that no parameters can satisfy together."""


class OutsideDomain(LsecError):
    """A point at which an equilibrium does not hold; the message says which condition fails."""


class NoInteriorOptimum(LsecError):
    """A stage in which some player has no interior optimum, or the stage no isolated equilibrium."""


class NoAgreement(LsecError):
    """Bargains of which no terms, within all bounds, meet the conditions so that both gain."""


class NoFixedPoint(LsecError):
    """Expectations that no number fulfils, or any number does."""


class NoClosedForm(LsecError):
    """A stage whose first-order conditions have no unique admissible rational solution."""


class NotPolynomial(LsecError):
    """A differential game whose Hamilton-Jacobi-Bellman equations no value functions of degree two or less solve."""


class NoStabilisingSolution(LsecError):
    """A differential game without a solution whose closed loop is stable, at given or at all admissible parameters."""


class SeveralSolutions(LsecError):
    """A question that has one answer for one solution, asked where a game has several."""


class ExplosiveSimulation(LsecError):
    """A path that leaves every bound in finite time, or grows too fast for its payoff to exist."""


class NotConverged(LsecError):
    """A numerical method that did not reach its tolerance."""


class NotQuadratic(LsecError):
    """A payoff that is not quadratic, or a constraint that is not linear, where corner regimes are asked for."""


class NoSteadyState(LsecError):
    """A dynamic problem that nowhere in its interval of states comes to rest."""


class NoStablePath(LsecError):
    """A dynamic problem, or a state of it, from which no path leads to a steady state."""


class DegenerateProblem(LsecError):
    """A dynamic problem at parameters where steady states merge or fill a curve."""


class StoreError(LsecError):
    """A store of a sweep that is of another sweep, machine or version, or for which there is no room."""


class ClusterError(LsecError):
    """A cluster that cannot be reached, has no workers, or whose workers do not compute alike."""


class SamplingFailed(LsecError):
    """No, or too few, admissible parameters were found at random."""


class OutOfTime(LsecError):
    """A limit in seconds, or the safety net of a solver, was reached before there was an answer."""


class ClaimError(LsecError):
    """A claim that cannot be read or has no truth value on its domain."""


class SmtLibError(LsecError):
    """A text that is not a question in SMT-LIB, or one that uses what is not read."""


class CertificateError(LsecError):
    """A certificate that is malformed or does not verify."""


class CoqError(LsecError):
    """A certificate cannot be written for Coq, or Coq is not there to read it."""


class PaperError(LsecError):
    """A paper folder that is incomplete or inconsistent."""


class BookError(LsecError):
    """A book that cannot be built: something is not installed, a source is missing, or a chapter fails."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown name: the closest known ones, or all of them.

    Examples
    --------
    >>> nearest("steamer", ["manufacturer", "streamer"])
    "did you mean 'streamer'?"
    >>> nearest("x", ["price", "quality", "price"])
    "known: 'price', 'quality'"
    """
    options = sorted({*known})
    close = difflib.get_close_matches(name, options, n=3)
    if close:
        return f"did you mean {' or '.join(map(repr, close))}?"
    return f"known: {', '.join(map(repr, options)) or 'none'}"


def require_known(name: object, known: Collection[Any], words: str) -> None:
    """Require that a name is known.

    Parameters
    ----------
    name : str
    known : collection of str
    words : str
        What the message says before it names the closest known ones.

    Raises
    ------
    UnknownName

    Examples
    --------
    >>> require_known("steamer", ["streamer"], "no player 'steamer'")
    Traceback (most recent call last):
    lsec_models.errors.UnknownName: no player 'steamer'; did you mean 'streamer'?
    """
    if not isinstance(name, Hashable) or name not in known:
        raise UnknownName(f"{words}; {nearest(str(name), known)}")


def found_in(known: Mapping[str, T], name: str, words: str) -> T:
    """Return what a name stands for; errors as of :func:`require_known`."""
    require_known(name, known, words)
    return known[name]


def described(thing: object) -> str:
    """Return how messages say what somebody gave: the beginning of its first line, and of what type it is.

    Examples
    --------
    >>> described("q"), described(list(range(100))), described(None)
    ("'q' is a str", '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16... is a list', 'None')
    """
    first, *more = _ADDRESS.sub("", repr(thing)).splitlines() or [""]
    shown = first if len(first) <= _BRIEF and not more else f"{first[: _BRIEF - 3].rstrip()}..."
    return "None" if thing is None else f"{shown} is {kind_of(thing)}"


def kind_of(thing: object) -> str:
    """Return what somebody gave, by its type, with an article unless its name is a plural.

    Examples
    --------
    >>> import sympy
    >>> kind_of(5), kind_of("q"), kind_of(2 * sympy.Symbol("x")), kind_of(None)
    ('an int', 'a str', 'an expression', 'None')
    """
    if thing is None:
        return "None"
    kind = "expression" if type(thing).__name__ in _EXPRESSIONS else type(thing).__name__
    return kind if _SEVERAL.search(kind) else f"{'an' if _WITH_AN.match(kind) else 'a'} {kind}"


def excerpt(line: str, column: int) -> str:
    """Return a line of text with a caret below a column, from 1 on; of a long line only what is near it.

    Examples
    --------
    >>> print(excerpt("a = b 2", 7))
        a = b 2
              ^
    """
    start = max(0, column - 1 - _AROUND)
    # Control and direction marks must not act on the reader's terminal.
    shown = "".join(mark if mark.isprintable() else "?" for mark in line[start : column - 1 + _AROUND])
    return f"    {shown}\n    {' ' * (column - 1 - start)}^"


def excerpt_of(value: object, longest: int = _BRIEF) -> str:
    """Return how messages show a value that somebody wrote into a file: its beginning, without control characters.

    Examples
    --------
    >>> excerpt_of("a" * 1000)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...'"
    """
    text = value if isinstance(value, str) else repr(value)
    shown = text if len(text) <= longest else f"{text[:longest]}..."
    return repr(shown) if isinstance(value, str) else shown
