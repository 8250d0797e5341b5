"""The ``lsec`` command."""

from __future__ import annotations

import argparse
import errno
import os
import sys
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lsec_models import __version__
from lsec_models.errors import LsecError

if TYPE_CHECKING:
    from fractions import Fraction

    from lsec_models.algebra.symbols import Parameter
    from lsec_models.games.static.game import Game
    from lsec_models.games.summary import Summary
    from lsec_models.papers import Reproduction
    from lsec_models.work import Effort

_DIFFERS, _BAD_INPUT, _INTERRUPTED, _NO_READER = 1, 2, 130, 141
_UNWRITTEN = (
    errno.ENOSPC,
    errno.EFBIG,
    errno.EDQUOT,
    errno.EIO,
    errno.EBADF,
)  # Files that can not be written have names.
_SHOWN_PROBLEMS = 20
_WIDTH = 100
_EFFORTS = "quick, normal, thorough, or how many times the work of normal"
_JOBS = "in how many processes, at most (all processors without it); what comes out is the same"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; those of the process without it.

    Returns
    -------
    int
        0: done; 1: a paper differs from what is recorded; 2: bad input, or something can not be written; 130:
        interrupted; 141: nobody reads what is printed.

    Examples
    --------
    >>> main(["solve", "power_structures_bilateral", "--order", "M > S", "--quantity", "q"])
    q = eta*gamma*(a - b*c)/(4*b*eta*k - eta*gamma**2 - 2*k*mu**2)
    0
    """
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        status = run(arguments)
        sys.stdout.flush()
    except LsecError as error:
        return _complain(str(error))
    except BrokenPipeError:
        _discard_output()
        return _NO_READER
    except OSError as error:
        if error.filename is None and error.errno in _UNWRITTEN:
            _discard_output()
            return _complain(f"standard output: {error.strerror}")
        return _complain(": ".join(filter(None, [error.filename, error.strerror or str(error)])))
    return status


def _discard_output() -> None:
    """Where output can not be written, what is left in the buffer must not raise again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> int:
    print(f"lsec: {message}", file=sys.stderr)
    return _BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lsec", description="Game-theoretic models of live-streaming e-commerce supply chains, solved exactly."
    )
    parser.add_argument("--version", action="version", version=f"lsec_models {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    models = commands.add_parser("models", help="list the models of the catalogue")
    models.set_defaults(run=_models)

    solving = commands.add_parser("solve", help="solve a model of the catalogue or a game file")
    solving.add_argument("game", metavar="FILE|MODEL", help="a .toml game file, or a name from 'lsec models'")
    solving.add_argument("--order", metavar="TEXT", help="who moves first: 'S > M = P' (or longer names)")
    solving.add_argument("--streamer", metavar="TYPE", help="the streamer's type, for models that have one")
    solving.add_argument(
        "--set", metavar="NAME=NUMBER", action="extend", nargs="+", default=[], dest="values", help="a=10 gamma=1/2"
    )
    solving.add_argument("--baseline", action="store_true", help="the model's own values for what --set leaves open")
    solving.add_argument("--quantity", metavar="NAME", action="extend", nargs="+", default=[], help="show only these")
    solving.add_argument("--corners", action="store_true", help="every regime, also those in which constraints bind")
    solving.add_argument("--effort", default="normal", metavar="EFFORT", help=f"with --corners: {_EFFORTS}")
    solving.add_argument("--latex", action="store_true", help="print LaTeX")
    solving.set_defaults(run=_solve)

    proving = commands.add_parser("prove", help="decide the claims in papers' ledgers, compare with the record")
    proving.add_argument("papers", nargs="*", metavar="PAPER", help="citation keys; all papers without any")
    proving.add_argument("--out", type=Path, default=Path("proofs"), metavar="DIR", help="where to write certificates")
    proving.add_argument("--papers", type=Path, dest="folder", metavar="DIR", help="the folder that holds the papers")
    proving.add_argument("--fresh", action="store_true", help="decide again what an earlier run decided")
    proving.add_argument("--effort", default="normal", metavar="EFFORT", help=_EFFORTS)
    proving.add_argument("--jobs", type=_whole, metavar="N", help=_JOBS)
    proving.set_defaults(run=_reproduce, record=False, ledgers_only=True)

    reproducing = commands.add_parser("reproduce", help="derive the results of papers, compare with the record")
    reproducing.add_argument("papers", nargs="*", metavar="PAPER", help="citation keys; all papers without any")
    reproducing.add_argument("--out", type=Path, default=Path("reproduction"), metavar="DIR", help="where to write")
    reproducing.add_argument("--papers", type=Path, dest="folder", metavar="DIR", help="the folder that holds them")
    reproducing.add_argument("--fresh", action="store_true", help="derive again what an earlier run finished")
    reproducing.add_argument("--record", action="store_true", help="make what is derived the record")
    reproducing.add_argument("--effort", default="normal", metavar="EFFORT", help=f"for claims: {_EFFORTS}")
    reproducing.add_argument("--jobs", type=_whole, metavar="N", help=_JOBS)
    reproducing.set_defaults(run=_reproduce, ledgers_only=False)

    book = commands.add_parser("book", help="build the book: chapters, live pages, ledgers, reference")
    book.add_argument("--out", type=Path, default=Path("built-book"), metavar="DIR", help="where to write")
    book.add_argument(
        "--reproduction",
        type=Path,
        default=Path("reproduction"),
        metavar="DIR",
        help="where 'lsec reproduce' writes; what is derived there is not derived again",
    )
    book.add_argument("--sources", type=Path, metavar="DIR", help="the folder that holds the chapters")
    book.add_argument("--papers", type=Path, dest="folder", metavar="DIR", help="the folder that holds the papers")
    book.add_argument("--fresh", action="store_true", help="derive and execute again what an earlier run finished")
    book.add_argument("--open", action="store_true", help="open it in the browser")
    book.set_defaults(run=_book)
    return parser


def _models(_: argparse.Namespace) -> int:
    from lsec_models.show.export.catalogue import catalogue_text

    print(catalogue_text())
    return 0


def _solve(arguments: argparse.Namespace) -> int:
    from lsec_models.arguments import read_effort, read_order

    game = _game(arguments)
    if arguments.order is not None:
        game = game.with_order(read_order(arguments.order, game))
    values = _values(arguments, game)
    said = _solved(game, values, read_effort(arguments.effort) if arguments.corners else None)
    if arguments.quantity:
        said = said.only(arguments.quantity)
    print(_latex(said, only=arguments.quantity) if arguments.latex else _text(said, only=arguments.quantity))
    if arguments.quantity and not (arguments.corners or said.evidence.established):
        print(f"lsec: {said.title}: {said.evidence.line()}", file=sys.stderr)
    return 0


def _solved(game: Game, values: Mapping[Parameter, Fraction], corners: Effort | None) -> Summary:
    """Return what the solution says; values are put in first, since few parameters make for short conditions."""
    from lsec_models.games.summary import shown_point
    from lsec_models.solve import solve

    inserted = game.with_values(dict(values))
    if corners is not None:
        said = solve(inserted, corners=True, effort=corners).summary()
    elif values and len(values) == len(game.parameters):
        return solve(game).at(dict(values)).summary()
    else:
        said = solve(inserted).summary()
    return replace(said, title=f"{said.title} at {shown_point(values)}") if values else said


def _text(said: Summary, only: Sequence[str]) -> str:
    from lsec_models.games.summary_text import equations, text

    return "\n".join(equations(said)) if only and not said.branches else text(said, width=_WIDTH)


def _latex(said: Summary, only: Sequence[str]) -> str:
    from lsec_models.games.summary_latex import aligned

    shown = replace(said, conditions=()) if only else said
    comment = "" if only else f"% {said.title}\n% {said.evidence.line()}\n"
    return f"{comment}\\begin{{align*}}\n{aligned(shown)}\n\\end{{align*}}"


def _game(arguments: argparse.Namespace) -> Game:
    from lsec_models.errors import DeclarationError
    from lsec_models.games.file import read_game
    from lsec_models.games.static.game import Game
    from lsec_models.models import load

    if not (arguments.game.endswith(".toml") or Path(arguments.game).is_file()):
        found = load(arguments.game, **({"streamer": arguments.streamer} if arguments.streamer else {}))
        if not isinstance(found, Game):
            raise DeclarationError(
                f"{arguments.game} is a {type(found).__name__}; the command line solves static games: in Python, "
                f"solve(load({arguments.game!r}))"
            )
        return found
    for option, given in (("--streamer", arguments.streamer), ("--baseline", arguments.baseline)):
        if given:
            raise DeclarationError(f"{option} goes with a model of the catalogue, not with a game file; leave it out")
    return read_game(Path(arguments.game))


def _values(arguments: argparse.Namespace, game: Game) -> dict[Parameter, Fraction]:
    from lsec_models.arguments import read_values
    from lsec_models.models.catalogue import CATALOGUE, baseline

    given = read_values(arguments.values, game)
    if not arguments.baseline:
        return given
    return baseline(CATALOGUE[arguments.game], game, arguments.streamer) | given


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; give 1, 2, ...")
    return int(text)


def _reproduce(arguments: argparse.Namespace) -> int:
    from lsec_models.arguments import read_effort
    from lsec_models.papers import reproduce
    from lsec_models.papers.processes import available_processors
    from lsec_models.papers.progress import shown

    folder = _folder_of_papers(arguments.papers, arguments.folder)
    try:
        reproduction = reproduce(
            arguments.papers,
            out=arguments.out,
            papers=folder,
            fresh=arguments.fresh,
            record=arguments.record,
            ledgers_only=arguments.ledgers_only,
            effort=read_effort(arguments.effort),
            jobs=arguments.jobs or available_processors(),
            progress=shown,
        )
    except KeyboardInterrupt:
        print(f"lsec: interrupted; the same command goes on from what {arguments.out} holds", file=sys.stderr)
        return _INTERRUPTED
    print(_summary(reproduction))
    return 0 if reproduction.agrees else _DIFFERS


def _folder_of_papers(names: Sequence[str], folder: Path | None) -> Path:
    """Return the folder of the papers, and say which it is: the code in it is about to run."""
    from lsec_models.papers import find_papers

    found = find_papers(names, folder)[0].folder.parent
    print(f"lsec: runs the code of the papers in {found}", file=sys.stderr)
    return found


def _book(arguments: argparse.Namespace) -> int:
    from lsec_models.book import build_book
    from lsec_models.papers.progress import shown

    folder = _folder_of_papers((), arguments.folder)
    try:
        built = build_book(
            out=arguments.out,
            reproduction=arguments.reproduction,
            sources=arguments.sources,
            papers=folder,
            fresh=arguments.fresh,
            progress=shown,
        )
    except KeyboardInterrupt:
        print(
            f"lsec: interrupted; an earlier book in {arguments.out} is untouched, and the same command goes on from "
            "what was finished",
            file=sys.stderr,
        )
        return _INTERRUPTED
    if not built.reproduction.agrees:
        print(_summary(built.reproduction))
    print(f"tables: {built.tables.file or f'no PDF, because {built.tables.reason}'}")
    print(f"book: {built.index}")
    if arguments.open:
        webbrowser.open(built.index.resolve().as_uri())
    return 0 if built.reproduction.agrees else _DIFFERS


def _summary(reproduction: Reproduction) -> str:
    lines = []
    for done in reproduction.papers:
        equal = sum(part.agrees for part in done.results)
        decided = sum(part.agrees for part in done.claims)
        counts = [f"{equal} of {len(done.results)} results equal the record"] if done.results else []
        counts += [f"{decided} of {len(done.claims)} claims have the recorded verdict"] if done.claims else []
        lines.append(f"{done.paper.key} ({done.paper.level}): {', '.join(counts) or 'nothing to check'}")
        lines += [f"  {problem}" for problem in done.problems[:_SHOWN_PROBLEMS]]
        if len(done.problems) > _SHOWN_PROBLEMS:
            lines.append(f"  and {len(done.problems) - _SHOWN_PROBLEMS} more; see the report")
    return "\n".join([*lines, f"report: {reproduction.out / 'report.html'}"])
