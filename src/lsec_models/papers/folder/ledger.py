"""The ledger of a paper: numbered claims in ``claims.toml``, each with the verdict that the machine must reach."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsec_models.algebra.parsing.parse import parse_claim, parse_expression
from lsec_models.errors import (
    CertificateError,
    LsecError,
    OutOfTime,
    PaperError,
    excerpt_of,
    found_in,
    nearest,
)
from lsec_models.papers.folder.modules import load_equilibria
from lsec_models.papers.folder.movers import require_one_mover
from lsec_models.papers.folder.names import check_name
from lsec_models.papers.folder.paper import LEVELS, Paper
from lsec_models.papers.folder.spoken_of import Symbols, named_equilibria
from lsec_models.prove import crosses_once, decreasing, increasing, independent, prove, verify
from lsec_models.prove.results.verdicts import Mixed, Proved, Verdict
from lsec_models.prove.verification.points import truth_at
from lsec_models.toml import read_toml_file, without_format
from lsec_models.work import Effort

FORMAT = 1
VERDICTS = ("proved", "refuted", "mixed", "contradictory", "undecided")
_AGAINST_PRINT = ("refuted", "mixed")
FORMS = ("statement", "increasing", "decreasing", "independent", "crosses_once")
CHANGES = ("demand form", "timing")
_TEXTS = (
    "id",
    "words",
    "level",
    "where",
    "expected",
    "exactly",
    "remark",
    "erratum",
    "again",
    "changed",
    "unchanged",
    *FORMS,
)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim of a paper, or of our reconstruction of it.

    Attributes
    ----------
    id : str
        Unique in the paper.
    words : str
        The claim in words.
    level : str
        A key of :data:`LEVELS`: whose claim it is.
    where : str
        Where it stands.
    form : str
        ``"statement"``, or ``"increasing"``, ``"decreasing"``, ``"independent"``, ``"crosses_once"``.
    text : str
        The formal statement; for the other forms ``QUANTITY in PARAMETER``.
    given : tuple of str
        Labels of equilibria, and inequalities.
    expected : str
        The recorded verdict.
    exactly : str
        The recorded exact condition (of a mixed verdict) or equality locus (of a proved weak inequality).
    remark : str
        What a reader should know of it.
    erratum : str
        Where what is printed does not hold: what is wrong, and why. Empty otherwise.
    again : str
        The id of the claim that is asked again in another game; empty otherwise.
    changed : str
        One of :data:`CHANGES`: what is other in that game; empty where no claim is asked again.
    unchanged : str
        ``"timing"`` where one player decides in each game, so that there is no other; the ledger requires it to be so.
    """

    id: str
    words: str
    level: str
    where: str
    form: str
    text: str
    given: tuple[str, ...]
    expected: str
    exactly: str
    remark: str
    erratum: str
    again: str = ""
    changed: str = ""
    unchanged: str = ""


def read_claims(paper: Paper) -> tuple[Claim, ...]:
    """Read ``claims.toml``; a paper without one has no claims.

    Raises
    ------
    PaperError
        If it is not TOML, of a format that is not known, holds anything but claims, a claim lacks an entry or has an
        unknown one, an id occurs twice or cannot be the name of a file, or a claim asks again what is not a claim.
    """
    file = paper.folder / "claims.toml"
    if not os.path.lexists(file):
        return ()
    claims: list[Claim] = []
    content = read_toml_file(file, PaperError)
    try:
        content = without_format(content, FORMAT, "ledgers", PaperError)
    except PaperError as refusal:
        raise PaperError(f"{file}: {refusal}") from None
    for entry in _entries(file, content):
        claim = _claim(paper, entry)
        check_name(f"{file}: claim", claim.id, [other.id for other in claims])
        claims.append(claim)
    _require_first_asked(file, claims)
    return tuple(claims)


def _require_first_asked(file: Path, claims: Sequence[Claim]) -> None:
    first = {claim.id: claim for claim in claims if not claim.again}
    for claim in claims:
        if claim.again and claim.again not in first:
            raise PaperError(
                f"{file}, claim {claim.id}: again = {excerpt_of(claim.again)} is not a claim that is asked first; "
                f"{nearest(claim.again, first)}"
            )


def _entries(file: Path, content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    for name in content:
        if name != "claim":
            raise PaperError(f"{file}: unknown entry {excerpt_of(name)}; each claim begins with [[claim]]")
    entries = content.get("claim", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise PaperError(f"{file}: claim must be a list of tables; begin each claim with [[claim]], in double brackets")
    return entries


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The claims of a paper and the equilibria they speak of.

    Attributes
    ----------
    paper : Paper
    claims : tuple of Claim
    equilibria : mapping from str to Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, BayesianEquilibrium,
        FeedbackEquilibrium or RestPoints
        By the identifier that claims use: the label without blanks, ``=`` left out and ``>`` written as ``_``.
    """

    paper: Paper
    claims: tuple[Claim, ...]
    equilibria: Mapping[str, Any]

    def verdict(self, claim: Claim, *, effort: Effort = "normal") -> Verdict:
        """Return the verdict on a claim.

        Raises
        ------
        PaperError
            If the claim cannot be read.
        """
        with self._named(claim):
            return prove(self._formal(claim), self._givens(claim), effort=effort)

    def verify(self, claim: Claim, certificate: Any, *, effort: Effort = "normal") -> None:
        """Verify that a certificate proves a claim; see :func:`lsec_models.prove.verify`.

        Raises
        ------
        CertificateError
            If it does not.
        PaperError
            If the claim cannot be read.
        """
        with self._named(claim):
            verify(certificate, self._formal(claim), self._givens(claim), effort=effort)

    def truth_at(self, claim: Claim, point: Mapping[str, str]) -> bool | None:
        """Return whether a claim holds at a point; see :func:`lsec_models.prove.verification.points.truth_at`.

        Raises
        ------
        PaperError
            If the claim cannot be read.
        """
        with self._named(claim):
            return truth_at(self._formal(claim), self._givens(claim), point)

    @contextmanager
    def _named(self, claim: Claim) -> Iterator[None]:
        try:
            yield
        except (CertificateError, OutOfTime):
            raise
        except LsecError as error:
            raise PaperError(f"{self.paper.key}, claim {claim.id}: {error}") from error

    def _formal(self, claim: Claim) -> Any:
        symbols = Symbols(self.equilibria, claim.text, *claim.given)
        if claim.form == "statement":
            return symbols.inserted(parse_claim(claim.text, symbols))
        quantity, _, parameter = claim.text.rpartition(" in ")
        function, symbol = (parse_expression(text, symbols) for text in (quantity, parameter))
        forms: Mapping[str, Any] = {
            "increasing": increasing,
            "decreasing": decreasing,
            "independent": independent,
            "crosses_once": crosses_once,
        }
        return forms[claim.form](symbols.inserted(function), symbol)

    def _givens(self, claim: Claim) -> list[Any]:
        symbols = Symbols(self.equilibria, claim.text, *claim.given)
        if claim.unchanged:
            require_one_mover({name: self.equilibria[name] for name in claim.given if name in self.equilibria})
        return [
            found_in(self.equilibria, item, f"no equilibrium {item!r}")
            if re.fullmatch(r"\w+", item)
            else symbols.inserted(parse_claim(item, symbols))
            for item in claim.given
        ]


def open_ledger(paper: Paper, claims: Iterable[Claim] | None = None) -> Ledger:
    """Return a paper's ledger; its equilibria come from the function ``equilibria`` of its ``model.py``.

    Parameters
    ----------
    paper : Paper
    claims : iterable of Claim, optional
        What :func:`read_claims` returned, where it was read already.
    """
    known = read_claims(paper) if claims is None else tuple(claims)
    solved = load_equilibria(paper) if known else {}
    return Ledger(paper=paper, claims=known, equilibria=named_equilibria(paper, solved))


def outcome(verdict: Verdict) -> dict[str, str]:
    """Return what a ledger says of a verdict: ``verdict``, ``exactly`` and ``evidence``."""
    exactly = ""
    if isinstance(verdict, Mixed) and verdict.condition is not None:
        exactly = str(verdict.condition)
    if isinstance(verdict, Proved) and verdict.equality:
        exactly = " or ".join(map(str, verdict.equality))
    return {"verdict": verdict.status, "exactly": exactly, "evidence": verdict.line()}


def _claim(paper: Paper, entry: Mapping[str, Any]) -> Claim:
    name = excerpt_of(entry.get("id", "without id"))

    def complain(complaint: str) -> PaperError:
        return PaperError(f"{paper.key}/claims.toml, claim {name}: {complaint}")

    for key, value in entry.items():
        if key == "given":
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise complain('given must be a list of labels and inequalities; write given = ["..."]')
        elif key not in _TEXTS:
            raise complain(f"unknown entry {excerpt_of(key)}; {nearest(key, (*_TEXTS, 'given'))}")
        elif not isinstance(value, str):
            raise complain(f"{key} must be a text")
    missing = [key for key in ("id", "words", "level", "where", "expected") if not entry.get(key)]
    if missing:
        raise complain(f"lacks {', '.join(missing)}; add it")
    forms = [form for form in FORMS if form in entry]
    if len(forms) != 1:
        raise complain(f"needs exactly one of {', '.join(FORMS)}")
    if forms != ["statement"] and not all(part.strip() for part in entry[forms[0]].rpartition(" in ")):
        raise complain(f'{forms[0]} must be of the form "QUANTITY in PARAMETER", such as "M_S.q in gamma"')
    if entry["level"] not in LEVELS:
        raise complain(f"no level {excerpt_of(entry['level'])}; {nearest(entry['level'], LEVELS)}")
    if entry["expected"] not in VERDICTS:
        raise complain(f"no verdict {excerpt_of(entry['expected'])}; {nearest(entry['expected'], VERDICTS)}")
    if entry.get("erratum") and (entry["level"] != "equation" or entry["expected"] not in _AGAINST_PRINT):
        raise complain(
            "an erratum says why a claim as printed does not hold; it needs level 'equation' and a verdict of "
            f"{' or '.join(_AGAINST_PRINT)}; otherwise write it as remark"
        )
    if bool(entry.get("again")) != bool(entry.get("changed")):
        raise complain("again names a claim that is asked in another game, and changed says what is other; give both")
    if entry.get("changed", CHANGES[0]) not in ("", *CHANGES):
        raise complain(f"no change {excerpt_of(entry['changed'])}; write one of {', '.join(CHANGES)}")
    if entry.get("unchanged", "") not in ("", "timing"):
        raise complain(f'no reason {excerpt_of(entry["unchanged"])} for unchanged; write "timing", or leave it out')
    return Claim(
        id=entry["id"],
        words=entry["words"],
        level=entry["level"],
        where=entry["where"],
        form=forms[0],
        text=entry[forms[0]],
        given=tuple(entry.get("given", ())),
        expected=entry["expected"],
        exactly=entry.get("exactly", ""),
        remark=entry.get("remark", ""),
        erratum=entry.get("erratum", ""),
        again=entry.get("again", ""),
        changed=entry.get("changed", ""),
        unchanged=entry.get("unchanged", ""),
    )
