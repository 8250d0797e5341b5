"""Coq itself: theorems are put before ``coqc`` in a folder of their own; what they rest on is read from its answer."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from lsec_models.errors import CoqError
from lsec_models.prove.coq.theorem import Theorem, together

AXIOMS = frozenset(
    {
        "ClassicalDedekindReals.sig_forall_dec",
        "ClassicalDedekindReals.sig_not_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
    }
)
_MAX_TOGETHER = 10
_MAX_CHARACTERS = 300_000
_SHOWN = 400
_BLOCK = re.compile(r"^(Axioms:|Closed under the global context)$", re.MULTILINE)
_NAMED = re.compile(r"^([A-Za-z_][\w.']*)(?= :|$)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What Coq says of a theorem.

    Attributes
    ----------
    accepted : bool
    axioms : tuple of str
        What it, or one that was read with it, rests on: those of Coq's real numbers.
    words : str
        Why it is not accepted; empty if it is.
    """

    accepted: bool
    axioms: tuple[str, ...] = ()
    words: str = ""


def library_text() -> str:
    """Return the lemmas, ``lsec.v``."""
    return (files("lsec_models.prove.coq") / "library" / "lsec.v").read_text(encoding="utf-8")


def find_coq() -> str:
    """Return where ``coqc`` is.

    Raises
    ------
    CoqError
        If it is not installed.
    """
    found = shutil.which("coqc")
    if found is None:
        raise CoqError("there is no coqc on the path; install Coq 8.16 or newer (on Debian: apt-get install coq)")
    return found


def rulings(theorems: Iterable[Theorem]) -> Iterator[Ruling]:
    """Put theorems before Coq, several at a time, and those alone of which some one was refused.

    Parameters
    ----------
    theorems : iterable of Theorem
        Taken as they are needed, so that not all of them need to be in memory.

    Yields
    ------
    Ruling
        Of each theorem, in order.

    Raises
    ------
    CoqError
        If Coq is not installed, or does not accept the library.
    """
    coqc = find_coq()
    with TemporaryDirectory(prefix="lsec-coq-") as folder:
        desk = _Desk(coqc=coqc, folder=Path(folder))
        (desk.folder / "lsec.v").write_text(library_text(), encoding="utf-8", newline="\n")
        compiled = desk.run("lsec.v")
        if compiled.returncode:
            raise CoqError(f"Coq does not accept the library; it says: {_excerpt(compiled.stderr)}")
        for group in _groups(theorems):
            yield from desk.judged(group)


@dataclass(frozen=True, kw_only=True)
class _Desk:
    """A folder in which Coq reads files."""

    coqc: str
    folder: Path

    def run(self, name: str) -> subprocess.CompletedProcess[str]:
        """Let Coq read a file."""
        command = [self.coqc, "-q", name]
        return subprocess.run(command, cwd=self.folder, capture_output=True, encoding="utf-8", check=False)

    def judged(self, theorems: Sequence[Theorem]) -> list[Ruling]:
        """Return the rulings on theorems; if some one is refused, each is read alone."""
        (self.folder / "theorems.v").write_text(together(theorems), encoding="utf-8", newline="\n")
        answer = self.run("theorems.v")
        ruling = _ruling(answer)
        if not ruling.accepted and len(theorems) > 1:
            return [ruling for theorem in theorems for ruling in self.judged([theorem])]
        return [ruling for _ in theorems]


def _ruling(answer: subprocess.CompletedProcess[str]) -> Ruling:
    """Return what Coq says of the theorems of a file, which names once what all of them rest on."""
    if answer.returncode:
        return Ruling(accepted=False, words=f"Coq says: {_excerpt(answer.stderr)}")
    blocks = _BLOCK.split(answer.stdout)[2::2]
    if len(blocks) != 1:
        return Ruling(accepted=False, words="Coq did not say what it rests on")
    return _resting(blocks[0])


def _resting(listed: str) -> Ruling:
    axioms = tuple(_NAMED.findall(listed))
    ruling = Ruling(accepted=True, axioms=axioms)
    beyond = sorted(set(axioms) - AXIOMS)
    return replace(ruling, accepted=False, words=f"it rests on {', '.join(beyond)}") if beyond else ruling


def _groups(theorems: Iterable[Theorem]) -> Iterator[list[Theorem]]:
    group: list[Theorem] = []
    for theorem in theorems:
        size = sum(len(other.body) for other in group)
        if group and (len(group) == _MAX_TOGETHER or size + len(theorem.body) > _MAX_CHARACTERS):
            yield group
            group = []
        group.append(theorem)
    if group:
        yield group


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]} ..."
