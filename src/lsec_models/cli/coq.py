"""``lsec prove --coq``: proofs written as theorems, and put before Coq."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsec_models.cli.status import DIFFERS
from lsec_models.prove.coq.names import identifiers

if TYPE_CHECKING:
    from lsec_models.papers import Reproduction
    from lsec_models.prove.coq.theorem import Theorem


def certificates_of(reproduction: Reproduction) -> dict[str, Any]:
    """Return the certificates of the claims that were proved, as JSON data, by paper and claim."""
    found = {}
    for done in reproduction.papers:
        for part in done.claims:
            file = reproduction.out / done.paper.key / "certificates" / f"{part.claim.id}.json"
            if part.verdict == "proved" and file.is_file():
                found[f"{done.paper.key}/{part.claim.id}"] = json.loads(file.read_text(encoding="utf-8"))
    return found


def put_before_coq(certificates: Mapping[str, Any], folder: Path) -> int:
    """Write theorems into a folder, with the library, let Coq read them, and say what it accepts.

    Parameters
    ----------
    certificates : mapping from str to JSON data
        By the names of their files, without suffix.
    folder : Path

    Returns
    -------
    int
        0 if Coq accepts all that rests on no engine.

    Raises
    ------
    CoqError
        If Coq is not installed.
    """
    from lsec_models.errors import CoqError
    from lsec_models.prove.coq.kernel import find_coq, library_text, rulings
    from lsec_models.prove.coq.steps.rules import ENGINES
    from lsec_models.prove.coq.theorem import together
    from lsec_models.prove.coq.writing import theorems_in

    find_coq()
    _write(folder / "lsec.v", library_text())
    files = files_of(certificates)
    written: dict[str, list[Theorem]] = {}
    open_ones: list[str] = []
    others: list[str] = []
    for name, certificate in certificates.items():
        try:
            written[name] = theorems_in(certificate)
        except CoqError as error:
            (open_ones if str(error) == ENGINES else others).append(f"{name}: {error}")
            continue
        _write(folder / files[name], together(written[name]))
    found = rulings([theorem for theorems in written.values() for theorem in theorems])
    for name, theorems in written.items():
        refused = [ruling.words for ruling in [next(found) for _ in theorems] if not ruling.accepted]
        others += [f"{name}: {words}" for words in refused[:1]]
    print(_counted(len(certificates), open_ones, others))
    by_polynomials = [name for name in written if not all(theorem.as_written for theorem in written[name])]
    if by_polynomials:
        print(f"stated for polynomials, not in the words of the claim: {', '.join(by_polynomials)}")
    print(f"theorems: {folder}")
    return DIFFERS if others else 0


def files_of(names: Iterable[str]) -> dict[str, str]:
    """Return a file for each name, ``FOLDER/NAME`` or ``NAME``, that ``coqc`` takes and that is not the library's.

    Examples
    --------
    >>> files_of(["cachon2005revenue/chain-order", "lsec"])
    {'cachon2005revenue/chain-order': 'cachon2005revenue/chain_order.v', 'lsec': 'lsec_.v'}
    """
    parts = [name.rpartition("/") for name in names]
    found = {}
    for folder in dict.fromkeys(folder for folder, _, _ in parts):
        stems = [(slash, stem) for above, slash, stem in parts if above == folder]
        for (slash, stem), word in zip(stems, identifiers([stem for _, stem in stems]), strict=True):
            found[f"{folder}{slash}{stem}"] = f"{folder}{slash}{word}.v"
    return found


def _counted(total: int, open_ones: Iterable[str], others: Iterable[str]) -> str:
    engines, refused = list(open_ones), list(others)
    accepted = total - len(engines) - len(refused)
    title = f"Coq accepts {accepted} of {total} proofs; {len(engines)} rest on engines; {len(refused)} others"
    return "\n".join([title, *(f"  {line}" for line in (*engines, *refused))])


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
