"""Game files: a game as plain TOML text, read by the safe parser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from lsec_models.errors import LsecError, ParseError, excerpt_of
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.game_files.meanings import read_meanings
from lsec_models.games.game_files.over_time import read_over_time
from lsec_models.games.game_files.populations import read_populations
from lsec_models.games.game_files.sections import check_places, table_of
from lsec_models.games.game_files.stages import read_stages
from lsec_models.games.static.game import Game
from lsec_models.toml import line_of, read_toml, without_format

FORMAT = 1
_MAX_BYTES = 50_000
# The TOML reader takes quadratic time and memory for keys with many dots.
_MAX_DOTS = 200
_NAMED = re.compile(r"([\w.]+)(?:\[\d+\])?(?: \(.*?\))?:|there is no section '(\w+)'|(order) ")
_LONGEST_PATH = 100


def read_game(source: str | Path) -> Game | EvolutionaryGame | DifferentialGame | DifferenceGame:
    """Read a game file.

    Parameters
    ----------
    source : str or Path
        A path (a Path, or a string without a line break), or the text itself.

    Returns
    -------
    Game; EvolutionaryGame where the file has populations in place of players; where it has states, DifferentialGame
    with ``discount``, DifferenceGame with ``discount_factor``

    Raises
    ------
    ParseError
        If the text is not TOML, lacks a section, an expression does not follow the grammar, or the file, or what it
        asks to compute, is too large; the message names the file and the entry, and shows the place.
    UnknownName, DeclarationError, ContradictoryAssumptions, NotRational
        As for :class:`Game`.

    Notes
    -----
    The sections are ``[parameters]`` (lists ``positive``, ``nonnegative``, ``real``, ``integer``), ``[players.NAME]``
    (``decides``, ``payoff``, ``real`` for decisions that may be negative, and ``within`` for decisions with ends, as in
    ``within.lam = ["0", "1"]``, an empty text where there is no end), and, where wanted, ``[definitions]``
    (abbreviations, each may use those above it), ``[report]``, ``order`` (leaders first; an inner list moves
    simultaneously), ``assuming`` and ``constraints`` (a list, or a section with a list for each player who must respect
    them). Numbers need no quotes.

    The first slot of ``order`` may be a bargain, or a list of them: ``{bargain = ["maker", "shop"], over = ["w", "F"],
    real = ["F"], weights = ["beta", "1 - beta"]}``, with ``disagreement``, ``outside``, ``breakdown``, ``readjust`` and
    ``secret`` where wanted. A choice that follows all decisions is ``[then]`` with ``by`` and a section
    ``[then.among.MODE]`` for each mode, which has the sections of a game but for parameters, and knows all names above.

    A player of whom there are several has ``copies``; texts that follow call its decision q summed over the others
    ``others.q``, and over all ``total.q``. ``[expectations]`` says what each expectation must equal. A definition may
    be a kink: ``sold = {min = ["q", "a - p"]}``, ``max``, or ``{piecewise = [["0", "q < 1"], ["q - 1"]]}``.

    In payoffs, reports and the definitions of a game of stages, ``exp(...)``, ``log(...)``, ``sqrt(...)`` and exponents
    such as ``p^(-beta)`` have a place: such a game is solved in numbers, at a point.

    ``[random]`` gives what is drawn a law: ``D = {uniform = ["0", "B"]}``, ``normal``, ``exponential``, ``discrete`` or
    ``sample``, and ``[signals]`` says of what somebody may see a signal: ``s = {of = "zeta", noise = "1/t"}``. Both may
    stand in the order, where they become known, and in the list ``sees`` of a player. A player who shuns risk has an
    entry ``risk = {CARA = "rho"}``, or ``risk = {MeanVariance = "rho"}``.

    ``[meanings]`` says in words and a unit what names stand for, ``w = ["wholesale price", "euro"]``: of parameters,
    decisions, stocks and reports; by the name of a player or a population, what it earns.

    ``format = 1`` above all sections says for which format of game files it was written; a file without it is of that.

    A game of populations has ``[populations]`` in place of ``[players.NAME]``, each with a list of its strategies, and
    ``[payoffs]``, each with its table as lists in lists; of a single population, own strategies are the rows. Above the
    sections may stand ``dynamics = "logit"`` with ``noise = "1/10"``, ``dynamics = "imitation"`` with ``mutation``, or
    ``dynamics = "best response"``.

    A game over time has a section ``[states.NAME]`` for each stock: with ``discount_factor`` its ``next`` value, and
    where wanted ``shock``, a variance; with ``discount``, a rate, its ``speed``. Both have ``start`` and ``sign``
    (``"nonnegative"``, ``"positive"``) where wanted. Beside ``order`` stand ``horizon`` (of periods a whole number
    without quotes), ``information = "open_loop"`` and ``cooperative = true``. How payoffs are discounted may be a
    section with an entry for each player.

    Nothing in the file is executed. Time and memory are bounded by its length, the number of its entries, and the size
    of each expression, also when definitions are written in and everything is multiplied out.

    Examples
    --------
    >>> game = read_game('''
    ... order = ["manufacturer", "retailer"]
    ... assuming = ["a > b*c"]
    ... [parameters]
    ... positive = ["a", "b", "c"]
    ... [definitions]
    ... demand = "a - b*(w + m)"
    ... [players.manufacturer]
    ... decides = ["w"]
    ... payoff = "(w - c)*demand"
    ... [players.retailer]
    ... decides = ["m"]
    ... payoff = "m*demand"
    ... ''')
    >>> game.players[0].payoff
    (w - c)*(a - b*(m + w))
    """
    name, text = _content(source)
    # Decimals stay as they are written, for the parser to read exactly.
    data = read_toml(text, name, ParseError, decimals_as_text=True)
    try:
        data = without_format(data, FORMAT, "game files", ParseError)
        check_places(data)
        read = read_populations if "populations" in data else read_over_time if "states" in data else read_stages
        game = read(data)
        told = table_of(data, "meanings")
        return replace(game, meanings=read_meanings(told, game)) if told else game
    except LsecError as error:
        raise type(error)(f"{name}{_line(text, str(error))}: {error}") from None


def _line(text: str, complaint: str) -> str:
    """Return the line of the entry or section that a complaint begins with, if it begins with one."""
    entry = _NAMED.match(complaint)
    line = line_of(text, next(filter(None, entry.groups()))) if entry else None
    return "" if line is None else f", line {line}"


def _content(source: str | Path) -> tuple[str, str]:
    """Return what messages call the file, and its text."""
    name, text = ("game file", source) if isinstance(source, str) and "\n" in source else _from_disk(source)
    _check_length(name, len(text))
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MAX_DOTS:
            raise ParseError(f"{name}, line {number}: more than {_MAX_DOTS} dots; break the line")
    return name, text


def _from_disk(source: str | Path) -> tuple[str, str]:
    name = f"game file {excerpt_of(str(source), _LONGEST_PATH)}"
    try:
        path = Path(source)
        # A device or a pipe may never end.
        if path.exists() and not path.is_file():
            raise ValueError("not a file")
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        _check_length(name, len(content))
        return name, content.decode("utf-8-sig")
    except (OSError, TypeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ParseError(f"{name}: {reason}; give the path of a .toml file in UTF-8, or the lines themselves") from None


def _check_length(name: str, length: int) -> None:
    if length > _MAX_BYTES:
        raise ParseError(f"{name}: longer than the {_MAX_BYTES:,} bytes that are read; shorten it")
