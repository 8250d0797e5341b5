"""Finished steps of a run, so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsec_models.files import write_atomically
from lsec_models.papers.folder.registry import Json
from lsec_models.papers.run.compare import to_json

_FIELDS = {"step", "fingerprint", "value", "digest"}


class Damaged(Exception):
    """What an earlier run finished is no longer what it wrote; the message says which file, and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class StepValue:
    """The value of a finished step, which may be None."""

    value: Json


@dataclass(frozen=True, kw_only=True)
class Store:
    """A folder with one file for each finished step.

    Each file is bound to its content: it carries the SHA-256 of its step's name, its fingerprint and its value. This
    tells damage and hasty edits, not somebody who computes the digest anew.

    Attributes
    ----------
    folder : Path
    fingerprint : str
        What the values depend on; a value kept under another fingerprint counts as absent.
    """

    folder: Path
    fingerprint: str

    def get(self, step: str) -> StepValue | None:
        """Return what :meth:`put` kept, or None if there is nothing, or only what came of other sources.

        Raises
        ------
        Damaged
            If the file is not what :meth:`put` wrote.
        """
        file = self.file(step)
        kept = read_json(file)
        if kept is None or _is_of_an_earlier_version(kept, self.fingerprint):
            return None
        if not _is_intact(kept, step):
            raise Damaged(f"{file} was changed after it was written")
        return StepValue(value=kept["value"]) if kept["fingerprint"] == self.fingerprint else None

    def put(self, step: str, value: Json) -> None:
        """Keep the value of a finished step."""
        digest = _digest(step, self.fingerprint, value)
        record = {"step": step, "fingerprint": self.fingerprint, "value": value, "digest": digest}
        write_atomically(self.file(step), to_json(record))

    def forget(self) -> None:
        """Drop everything that is kept."""
        for file in self.folder.glob("*.json"):
            file.unlink()

    def file(self, step: str) -> Path:
        """Return where a step is kept."""
        return self.folder / f"{step}.json"


def read_json(file: Path) -> Any:
    """Return what a file that an earlier run wrote holds, or None if there is no such file.

    Raises
    ------
    Damaged
        If it is not a file, or does not hold JSON, or nothing.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise Damaged(f"{file} cannot be read ({type(error).__name__})") from None
    if found is None:
        raise Damaged(f"{file} holds nothing")
    return found


def require_unchanged(files: Sequence[Path], checksums: Json) -> None:
    """Raise :class:`Damaged` unless the files that belong to a step are there, with the checksums that it kept."""
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise Damaged(f"{', '.join(missing)} is missing")
    if list(map(checksum_of, files)) != checksums:
        raise Damaged(f"{' or '.join(map(str, files))} was changed after it was written")


def checksum_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _is_of_an_earlier_version(kept: Any, fingerprint: str) -> bool:
    """Whether a record has no digest, as earlier versions of the package, with other fingerprints, wrote them."""
    return isinstance(kept, dict) and kept.keys() == {"fingerprint", "value"} and kept["fingerprint"] != fingerprint


def _is_intact(kept: Any, step: str) -> bool:
    if not isinstance(kept, dict) or kept.keys() != _FIELDS or kept["step"] != step:
        return False
    try:
        return bool(kept["digest"] == _digest(step, kept["fingerprint"], kept["value"]))
    except (TypeError, ValueError, RecursionError):  # It holds what no record can hold, such as NaN.
        return False


def _digest(step: str, fingerprint: str, value: Json) -> str:
    return hashlib.sha256(to_json([step, fingerprint, value]).encode()).hexdigest()
