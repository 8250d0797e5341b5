"""The page with every symbol of the models: what it means, which values it takes, who decides it, where it occurs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from string import ascii_letters

import sympy as sp
from sympy.core.relational import Relational

from lsec_models.algebra.domains.latex import latex_of
from lsec_models.book.markdown import block, code, escaped, table
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.meaning import Meaning
from lsec_models.games.one_state import OneStateProblem
from lsec_models.games.static.game import Game
from lsec_models.live.words import greek
from lsec_models.models import CATALOGUE
from lsec_models.models.notation import meaning
from lsec_models.models.variants import BESIDE, Declared, declared_by_module
from lsec_models.show.export.formulas import to_latex

_INTRODUCTION = """\
Every symbol that occurs in a model of the catalogue, in any of its options. One letter has one meaning throughout, as
far as that is possible; where a model means something else by it, it has a line of its own. Names are as code has them:
`load("channel_choice").parameters`, `equilibrium["d_l"]`, `at={"lambda": 0.1}`. With `mark=` a model appends a mark to
the streamer's parameters, so that streamers of several types can stand side by side.

**Units.** A *price* is money for one unit of the product; *demand* is units of the product per *period*: a season in
the static models, a year in dynamic quality, a month in fame. Quality, effort, traffic and goodwill have units of their
own; a pure number has the unit 1."""
_REPORTED = """\
What an equilibrium has besides decisions and payoffs. The name of a player stands for what it earns: money per period
in the static models, money discounted to time 0 in those over time."""
_ELSEWHERE = """\
Parameters stand on pages of their own, those with a [Latin letter](notation/latin_parameters.md) and those with a
[Greek letter](notation/greek_parameters.md); so do [decisions](notation/decisions.md)."""
_GIVEN = "What the players take as given."
_CHOSEN = """\
What players choose or bargain over; no decision is negative, but fees that are bargained over, and answers to normal
signals, may be."""
_BACK = "Units, models, states and reported quantities: [](../notation.md)."
_NOTES = {"parameters": "values", "decisions": "who decides", "states": "values"}
_Found = dict[tuple[str, str], str]


def notation_pages() -> dict[str, str]:
    """Return the pages with every symbol of the models, as Markdown by path.

    Returns
    -------
    dict from str to str
        ``notation.md``, and in ``notation/`` the parameters with a Latin letter, those with a Greek one, and decisions.

    Raises
    ------
    UnknownName
        If a symbol has no meaning in :mod:`lsec_models.models.notation`.
    """
    found = {module: _occurring(declared) for module, declared in declared_by_module().items()}
    own = {
        "notation/latin_parameters.md": [
            "# Notation: parameters with a Latin letter",
            f"{_GIVEN} Others have a [Greek letter](greek_parameters.md). {_BACK}",
            _symbols("parameters", found, lambda name: not _is_greek(name)),
        ],
        "notation/greek_parameters.md": [
            "# Notation: parameters with a Greek letter",
            f"{_GIVEN} Others have a [Latin letter](latin_parameters.md). {_BACK}",
            _symbols("parameters", found, _is_greek),
        ],
        "notation/decisions.md": [
            "# Notation: decisions",
            f"{_CHOSEN} {_BACK}",
            _symbols("decisions", found),
        ],
    }
    overview = [
        "# Notation",
        _INTRODUCTION,
        _ELSEWHERE,
        "## Models",
        _models(found),
        "## States",
        "Stocks, which decisions move over time.",
        _symbols("states", found),
        "## Reported quantities",
        _REPORTED,
        _symbols("reported", found),
    ]
    return {page: "\n\n".join(parts) + "\n" for page, parts in {"notation.md": overview, **own}.items()}


def _occurring(declared: Iterable[Declared]) -> _Found:
    """Return, by kind and name, which values a symbol may take in some of the games, or who decides it in some."""
    values: dict[tuple[str, str], dict[sp.Set, None]] = {}
    deciders: dict[tuple[str, str], set[str]] = {}
    for game in declared:
        for kind, symbol in _given(game):
            values.setdefault((kind, symbol.name), {})[_values(symbol, game)] = None
        for decision, player in _decided(game):
            deciders.setdefault(("decisions", decision.name), set()).add(player)
    reported = {("reported", name): "" for game in declared for name in getattr(game, "report", ())}
    shown = {key: f"${latex_of(sp.Union(*admitted))}$" for key, admitted in values.items()}
    return shown | {key: escaped(" or ".join(sorted(names))) for key, names in deciders.items()} | reported


def _given(game: Declared) -> Iterator[tuple[str, sp.Symbol]]:
    yield from (("parameters", parameter) for parameter in game.parameters)
    if isinstance(game, DifferentialGame):
        yield from (("states", state) for state in game.states)
    if isinstance(game, OneStateProblem):
        yield "states", game.state


def _decided(game: Declared) -> Iterator[tuple[sp.Symbol, str]]:
    if isinstance(game, OneStateProblem):
        yield game.control, "streamer"
    elif not isinstance(game, Choice | EvolutionaryGame):
        yield from ((decision, player.name) for player in game.players for decision in player.decides)
    if isinstance(game, Game):
        yield from ((term, " and ".join(bargain.players)) for bargain in game.bargains for term in bargain.over)


def _values(symbol: sp.Symbol, game: Declared) -> sp.Set:
    return _admitted(symbol, frozenset(r for r in _assumptions(game) if r.free_symbols == {symbol}))


@lru_cache
def _admitted(symbol: sp.Symbol, relations: frozenset[Relational]) -> sp.Set:
    """Return the numbers that the declared sign of a symbol, and relations that speak of nothing else, admit."""
    x = sp.Symbol(symbol.name, real=True)
    sign = sp.Interval(0, sp.oo, left_open=bool(symbol.is_positive)) if symbol.is_nonnegative else sp.S.Reals
    return sp.Intersection(sign, *(relation.xreplace({symbol: x}).as_set() for relation in relations))


def _assumptions(game: Declared) -> Iterator[Relational]:
    games = game.among.values() if isinstance(game, Choice) else ()
    for declared in (game, *games):
        yield from (relation for relation in declared.assuming if isinstance(relation, Relational))


def _models(modules: Iterable[str]) -> str:
    rows = [[code(model.name), _words(model.module), escaped(model.question)] for model in CATALOGUE.values()]
    listed = {model.module for model in CATALOGUE.values()}
    for module in (module for module in modules if module not in listed):
        path = BESIDE[module].__module__
        first, _, _ = (sys.modules[path].__doc__ or "").partition("\n")
        rows.append([code(path), _words(module), escaped(first)])
    return block("{div} lsec-compact", table(["name", "in the tables", "question"], rows))


def _words(module: str) -> str:
    return module.replace("_", " ")


def _is_greek(name: str) -> bool:
    return greek(name)[0] not in ascii_letters


def _symbols(kind: str, found: Mapping[str, _Found], stands_here: Callable[[str], bool] = bool) -> str:
    """Return the table of a kind of symbol, with a line for each meaning."""
    lines: dict[tuple[str, Meaning], dict[str, list[str]]] = {}
    for module, occurring in found.items():
        for (its_kind, name), note in occurring.items():
            if its_kind == kind and stands_here(name):
                modules = lines.setdefault((name, meaning(name, module)), {})
                modules.setdefault(note, []).append(_words(module))
    order = sorted(lines, key=lambda line: (line[0].lower(), line[0], line[1].words))
    noted = [_NOTES[kind]] if kind in _NOTES else []
    rows = [[_named(name, kind), *_said(said), *_noted(lines[name, said], bool(noted))] for name, said in order]
    return block("{div} lsec-compact", table(["name", "meaning", "unit", *noted, "in"], rows))


def _named(name: str, kind: str) -> str:
    return code(name) if kind == "reported" else f"${to_latex(sp.Symbol(name))}$ {code(name)}"


def _said(said: Meaning) -> list[str]:
    return [escaped(said.words), escaped(said.unit.replace("/", " / "))]


def _noted(modules: Mapping[str, list[str]], noted: bool) -> list[str]:
    """Return what is noted of a symbol, with the models where they differ, and all models in which it occurs."""
    everywhere = ", ".join(word for words in modules.values() for word in words)
    differing = len(modules) > 1
    notes = "; ".join(f"{note} ({', '.join(words)})" if differing else note for note, words in modules.items())
    return [*([notes] if noted else []), everywhere]
