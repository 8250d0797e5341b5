"""The ``lsec`` command."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NoReturn

from lsec_models.cli.models import models
from lsec_models.cli.papers import book, prove_claims, reproduce_papers
from lsec_models.cli.solving import solve_game
from lsec_models.cli.status import BAD_INPUT, NO_READER
from lsec_models.cli.sweeping import plot_game, sweep_game
from lsec_models.cli.terminal import COLUMNS, folded, tell
from lsec_models.errors import LsecError, nearest
from lsec_models.version import __version__

_UNWRITTEN = (
    errno.ENOSPC,
    errno.EFBIG,
    errno.EDQUOT,
    errno.EIO,
    errno.EBADF,
)  # Files that cannot be written have names.
_EFFORTS = "quick, normal, thorough, or how many times the work of normal"
_JOBS = "in how many processes, at most (all processors without it); what comes out is the same"
_ORDER = "who moves first: 'S > M = P' (or longer names)"
_STREAMER = "the streamer's type, for models that have one"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; those of the process without it.

    Returns
    -------
    int
        0: done; 1: a paper differs from what is recorded; 2: bad input, or something cannot be written; 130:
        interrupted; 141: nobody reads what is printed.

    Examples
    --------
    >>> main(["solve", "power_structures_bilateral", "--order", "M > S", "--quantity", "q"])
    q = eta*gamma*(a - b*c)/(4*b*eta*k - eta*gamma**2 - 2*k*mu**2)
    0
    """
    _print_in_utf_8()
    given = sys.argv[1:] if argv is None else argv
    parser, commands = _parser()
    name = next((text for text in given if not text.startswith("-")), None)
    if name is not None and name not in commands:
        return _complain(f"no command {name!r}; {nearest(name, commands)}")
    try:
        arguments = parser.parse_args(given)
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
        return NO_READER
    except OSError as error:
        if error.filename is None and error.errno in _UNWRITTEN:
            _discard_output()
            return _complain(f"standard output: {error.strerror}")
        return _complain(": ".join(filter(None, [error.filename, error.strerror or str(error)])))
    return status


def _print_in_utf_8() -> None:
    """Names and units have letters that the encoding of some systems lacks, where output goes to a file or a pipe."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8")


def _discard_output() -> None:
    """Where output cannot be written, what is left in the buffer must not raise again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> int:
    tell(message)
    return BAD_INPUT


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in lines that fit a terminal."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(BAD_INPUT, folded(f"{self.prog}: {message}", sys.stderr) + "\n")


def _parser() -> tuple[argparse.ArgumentParser, Collection[str]]:
    """Return the parser, and the names of the commands."""
    parser = _Parser(
        prog="lsec",
        description="Game-theoretic models of live-streaming e-commerce supply chains, solved exactly.",
        formatter_class=_formatter,
    )
    parser.add_argument("--version", action="version", version=f"lsec_models {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, words: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=words, description=f"{words[0].upper()}{words[1:]}.", formatter_class=_formatter
        )
        added.set_defaults(run=run)
        return added

    listing = command("models", "list the models of the catalogue or the papers, or describe one", models)
    words = "a model: its players, order, symbols and baseline; or a paper: what it is, and its games"
    listing.add_argument("model", nargs="?", metavar="MODEL|PAPER", help=words)
    listing.add_argument("--papers", action="store_true", help="list the papers by citation key")
    listing.add_argument("--order", metavar="TEXT", help=_ORDER)
    listing.add_argument("--streamer", metavar="TYPE", help=_STREAMER)

    solving = command("solve", "solve a model of the catalogue or a game file", solve_game)
    _add_game(solving)
    solving.add_argument("--order", metavar="TEXT", help=_ORDER)
    _add_values(solving, "--set", "--at")
    solving.add_argument(
        "--over",
        metavar="NAME=FROM:TO",
        action="extend",
        nargs="+",
        default=[],
        help="along a parameter, as in K=0:6: what binds from where to where, the others having values",
    )
    solving.add_argument("--quantity", metavar="NAME", action="extend", nargs="+", default=[], help="show only these")
    solving.add_argument("--corners", action="store_true", help="every regime, also those in which constraints bind")
    solving.add_argument("--effort", default="normal", metavar="EFFORT", help=f"with --corners or --over: {_EFFORTS}")
    solving.add_argument("--latex", action="store_true", help="print LaTeX")

    sweeping = command("sweep", "evaluate a game over a grid of parameters", sweep_game)
    _add_sweep(sweeping)
    sweeping.add_argument("--quantity", metavar="NAME", action="extend", nargs="+", default=[], help="only these")
    sweeping.add_argument(
        "--out", type=Path, metavar="FILE", help="ends in .csv, .parquet or .nc (NetCDF); without it, CSV is printed"
    )
    sweeping.add_argument(
        "--reduce",
        metavar="NAME=WORD",
        action="extend",
        nargs="+",
        default=[],
        help="of all points together: q=mean, q=min, q=max, q=count, several orders: q=argmax, q=argmin; or region",
    )
    sweeping.add_argument(
        "--store",
        metavar="DIR",
        help="keep there what is computed, piece by piece, and go on from it",
    )
    sweeping.add_argument("--backend", default="numpy", metavar="NAME", help="numpy or numba")
    sweeping.add_argument("--scheduler", metavar="ADDRESS", help="compute on a Dask cluster: tcp://127.0.0.1:8786")

    plotting = command("plot", "draw a quantity of a game along a parameter, or two", plot_game)
    _add_sweep(plotting)
    plotting.add_argument("--quantity", metavar="NAME", required=True, help="what to draw")
    plotting.add_argument("--out", type=Path, metavar="FILE", required=True, help="ends in .svg or .png")

    words = "decide the claims in papers' ledgers, compare with the record; or questions in SMT-LIB, FILE.smt2"
    proving = command("prove", words, prove_claims)
    _add_papers(proving, out="proofs", fresh="decide again what an earlier run decided", effort=_EFFORTS)
    proving.add_argument(
        "--certificate", type=Path, metavar="DIR", help="of questions in SMT-LIB: keep the proofs there"
    )
    proving.add_argument(
        "--coq",
        type=Path,
        metavar="DIR",
        help="write proofs there as theorems, and let Coq (which must be there) check them",
    )
    proving.set_defaults(record=False, ledgers_only=True)

    reproducing = command("reproduce", "derive the results of papers, compare with the record", reproduce_papers)
    again = "derive again what an earlier run finished"
    _add_papers(reproducing, out="reproduction", fresh=again, effort=f"for claims: {_EFFORTS}")
    reproducing.add_argument("--record", action="store_true", help="make what is derived the record")
    reproducing.set_defaults(ledgers_only=False)

    building = command("book", "build the book: chapters, live pages, ledgers, reference", book)
    building.add_argument("--out", type=Path, default=Path("built-book"), metavar="DIR", help="where to write")
    building.add_argument(
        "--reproduction",
        type=Path,
        default=Path("reproduction"),
        metavar="DIR",
        help="where 'lsec reproduce' writes; what is derived there is not derived again",
    )
    building.add_argument("--sources", type=Path, metavar="DIR", help="the folder that holds the chapters")
    building.add_argument("--papers", type=Path, dest="folder", metavar="DIR", help="the folder that holds the papers")
    building.add_argument("--fresh", action="store_true", help="derive and execute again what an earlier run finished")
    building.add_argument("--open", action="store_true", help="open it in the browser")
    return parser, commands.choices


def _add_game(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("game", metavar="FILE|MODEL", help="a .toml game file, or a name from 'lsec models'")
    parser.add_argument("--streamer", metavar="TYPE", help=_STREAMER)


def _add_values(parser: argparse.ArgumentParser, option: str, *others: str) -> None:
    parser.add_argument(
        option,
        *others,
        metavar="NAME=NUMBER",
        action="extend",
        nargs="+",
        default=[],
        dest="values",
        help="values of parameters: a=10 gamma=1/2",
    )
    parser.add_argument("--baseline", action="store_true", help=f"the model's own values for what {option} leaves open")


def _add_sweep(parser: argparse.ArgumentParser) -> None:
    _add_game(parser)
    parser.add_argument("--order", metavar="TEXT", action="append", help=f"{_ORDER}; several times to compare orders")
    parser.add_argument(
        "--over",
        metavar="NAME=FROM:TO:COUNT",
        action="extend",
        nargs="+",
        required=True,
        help="lambda=0:1:101 for evenly spaced values, both ends included, or lambda=1/10,1/5 for these",
    )
    _add_values(parser, "--at")
    parser.add_argument("--corners", action="store_true", help="solve the game at each point, constraints included")


def _add_papers(parser: argparse.ArgumentParser, *, out: str, fresh: str, effort: str) -> None:
    parser.add_argument("papers", nargs="*", metavar="PAPER", help="citation keys; all papers without any")
    parser.add_argument("--out", type=Path, default=Path(out), metavar="DIR", help="where to write")
    parser.add_argument("--papers", type=Path, dest="folder", metavar="DIR", help="the folder that holds the papers")
    parser.add_argument("--fresh", action="store_true", help=fresh)
    parser.add_argument("--effort", default="normal", metavar="EFFORT", help=effort)
    parser.add_argument("--jobs", type=_whole, metavar="N", help=_JOBS)


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=COLUMNS)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes; give 1, 2, ...")
    return int(text)
