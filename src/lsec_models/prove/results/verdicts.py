"""What a machine can say of a claim."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import sympy as sp

from lsec_models.games.summary.summary import shown_point
from lsec_models.prove.results.stated import Citable, Resting, resting_words
from lsec_models.work import Effort

Point = Mapping[str, sp.Expr]

BY_REGIME_FORMAT = "lsec-by-regime-1"


@dataclass(frozen=True, kw_only=True, repr=False)
class Verdict(Resting):
    """A verdict on a claim; true in a condition only if the claim is proved.

    Attributes
    ----------
    claim : SymPy Boolean
        What was asked.
    about : tuple
        The results that were given, of which the claim speaks.
    """

    status: ClassVar[str] = ""
    claim: sp.Basic
    about: tuple[Citable, ...] = ()

    def __bool__(self) -> bool:
        return self.status == "proved"

    def words(self) -> str:
        """Return the verdict in words."""
        return self.status

    def line(self) -> str:
        """Return the verdict in one line."""
        return self.words()

    def __str__(self) -> str:
        return "\n  ".join(filter(None, [self.words(), resting_words(self.about)]))


@dataclass(frozen=True, kw_only=True, repr=False)
class Proved(Verdict):
    """The claim holds at every admissible point.

    Attributes
    ----------
    certificate : mapping
        The proof as JSON data; ``lsec_models.prove.certificates.checker.check`` verifies it.
    exact : bool
        True where the checker re-computed every step; False where a step rests on two independent engines.
    equality : tuple of SymPy relations, or None
        For a weak inequality: where it is an equality (empty: nowhere). None where that was not decided.
    witness : Point or None
        An admissible point; None where none was met.
    setting : mapping
        The variables, conditions and square roots over which the claim holds, as a certificate has them, where the
        certificate is made of several; empty where it says them itself.
    """

    status: ClassVar[str] = "proved"
    certificate: Mapping[str, Any]
    exact: bool
    equality: tuple[sp.Basic, ...] | None = None
    witness: Point | None = None
    setting: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """Return the certificate as JSON text."""
        return _as_text(self.certificate)

    def save(self, path: str | Path) -> None:
        """Write the certificate to a JSON file."""
        Path(path).write_text(self.text(), encoding="utf-8", newline="\n")

    def words(self) -> str:
        """Return the verdict in words."""
        evidence = "certificate checked" if self.exact else "two engines agree"
        if self.equality is None:
            return f"proved ({evidence})"
        return f"proved ({evidence}); {self._equal()}"

    def _equal(self) -> str:
        if not self.equality:
            return "never equal"
        if sp.true in self.equality:
            return "equal everywhere"
        return f"equal exactly where {' or '.join(map(str, self.equality))}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Refuted(Verdict):
    """The claim fails, and no point where it holds is known.

    Attributes
    ----------
    counterexample : Point
        Exact values of all parameters, at which the claim was re-evaluated; of the others, where it is about how one
        of them moves. Empty where none is known that is an equilibrium of the games that were given unsolved.
    opposite : Proved or None
        The proof that the claim fails everywhere, where one was found.
    """

    status: ClassVar[str] = "refuted"
    counterexample: Point
    opposite: Proved | None

    def words(self) -> str:
        """Return the verdict in words."""
        scope = "fails everywhere" if self.opposite is not None else "fails"
        return f"refuted: {scope}" + (
            f", for instance at {shown_point(self.counterexample)}" if self.counterexample else ""
        )


@dataclass(frozen=True, kw_only=True, repr=False)
class Mixed(Verdict):
    """The claim holds in part of the domain.

    Attributes
    ----------
    counterexample : Point
        Where it fails.
    witness : Point
        Where it holds.
    condition : SymPy relation or None
        For a single inequality: exactly where it holds.
    """

    status: ClassVar[str] = "mixed"
    counterexample: Point
    witness: Point
    condition: sp.Basic | None

    def words(self) -> str:
        """Return the verdict in words."""
        exactly = f"holds iff {self.condition}; " if self.condition is not None else ""
        return f"mixed: {exactly}holds at {shown_point(self.witness)}, fails at {shown_point(self.counterexample)}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Contradictory(Verdict):
    """Nothing is admissible: every claim would hold.

    Attributes
    ----------
    clash : str
        Which assumptions exclude each other.
    proofs : mapping from str to Proved
        The proof that nothing is admissible, under the name ``""``; where regimes are asked one by one, a proof for
        each combination of regimes. What is proved is "false": that zero is positive.
    """

    status: ClassVar[str] = "contradictory"
    clash: str
    proofs: Mapping[str, Proved]

    def words(self) -> str:
        """Return the verdict in words."""
        evidence = "certificate checked" if all(proof.exact for proof in self.proofs.values()) else "two engines agree"
        return f"contradictory ({evidence}): {self.clash}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Interrupted(Verdict):
    """A limit in seconds was reached: this says nothing of the claim, and is never stored or compared.

    Attributes
    ----------
    reason : str
    """

    status: ClassVar[str] = "interrupted"
    reason: str

    def words(self) -> str:
        """Return the verdict in words."""
        return f"interrupted: {self.reason}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Undecided(Verdict):
    """Neither proved nor refuted.

    Attributes
    ----------
    tried : tuple of str
        What was tried.
    points : int
        At how many admissible points the claim was found true.
    effort : str or float
        How much work was allowed.
    """

    status: ClassVar[str] = "undecided"
    tried: tuple[str, ...]
    points: int
    effort: Effort

    def words(self) -> str:
        """Return the verdict in words."""
        tried = ", ".join(self.tried)
        return f"undecided at effort {self.effort!r} (true at {self.points} points; tried: {tried})"


@dataclass(frozen=True, kw_only=True, repr=False)
class ByRegime(Verdict):
    """A claim about piecewise equilibria: one verdict for each combination of regimes that is admissible somewhere.

    It is proved (refuted) if it is in each of them, mixed if it holds in some and fails in others. Where it is not
    proved that the regimes are equilibria in the whole of their regions, it stays undecided. A combination is left out
    only where a proof shows that it is admissible nowhere.

    Attributes
    ----------
    cases : mapping from str to Verdict
        By the names of the regimes.
    empty : mapping from str to Contradictory
        The proofs that combinations are admissible nowhere.
    doubts : tuple of str
        What is not proved of the regions.
    slopes : bool
        Whether the claim is about derivatives, which are taken within each regime: jumps from one to the next are not
        asked about.
    """

    cases: Mapping[str, Verdict]
    empty: Mapping[str, Contradictory]
    doubts: tuple[str, ...] = ()
    slopes: bool = False

    @property
    def status(self) -> str:  # type: ignore[override]
        """The verdict in one word."""
        if self.doubts:
            return "undecided"
        found = {case.status for case in self.cases.values()}
        if "mixed" in found or {"proved", "refuted"} <= found:
            return "mixed"
        if "interrupted" in found:
            return "interrupted"
        return "undecided" if len(found) > 1 else found.pop()

    @property
    def certificate(self) -> Mapping[str, Any]:
        """The proofs, by the names of the regimes: of the claim, and that nothing is admissible; as JSON data."""
        return {
            "format": BY_REGIME_FORMAT,
            "regimes": {name: case.certificate for name, case in self.cases.items() if isinstance(case, Proved)},
            "empty": {name: proof.certificate for name, case in self.empty.items() for proof in case.proofs.values()},
        }

    @property
    def exact(self) -> bool:
        """Whether the checker re-computed every step of all proofs; see :attr:`Proved.exact`."""
        proofs = [*self.cases.values(), *(proof for case in self.empty.values() for proof in case.proofs.values())]
        return all(proof.exact for proof in proofs if isinstance(proof, Proved))

    def text(self) -> str:
        """Return the certificate as JSON text."""
        return _as_text(self.certificate)

    @property
    def counterexample(self) -> Point | None:
        """A point where the claim fails in an admissible combination of regimes."""
        return self._point("counterexample")

    @property
    def witness(self) -> Point | None:
        """A point where the claim holds in an admissible combination of regimes."""
        return self._point("witness")

    def _point(self, name: str) -> Point | None:
        points = (getattr(case, name, None) for case in self.cases.values())
        return next((point for point in points if point is not None), None)

    def line(self) -> str:
        """Return the verdict in one line."""
        counted = Counter(case.status for case in self.cases.values())
        regimes = ", ".join(f"{status} in {number}" for status, number in counted.items())
        none = f", {len(self.empty)} are admissible nowhere" if self.empty else ""
        evidence = ("certificates checked" if self.exact else "two engines agree") if self else ""
        how = f" ({evidence})" if evidence else ""
        return f"{self.status}{how}: {regimes} of {len(self.cases) + len(self.empty)} combinations of regimes{none}"

    def words(self) -> str:
        """Return the verdict in words."""
        lines = [f"  {name}: {case}" for name, case in self.cases.items()]
        doubts = [f"  not proved: {words}" for words in self.doubts[:3]]
        title = f"{self.status}, by regime (jumps between regimes are not asked about):"
        return "\n".join([title if self.slopes else f"{self.status}, by regime:", *lines, *doubts])


def _as_text(certificate: Mapping[str, Any]) -> str:
    return json.dumps(certificate, sort_keys=True, separators=(",", ":")) + "\n"
