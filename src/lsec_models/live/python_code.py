"""Games as the Python that declares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import declared_sign
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.games.static.representative import RepresentativeGame
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.show.export.interchange.python import python_name, python_of

_SUMS = ("others", "total")
_IMPORTED = ("Game", "DifferentialGame", "Player", "decisions", "parameters")
_TAKEN = ("Rational", "lsec", "game", "equilibrium", *_IMPORTED, *_SUMS, "states")
_name, _code = partial(python_name, taken=_TAKEN), partial(python_of, taken=_TAKEN)
_SIGNS = ("integer", "positive", "nonnegative", "real")


def code_of(equilibrium: Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium | FeedbackEquilibrium) -> str:
    """Return Python that declares the game of an equilibrium and solves it.

    Parameters
    ----------
    equilibrium : Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium or FeedbackEquilibrium

    Returns
    -------
    str
        Lines that end with the equilibrium under the name ``equilibrium``; names that Python reserves have an
        underscore appended.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a = parameters("a", positive=True)
    >>> p = decisions("p")
    >>> print(code_of(solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - p))]))))
    from sympy import Rational
    from lsec_models import Game, Player, decisions, parameters
    <BLANKLINE>
    a = parameters("a", positive=True)
    p = decisions("p", nonnegative=True)
    game = Game(
        players=[
            Player('monopolist', decides=[p], payoff=p*(-p + a)),
        ],
        order=[('monopolist',)],
    )
    equilibrium = lsec.solve(game)
    """
    game = equilibrium.game
    game = game.declared if isinstance(game, RepresentativeGame) else game
    corners = ", corners=True" if isinstance(equilibrium, PiecewiseEquilibrium) else ""
    fields = _differential(game) if isinstance(game, DifferentialGame) else _static(game)
    lines = [f"    {name}={text}," for name, text in fields.items() if text]
    kind = type(game).__name__
    imported = ["Game" if kind == "Game" else "DifferentialGame", "Player", "decisions", "parameters"]
    imported += ["states"] if isinstance(game, DifferentialGame) else []
    imported += [verb for verb in _SUMS if any(f"{verb}(" in line for line in lines)]
    head = ["from sympy import Rational", f"from lsec_models import {', '.join(sorted(imported))}", ""]
    body = [*_declared(game), f"game = {kind}(", *lines, ")", f"equilibrium = lsec.solve(game{corners})"]
    return "\n".join([*head, *body])


def _declared(game: Game | DifferentialGame) -> list[str]:
    lines = []
    stocks = game.stocks if isinstance(game, DifferentialGame) else ()
    chosen = (*game.decisions, *(() if isinstance(game, DifferentialGame) else game.expectations))
    for word, symbols in (("parameters", game.parameters), ("decisions", chosen), ("states", stocks)):
        for sign in _SIGNS:
            alike: dict[str, list[str]] = {}
            for symbol in symbols:
                if declared_sign(symbol) == sign:
                    alike.setdefault(_within(symbol), []).append(symbol.name)
            for ends, names in alike.items():
                lines.append(f'{", ".join(map(_name, names))} = {word}("{" ".join(names)}"{ends}, {sign}=True)')
    return lines


def _within(symbol: sp.Symbol) -> str:
    """Return the ends between which a decision is taken, as an argument; empty where it has none."""
    low, high = getattr(symbol, "within", (None, None))
    if low is None and high is None:
        return ""
    return f", within=({', '.join('None' if end is None else _code(end) for end in (low, high))})"


def _static(game: Game) -> dict[str, str]:
    return {
        "players": _players(game.players),
        "order": _order(game.order),
        "assuming": _list(game.assuming),
        "report": _mapping(game.report),
        "constraints": _constraints(game.constraints),
        "expectations": _by_state(game.expectations) if game.expectations else "",
    }


def _differential(game: DifferentialGame) -> dict[str, str]:
    rates = game.discount
    return {
        "states": _by_state(game.states),
        "players": _players(game.players),
        "discount": _mapping(rates) if isinstance(rates, Mapping) else _code(sp.sympify(rates)),
        "initial": _by_state(game.initial),
        "order": "" if game.cooperative else _order(game.order),
        "cooperative": "True" if game.cooperative else "",
        "assuming": _list(game.assuming),
        "report": _mapping(game.report),
    }


def _players(players: Sequence[Player]) -> str:
    lines = [
        f"        Player({player.name!r}, decides=[{', '.join(_name(d.name) for d in player.decides)}], "
        f"payoff={_code(player.payoff)}{_copies(player)}),"
        for player in players
    ]
    return "[\n" + "\n".join(lines) + "\n    ]"


def _copies(player: Player) -> str:
    return f", copies={_code(sp.sympify(player.copies))}" if player.is_one_of_several else ""


def _order(order: Iterable[object] | None) -> str:
    if order is None:
        return ""
    return "[" + ", ".join(_slot(slot) for slot in order) + "]"


def _slot(slot: object) -> str:
    if isinstance(slot, tuple | list):
        return "(" + ", ".join(map(_slot, slot)) + ("," if len(slot) == 1 else "") + ")"
    return _name(slot.name) if isinstance(slot, sp.Symbol) else repr(slot)


def _list(parts: Iterable[sp.Basic]) -> str:
    shown = ", ".join(map(_code, parts))
    return f"[{shown}]" if shown else ""


def _mapping(parts: Mapping[str, object]) -> str:
    shown = ", ".join(f"{name!r}: {_code(sp.sympify(value))}" for name, value in parts.items())
    return f"{{{shown}}}" if shown else ""


def _by_state(parts: Mapping[Any, sp.Expr]) -> str:
    return "{" + ", ".join(f"{_name(state.name)}: {_code(sp.sympify(value))}" for state, value in parts.items()) + "}"


def _constraints(constraints: object) -> str:
    if isinstance(constraints, Mapping):
        shown = ", ".join(f"{owner!r}: {_list(parts) or '[]'}" for owner, parts in constraints.items())
        return f"{{{shown}}}" if shown else ""
    return _list(constraints)  # type: ignore[arg-type]
