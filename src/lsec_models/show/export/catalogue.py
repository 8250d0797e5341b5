"""The catalogue of models as text: all of them, and one with its players, order and parameters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import product

import sympy as sp

from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.static.game import Game
from lsec_models.models import CATALOGUE
from lsec_models.models.notation import meaning
from lsec_models.models.parts.entry import CataloguedGame, Model
from lsec_models.models.variants import option_values
from lsec_models.show.export.text_table import text_table

_WIDTH = 80


def catalogue_text() -> str:
    """Return the models: name, options, question.

    Examples
    --------
    >>> print(catalogue_text().splitlines()[0])
    MODEL                       OPTIONS           QUESTION
    """
    rows = [(model.name, ", ".join(model.options), model.question) for model in CATALOGUE.values()]
    return text_table(("MODEL", "OPTIONS", "QUESTION"), rows, _WIDTH)


def model_text(model: Model, game: CataloguedGame) -> str:
    """Return one model: what it asks, who moves when, what each decides and earns, and what its symbols mean.

    Parameters
    ----------
    model : Model
    game : Game, DifferentialGame or EvolutionaryGame
        As the model builds it, with or without options.

    Examples
    --------
    >>> from lsec_models.models import load
    >>> game = load("power_structures_bilateral", order=["manufacturer", "streamer"])
    >>> print("\\n".join(model_text(CATALOGUE["power_structures_bilateral"], game).splitlines()[:10]))
    power_structures_bilateral
    The same for manufacturer and streamer without a platform.
    Options: order, streamer
      streamer: top, ordinary, self_run, virtual
    <BLANKLINE>
    Order: manufacturer > streamer
    <BLANKLINE>
      stage 1   [manufacturer: w, q]
                          |
      stage 2   [streamer: m, e]
    """
    named = [
        model.name,
        *textwrap.wrap(model.question, _WIDTH),
        f"Options: {', '.join(model.options) or 'none'}",
        *_values_of_options(model),
    ]
    parts = [
        "\n".join(named),
        *(_of_populations(game) if isinstance(game, EvolutionaryGame) else _of_players(model, game)),
        text_table(("PARAMETER", "BASELINE", "UNIT", "MEANING"), _parameters(model, game), _WIDTH),
    ]
    asked = [f"  {condition}" for condition in game.assuming if condition is not sp.true]
    if asked:
        parts.append("\n".join(["Assuming", *asked]))
    return "\n\n".join(parts)


def _values_of_options(model: Model) -> Iterator[str]:
    for option, values in option_values(model).items():
        line = f"{option}: {', '.join(values)}"
        yield from textwrap.wrap(line, _WIDTH, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)


def _of_players(model: Model, game: Game | DifferentialGame) -> list[str]:
    return [
        textwrap.fill(f"Order: {game.label}", _WIDTH, subsequent_indent="    ", break_on_hyphens=False),
        "\n".join(_picture(game)),
        "\n".join(_payoffs(game)),
        text_table(("DECISION", "BY", "MEANING"), _decisions(model, game), _WIDTH),
        *(
            [text_table(("STATE", "RATE OF CHANGE", "MEANING"), _states(model, game), _WIDTH)]
            if _states(model, game)
            else []
        ),
    ]


def _of_populations(game: EvolutionaryGame) -> list[str]:
    """Return who plays what, and what each earns by the strategies of all, in the order of the populations."""
    rows = [(population, ", ".join(strategies)) for population, strategies in game.populations.items()]
    earned = [
        textwrap.fill(
            f"{' / '.join(profile)}: {', '.join(map(str, payoffs))}",
            _WIDTH,
            initial_indent="  ",
            subsequent_indent="      ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for profile, payoffs in _profiles(game)
    ]
    return [
        text_table(("POPULATION", "STRATEGIES"), rows, _WIDTH),
        "\n".join([f"Payoffs to {', '.join(game.populations)}", *earned]),
    ]


def _profiles(game: EvolutionaryGame) -> Iterator[tuple[tuple[str, ...], list[sp.Expr]]]:
    for profile in product(*game.populations.values()):
        yield profile, [game.payoff(population, profile) for population in game.names]


def _picture(game: Game | DifferentialGame) -> Iterator[str]:
    agreed = [(" and ".join(bargain.players), tuple(bargain.over)) for bargain in _bargains(game)]
    stages = (game if isinstance(game, Game) else game.instant).stages
    slots = [(1, agreed)] if agreed else []
    slots += [(stage.number, [(move.player, tuple(move.decisions)) for move in stage.moves]) for stage in stages]
    for number, movers in slots:
        if number > 1:
            yield f"{' ' * 20}|"
        words = [f"[{who}: {', '.join(d.name for d in decided)}]" for who, decided in movers]
        line = f"  stage {number}   {words[0]}"
        for word in [*words[1:], *(["at once"] if len(movers) > 1 else [])]:
            if len(line) + 3 + len(word) > _WIDTH:
                yield line
                line = f"{' ' * 12}{word}"
            else:
                line += f"   {word}"
        yield line


def _payoffs(game: Game | DifferentialGame) -> Iterator[str]:
    yield "Payoffs"
    for player in game.players:
        line = f"{player.name}: {player.payoff}"
        yield from textwrap.wrap(
            line,
            _WIDTH,
            initial_indent="  ",
            subsequent_indent="      ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _decisions(model: Model, game: Game | DifferentialGame) -> list[tuple[str, str, str]]:
    agreed = [(d.name, " and ".join(bargain.players)) for bargain in _bargains(game) for d in bargain.over]
    decided = [(d.name, player.name) for player in game.players for d in player.decides]
    return [(name, who, _words(model, name)) for name, who in [*agreed, *decided]]


def _bargains(game: Game | DifferentialGame) -> tuple[Bargain, ...]:
    return game.bargains if isinstance(game, Game) else ()


def _states(model: Model, game: Game | DifferentialGame) -> list[tuple[str, str, str]]:
    if isinstance(game, Game):
        return []
    return [(state.name, str(change), _words(model, state.name)) for state, change in game.states.items()]


def _parameters(model: Model, game: CataloguedGame) -> list[tuple[str, str, str, str]]:
    return [
        (name, str(model.baseline.get(name, "by --streamer")), meaning(name, model.module).unit, _words(model, name))
        for name in (parameter.name for parameter in game.parameters)
    ]


def _words(model: Model, name: str) -> str:
    return meaning(name, model.module).words
