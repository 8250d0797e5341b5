"""Chance and knowledge in game files: the sections of laws and of signals, and what players see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from lsec_models.errors import DeclarationError, ParseError, excerpt_of, found_in, nearest
from lsec_models.games.game_files.bounded_texts import Entries, check_name
from lsec_models.games.game_files.sections import names_in
from lsec_models.games.laws import Law, discrete, exponential, normal, sample, uniform
from lsec_models.games.static.chance.information.signal import signal
from lsec_models.games.static.chance.random_symbol import Drawn, random
from lsec_models.games.static.chance.risk_aversion import CARA, MeanVariance, RiskAversion
from lsec_models.games.static.player import Player

_LAWS: Mapping[str, Callable[..., Law]] = {"uniform": uniform, "normal": normal, "exponential": exponential}
_ATTITUDES: Mapping[str, type[RiskAversion]] = {"CARA": CARA, "MeanVariance": MeanVariance}
_SHAPES = {
    "uniform": '{uniform = ["0", "B"]}',
    "normal": '{normal = ["mu", "V"]}, mean and variance',
    "exponential": '{exponential = "m"}, the mean',
    "discrete": '{discrete = [["1", "rho"], ["3", "1 - rho"]]}, values with their probabilities',
    "sample": "{sample = [3, 1, 2]}",
}
T = TypeVar("T")
_ENDS = {"uniform": 2, "normal": 2, "exponential": 1}


def declare_nature(entries: Entries, laws: Mapping[str, Any], signals: Mapping[str, Any]) -> dict[str, Drawn]:
    """Declare what is random, and the signals of it, and return both by name.

    Raises
    ------
    ParseError, UnknownName, DeclarationError
        If an entry is not what it must be.
    """
    nature: dict[str, Drawn] = {}
    for name, table in laws.items():
        check_name("random", name)
        where = f"random.{name}"
        nature[name] = _told(where, random, name, _law(entries, where, table))
        entries.declare(where, name, nature[name])
    for name, table in signals.items():
        check_name("signals", name)
        where = f"signals.{name}"
        if not isinstance(table, dict) or "of" not in table or set(table) - {"of", "noise"}:
            raise ParseError(f'{where}: this must be a table, such as {{of = "zeta", noise = "1/t"}}')
        parts = {key: entries.expression(f"{where}.{key}", text) for key, text in table.items()}
        nature[name] = _told(where, signal, name, **parts)
        entries.declare(where, name, nature[name])
    return nature


def seen_by(where: str, names: object, nature: Mapping[str, Drawn]) -> list[Drawn]:
    """Return what a player sees, given by name.

    Raises
    ------
    ParseError, UnknownName
        If it is not a list of names of signals or random numbers.
    """
    return [
        found_in(nature, name, f"{where}: {excerpt_of(name)} is neither a signal nor random")
        for name in names_in(where, names)
    ]


def require_seen(signals: Iterable[str], players: Iterable[Player]) -> None:
    """Require that every signal is seen by somebody.

    Raises
    ------
    DeclarationError
        If one is not.
    """
    seen = {one.name for player in players for one in player.sees}
    for name in signals:
        if name not in seen:
            raise DeclarationError(
                f'signals.{name}: it is seen by nobody; write sees = ["{name}"] for a player, or leave it out'
            )


def risk_of(entries: Entries, where: str, table: object) -> RiskAversion | None:
    """Return how a player shuns risk; None of who is neutral to it.

    Raises
    ------
    ParseError, DeclarationError
        If it is not a table with one entry, or the aversion is none.
    """
    if table is None:
        return None
    ((kind, given),) = table.items() if isinstance(table, dict) and len(table) == 1 else [("", None)]
    if kind not in _ATTITUDES:
        near = f"; {nearest(kind, _ATTITUDES)}" if kind else ""
        raise ParseError(f'{where}: this must be {{CARA = "rho"}} or {{MeanVariance = "rho"}}{near}')
    return _told(where, _ATTITUDES[kind], entries.expression(where, given))


def _law(entries: Entries, where: str, table: object) -> Law:
    ((kind, given),) = table.items() if isinstance(table, dict) and len(table) == 1 else [("", None)]
    if kind not in _SHAPES:
        known = "; ".join(_SHAPES.values())
        raise ParseError(f"{where}: this must be a law: {known}" + (f"; {nearest(kind, _SHAPES)}" if kind else ""))
    shape = f"{where}: write {_SHAPES[kind]}"
    if kind == "sample":
        if not isinstance(given, list):
            raise ParseError(shape)
        return _told(where, sample, given)
    parts = given if isinstance(given, list) else [given]
    if kind == "discrete":
        if not all(isinstance(part, list) and len(part) == 2 for part in parts):
            raise ParseError(shape)
        read = [[entries.expression(f"{where}[{i}]", text) for text in part] for i, part in enumerate(parts)]
        if len({value for value, _ in read}) < len(read):
            raise ParseError(f"{where}: a value stands twice; add up its probabilities")
        return _told(where, discrete, dict(read))
    if len(parts) != _ENDS[kind]:
        raise ParseError(shape)
    return _told(where, _LAWS[kind], *(entries.expression(where, text) for text in parts))


def _told(where: str, declare: Callable[..., T], *given: Any, **more: Any) -> T:
    """Declare something, and let errors begin with the entry."""
    try:
        return declare(*given, **more)
    except DeclarationError as error:
        raise DeclarationError(f"{where}: {error}") from None
