"""``lsec prove FILE.smt2``: questions in SMT-LIB."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from lsec_models.errors import ClaimError, SmtLibError

if TYPE_CHECKING:
    from lsec_models.prove.smtlib.reader import Question

_MAX_BYTES = 4_000_000


def are_questions(names: list[str]) -> bool:
    """Whether what is to be proved are files, not papers.

    Raises
    ------
    SmtLibError
        If some are, and others are not.
    """
    files = [name for name in names if name.endswith(".smt2") or Path(name).is_file()]
    if files and len(files) < len(names):
        other = next(name for name in names if name not in files)
        raise SmtLibError(f"{other}: no file; give questions in SMT-LIB, or papers, not both")
    return bool(files)


def decide_questions(arguments: argparse.Namespace) -> int:
    """Decide questions in SMT-LIB: whether their last assertion fails wherever the others hold."""
    from lsec_models.arguments import read_effort
    from lsec_models.prove import prove
    from lsec_models.prove.results.verdicts import Proved

    if arguments.coq is not None:
        from lsec_models.cli.coq import put_before_coq
        from lsec_models.prove.coq.kernel import find_coq

        find_coq()
    if arguments.coq is not None or arguments.certificate is not None:
        _refuse_same_names(arguments.papers)
    proofs = {}
    effort = read_effort(arguments.effort)
    for name in arguments.papers:
        question = _question(name)
        try:
            verdict = prove(question.claim, question.given, effort=effort)
        except ClaimError as error:
            raise SmtLibError(f"{name}: {error}") from None
        print(f"{name}: {verdict}" if len(arguments.papers) > 1 else verdict)
        if arguments.certificate is not None and isinstance(verdict, Proved):
            folder = arguments.certificate
            folder.mkdir(parents=True, exist_ok=True)
            verdict.save(folder / f"{Path(name).stem}.json")
        if isinstance(verdict, Proved):
            proofs[Path(name).stem] = verdict.certificate
    return 0 if arguments.coq is None else put_before_coq(proofs, arguments.coq)


def _question(name: str) -> Question:
    """Return the question of a file."""
    from lsec_models.prove.smtlib.reader import read_smt2

    if name.endswith(".toml"):
        raise SmtLibError(f"{name} is not a question in SMT-LIB; lsec solve takes game files")
    try:
        return read_smt2(_text(Path(name)))
    except FileNotFoundError:
        raise SmtLibError(f"{name}: no such file; give the path of a question in SMT-LIB, or a paper's key") from None
    except SmtLibError as error:
        raise SmtLibError(f"{name}: {error}") from None


def _refuse_same_names(names: list[str]) -> None:
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(Path(name).stem, name)
        if other != name:
            raise SmtLibError(f"{other} and {name}: their proofs would be one file, {Path(name).stem}; rename one")


def _text(path: Path) -> str:
    if path.stat().st_size > _MAX_BYTES:
        raise SmtLibError(f"more than {_MAX_BYTES} bytes; split the question")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SmtLibError("no text in UTF-8, so no SMT-LIB") from None
