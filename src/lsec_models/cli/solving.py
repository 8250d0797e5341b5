"""``lsec solve``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lsec_models.cli.asked import asked_game, asked_values, in_order, require_each_once
from lsec_models.cli.terminal import COLUMNS, commented, folded, tell

if TYPE_CHECKING:
    from lsec_models.algebra.domains.symbols import Parameter
    from lsec_models.games.differential.game import DifferentialGame
    from lsec_models.games.evolutionary.game import EvolutionaryGame
    from lsec_models.games.static.game import Game
    from lsec_models.games.summary.summary import Summary
    from lsec_models.models.parts.entry import CataloguedGame
    from lsec_models.work import Effort


def solve_game(arguments: argparse.Namespace) -> int:
    """Print the equilibrium of a game, in closed form, at a point, or regime by regime along a parameter."""
    from lsec_models.arguments import read_effort

    game = in_order(asked_game(arguments), arguments.order)
    values = asked_values(arguments, game)
    in_regimes = bool(arguments.corners or arguments.over)
    effort = read_effort(arguments.effort) if in_regimes else "normal"
    if arguments.over:
        said = _solved_along(arguments, game, values, effort)
    else:
        said = _solved(game, values, effort if arguments.corners else None)
    if arguments.quantity:
        said = said.only(arguments.quantity)
    print(_latex(said, only=arguments.quantity) if arguments.latex else _text(said, only=arguments.quantity))
    if arguments.quantity and not (in_regimes or said.evidence.established):
        tell(f"{said.title}: {said.evidence.line()}")
    return 0


def _solved_along(
    arguments: argparse.Namespace, game: CataloguedGame, values: Mapping[Parameter, Fraction], effort: Effort
) -> Summary:
    """Return what the solution says along the one parameter that moves."""
    from lsec_models.arguments import read_spans
    from lsec_models.errors import DeclarationError
    from lsec_models.games.static.game import Game
    from lsec_models.solve import solve

    if not isinstance(game, Game):
        raise DeclarationError("--over goes with games without states, in which nobody learns; leave it out")
    if arguments.corners:
        raise DeclarationError("--over looks at what binds anyway; leave --corners out")
    over = read_spans(arguments.over, game)
    if len(over) > 1:
        raise DeclarationError(
            f"--over has {len(over)} parameters, and regimes are printed along one; give each of the others a number "
            "in --set, or draw the map in Python: lsec.plot(solve(game, over={...}, at={...}))"
        )
    require_each_once(arguments, game, over, values, option="--set", ways="a number in --set")
    at: dict[Any, object] = {parameter: value for parameter, value in values.items() if parameter.name not in over}
    found: Any = solve(game, at=at, over=over, effort=effort)  # Over one parameter never a map.
    summary: Summary = found.summary()
    return summary


def _solved(game: CataloguedGame, values: Mapping[Parameter, Fraction], corners: Effort | None) -> Summary:
    """Return what the solution says; values are put in first, since few parameters make for short conditions."""
    from lsec_models.games.static.chance.declaration import solved_at_points_only
    from lsec_models.games.static.chance.information.signalling import private_types
    from lsec_models.games.static.game import Game
    from lsec_models.games.summary.summary import shown_point
    from lsec_models.solve import solve

    if not isinstance(game, Game):
        return _solved_as_a_whole(game, values, corners)
    if solved_at_points_only(game) or private_types(game):
        return solve(game, at=dict(values)).summary()
    if not (game.signals or game.is_rational):
        return _solved_in_numbers(game, values, corners)
    inserted = game.with_values(dict(values))
    if corners is not None:
        said = solve(inserted, corners=True, effort=corners).summary()
    elif values and len(values) == len(game.parameters):
        return _solved_at(game, values)
    else:
        said = solve(inserted).summary()
    return replace(said, title=f"{said.title} at {shown_point(values)}") if values else said


def _solved_at(game: Game, values: Mapping[Parameter, Fraction]) -> Summary:
    """Return what the closed form says at a point; where there is none, what is found there."""
    from lsec_models.errors import NoClosedForm
    from lsec_models.solve import solve

    try:
        return solve(game).at(dict(values)).summary()
    except NoClosedForm:
        return solve(game, at=dict(values)).summary()


def _solved_in_numbers(game: Game, values: Mapping[Parameter, Fraction], corners: Effort | None) -> Summary:
    """Return what the solution says of a game with exponentials, logarithms or free powers."""
    from lsec_models.errors import DeclarationError
    from lsec_models.solve import solve

    what = "a game with exp, log or free powers"
    if corners is not None:
        raise DeclarationError(f"--corners goes with rational payoffs; leave it out for {what}")
    missing = [parameter.name for parameter in game.parameters if parameter not in values]
    if missing:
        blanks = " ".join(f"{name}=NUMBER" for name in missing)
        raise DeclarationError(
            f"{what} is solved in numbers, at a point, and {', '.join(missing)} "
            f"{'has' if len(missing) == 1 else 'have'} no value; add --set {blanks}"
        )
    return solve(game, at=dict(values)).summary()


def _solved_as_a_whole(
    game: DifferentialGame | EvolutionaryGame, values: Mapping[Parameter, Fraction], corners: Effort | None
) -> Summary:
    """Return what the solution says of a game that takes values for all of its parameters, or for none."""
    from lsec_models.errors import DeclarationError
    from lsec_models.games.evolutionary.game import EvolutionaryGame
    from lsec_models.solve import solve

    what = "a game of populations" if isinstance(game, EvolutionaryGame) else "a game over time"
    if corners is not None:
        raise DeclarationError(f"--corners goes with games without states; leave it out for {what}")
    missing = [parameter.name for parameter in game.parameters if parameter not in values]
    if values and missing:
        raise DeclarationError(
            f"{what} takes all parameters or none, and {', '.join(missing)} "
            f"{'has' if len(missing) == 1 else 'have'} no value; add --baseline, or --set {missing[0]}=NUMBER"
        )
    # The kinds of solution share no type that has both `at` and `summary`.
    found: Any = solve(game)
    summary: Summary = (found.at(dict(values)) if values else found).summary()
    return summary


def _text(said: Summary, only: Sequence[str]) -> str:
    from lsec_models.games.summary.text import equations, text

    if only and not said.branches:
        return "\n".join(folded(equation, sys.stdout) for equation in equations(said))
    names = said.common_names if said.branches else tuple(quantity.name for quantity in said.quantities)
    return text(said, COLUMNS, f"some of it: --quantity {names[0]}" if names and not only else "")


def _latex(said: Summary, only: Sequence[str]) -> str:
    from lsec_models.games.summary.latex import aligned

    shown = replace(said, conditions=()) if only else said
    comment = "" if only else f"{commented(said.title)}\n{commented(said.evidence.line())}\n"
    return f"{comment}\\begin{{align*}}\n{aligned(shown)}\n\\end{{align*}}"
