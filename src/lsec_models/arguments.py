"""What people type, read without ever being run: power structures, parameter values, limits on time."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lsec_models.algebra.domains.parameter_point import number_in, number_of_text
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.errors import DeclarationError, ParseError, UnknownName, nearest
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.static.game import Game
from lsec_models.work import EFFORTS, Effort

_LONGEST = 2000


def read_order(text: str, game: Game | DifferentialGame) -> list[tuple[str | Decision, ...]]:
    """Read a power structure such as ``"S > M = P"``.

    Parameters
    ----------
    text : str
        ``>`` stands between stages, leaders first; ``=`` between those who move at once. Each is named by a decision,
        a player, or the beginning of one player's name (in capitals or not).
    game : Game or DifferentialGame
        Whose players and decisions.

    Returns
    -------
    list of tuple
        What ``Game.with_order`` takes.

    Raises
    ------
    ParseError
        If a name is missing between two signs, or the text is too long.
    UnknownName
        If nobody, or more than one player, is called like that.

    Examples
    --------
    >>> from lsec_models.models import load
    >>> read_order("S > M = P", load("power_structures"))
    [('streamer',), ('manufacturer', 'platform')]
    """
    if len(text) > _LONGEST:
        raise ParseError(f"the order has {len(text)} characters; at most {_LONGEST} are read; shorten its names")
    slots = [[name.strip() for name in slot.split("=")] for slot in text.split(">")]
    if not all(name for slot in slots for name in slot):
        raise ParseError(
            f"order {_shown(text)}: a name is missing beside a sign; write it as in 'streamer > manufacturer'"
        )
    return [tuple(_mover(name, game) for name in slot) for slot in slots]


def read_values(texts: Iterable[str], game: Game | DifferentialGame | EvolutionaryGame) -> dict[Parameter, Fraction]:
    """Read parameter values such as ``["a=10", "gamma=1/2", "k=0.3"]``.

    Parameters
    ----------
    texts : iterable of str
        ``NAME=NUMBER``; a number is an integer, a decimal or a fraction of integers, and exact: 0.3 is 3/10.
    game : Game, DifferentialGame or EvolutionaryGame
        Whose parameters.

    Returns
    -------
    dict

    Raises
    ------
    ParseError
        If a text is not of that form, or its number is too long.
    UnknownName
        If the game has no such parameter.
    DeclarationError
        If a parameter is given twice.

    Examples
    --------
    >>> from lsec_models.models import load
    >>> read_values(["gamma=0.5"], load("power_structures"))
    {gamma: Fraction(1, 2)}
    """
    given = _by_parameter(texts, game, "NAME=NUMBER without spaces, as in gamma=1/2")
    return {parameter: number_of_text(number, parameter.name, ParseError) for parameter, number in given.items()}


def read_ranges(
    texts: Iterable[str], game: Game | DifferentialGame | EvolutionaryGame
) -> dict[str, tuple[Fraction, Fraction, int] | list[Fraction]]:
    """Read ranges of parameters such as ``["lambda=0:1:101", "gamma=1/2,3/4"]``.

    Parameters
    ----------
    texts : iterable of str
        ``NAME=FROM:TO:COUNT`` for evenly spaced values, both ends included, or ``NAME=NUMBER,NUMBER``.
    game : Game, DifferentialGame or EvolutionaryGame
        Whose parameters.

    Returns
    -------
    dict
        What ``sweep`` takes as `over`.

    Raises
    ------
    ParseError
        If a text is not of that form.
    UnknownName
        If the game has no such parameter.
    DeclarationError
        If a parameter is given twice.

    Examples
    --------
    >>> from lsec_models.models import load
    >>> read_ranges(["gamma=0:1:11"], load("power_structures"))
    {'gamma': (Fraction(0, 1), Fraction(1, 1), 11)}
    """
    given = _by_parameter(texts, game, "NAME=FROM:TO:COUNT without spaces, as in gamma=0:1:101")
    return {parameter.name: _range(parameter.name, values) for parameter, values in given.items()}


def read_spans(texts: Iterable[str], game: Game) -> dict[str, tuple[Fraction, Fraction]]:
    """Read the ends between which parameters move, such as ``["K=0:6"]``.

    Parameters
    ----------
    texts : iterable of str
        ``NAME=FROM:TO``.
    game : Game
        Whose parameters.

    Returns
    -------
    dict
        What ``solve`` takes as `over`.

    Raises
    ------
    ParseError
        If a text is not of that form.
    UnknownName
        If the game has no such parameter.
    DeclarationError
        If a parameter is given twice.

    Examples
    --------
    >>> from lsec_models.models import load
    >>> read_spans(["gamma=0:1/2"], load("power_structures"))
    {'gamma': (Fraction(0, 1), Fraction(1, 2))}
    """
    given = _by_parameter(texts, game, "NAME=FROM:TO without spaces, as in K=0:6")
    return {parameter.name: _span(parameter.name, ends) for parameter, ends in given.items()}


def _by_parameter(
    texts: Iterable[str], game: Game | DifferentialGame | EvolutionaryGame, form: str
) -> dict[Parameter, str]:
    """Return what stands behind the sign of equality, by parameter."""
    known = {parameter.name: parameter for parameter in game.parameters}
    found: dict[Parameter, str] = {}
    for text in texts:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not (sign and value):
            raise ParseError(f"{_shown(text)} is not of the form {form}")
        if name not in known:
            raise UnknownName(f"no parameter {_shown(name)}; {nearest(name[:_LONGEST], known)}")
        if known[name] in found:
            raise DeclarationError(f"parameter {name!r} is given twice; leave one out")
        found[known[name]] = value
    return found


def read_effort(text: str) -> Effort:
    """Read an effort: one of its names, or how many times the work of normal.

    Raises
    ------
    ParseError
        If it is neither.

    Examples
    --------
    >>> read_effort("thorough"), read_effort("2.5")
    ('thorough', 2.5)
    """
    if text in EFFORTS:
        return text
    try:
        number = number_in(text)
    except ZeroDivisionError:
        number = None
    if number is None or number <= 0:
        raise ParseError(
            f"effort = {_shown(text)}: give {', '.join(EFFORTS)}, or a positive number: how many times normal"
        )
    return float(number)


def _mover(name: str, game: Game | DifferentialGame) -> str | Decision:
    decisions = {decision.name: decision for decision in game.decisions}
    players = [player.name for player in game.players]
    if name in players:
        return name
    if name in decisions:
        return decisions[name]
    meant = [player for player in players if player.casefold().startswith(name.casefold())]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UnknownName(f"order: {_shown(name)} may be {' or '.join(map(repr, meant))}; write more of the name")
    raise UnknownName(f"order names {_shown(name)}, who does not play; {nearest(name, [*players, *decisions])}")


def _range(name: str, text: str) -> tuple[Fraction, Fraction, int] | list[Fraction]:
    if ":" not in text:
        return [number_of_text(number.strip(), name, ParseError) for number in text.split(",")]
    ends = [part.strip() for part in text.split(":")]
    if len(ends) != 3 or not (ends[2].isascii() and ends[2].isdecimal() and 0 < len(ends[2]) < 10 and int(ends[2]) > 0):
        raise ParseError(
            f"{name} = {_shown(text)} is not of the form FROM:TO:COUNT with a count of 1 or more, as in {name}=0:1:101"
        )
    return number_of_text(ends[0], name, ParseError), number_of_text(ends[1], name, ParseError), int(ends[2])


def _span(name: str, text: str) -> tuple[Fraction, Fraction]:
    ends = [part.strip() for part in text.split(":")]
    if len(ends) != 2:
        raise ParseError(
            f"{name} = {_shown(text)} is not of the form FROM:TO, as in {name}=0:6; regimes are cut exactly, and "
            "take no count"
        )
    return number_of_text(ends[0], name, ParseError), number_of_text(ends[1], name, ParseError)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
