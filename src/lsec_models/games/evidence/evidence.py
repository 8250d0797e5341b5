"""What a result rests on: what it states, how far each statement is established, and by what means."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import Enum, IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from lsec_models.errors import DeclarationError
from lsec_models.games.evidence import text as evidence_text

if TYPE_CHECKING:
    import pandas as pd


class Status(IntEnum):
    """How far a statement is established; of several statements together, as far as the least of them, ``min``."""

    REFUTED = 0
    OPEN = 1
    CHECKED = 2
    VERIFIED = 3
    PROVED = 4

    @property
    def word(self) -> str:
        """The status as it is printed."""
        return self.name.lower()


class About(Enum):
    """What is stated of a result; the value is the word that stands for it in one line."""

    EXISTS = "exists"
    OPTIMAL = "optimal"
    OFF_PATH = "off the path"
    BOUNDS = "bounds of others"
    COMPLETE = "complete"
    COVER = "regions cover"
    DISJOINT = "regions do not overlap"
    STABLE = "stable"
    TRANSVERSALITY = "transversality"
    ACCURATE = "accurate"
    RESTS = "at rest"
    ALL_REST = "all rest points"
    STABILITY = "stability decided"
    ALL_STABLE = "all stable points"

    @property
    def statement(self) -> str:
        """The statement in words; who is optimal in what is said by the row."""
        return _STATEMENTS[self]


_STATEMENTS = {
    About.EXISTS: "exists at each admissible point",
    About.OPTIMAL: "optimal",
    About.OFF_PATH: "off the path: later answers exist and are optimal",
    About.BOUNDS: "bounds of others: no gain by driving a later mover to a bound",
    About.COMPLETE: "complete: no other equilibrium",
    About.COVER: "regions cover the domain",
    About.DISJOINT: "regions do not overlap",
    About.STABLE: "stable: the states settle",
    About.TRANSVERSALITY: "transversality: nothing is left to gain at the end, or in the long run",
    About.ACCURATE: "accurate: the numbers are within the stated error",
    About.RESTS: "at rest: no share changes there",
    About.ALL_REST: "all rest points: there is no other one",
    About.STABILITY: "stability decided: asymptotically stable or not",
    About.ALL_STABLE: "all stable points: no other rest point is asymptotically stable",
}
_MAKES_AN_EQUILIBRIUM = (About.EXISTS, About.OPTIMAL, About.OFF_PATH)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One statement of a result.

    Attributes
    ----------
    about : About
    player : str
        Who decides, where the statement is about one move.
    decisions : tuple of str
        What is decided in that move.
    stage : int
        When; 0 where the statement is about no stage.
    branch : tuple of str
        The regime or mode that is spoken of; empty for the whole result.
    """

    about: About
    player: str = ""
    decisions: tuple[str, ...] = ()
    stage: int = 0
    branch: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{' / '.join(self.branch)}: " if self.branch else ""
        if not self.player:
            return where + self.about.statement
        stage = f", stage {self.stage}" if self.stage else ""
        return f"{where}{self.about.statement}: {self.player} in {', '.join(self.decisions)}{stage}"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """How far one statement is established, and how.

    Attributes
    ----------
    about : About
    status : Status
    means : str
        How it was established, in words; empty where nobody asked.
    branch, player, decisions, stage
        As in :class:`Row`.
    points : int
        At how many points it was checked.
    gain : float or None
        The largest relative gain that a deviation was seen to bring.
    part : str
        Of what part the status is told, in words that follow it: ``"inside regions"``; empty where it is of all.
    detail : str
        What else is to be known: why it is open, or what to ask.
    proofs : tuple of str
        Digests of the certificates.
    """

    about: About
    status: Status
    means: str = ""
    branch: tuple[str, ...] = ()
    player: str = ""
    decisions: tuple[str, ...] = ()
    stage: int = 0
    points: int = 0
    gain: float | None = None
    part: str = ""
    detail: str = ""
    proofs: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """The statement that it is about."""
        return Row(about=self.about, player=self.player, decisions=self.decisions, stage=self.stage, branch=self.branch)

    @property
    def words(self) -> str:
        """The status in words, with the number of points where it was checked at some, and of what part it is told."""
        counted = self.status is Status.CHECKED and self.points
        word = f"{self.status.word} at {self.points} points" if counted else self.status.word
        return f"{word} {self.part}" if self.part else word


def found(row: Row, status: Status, means: str = "", **more: Any) -> Finding:
    """Return a finding about a row; `more` are further attributes of :class:`Finding`."""
    return Finding(
        about=row.about,
        player=row.player,
        decisions=row.decisions,
        stage=row.stage,
        branch=row.branch,
        status=status,
        means=means,
        **more,
    )


@dataclass(frozen=True, kw_only=True, repr=False)
class Evidence:
    """How far what a result states is established: a short table.

    Attributes
    ----------
    subject : str
        A digest of what it is about; evidence about something else is refused when it is joined.
    required : tuple of Row
        What results of the kind must answer. A row that no finding is about is open.
    findings : tuple of Finding
    rests_on : tuple of (str, Evidence)
        The results that it builds on, each with its label.
    needed : tuple of About
        What must be proved or verified for the result to be what it is called: an equilibrium, if nothing else is said.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> led = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    >>> led.evidence.established
    True
    >>> print(led.evidence.line())
    exists: proved; optimal: proved; off the path: proved; bounds of others: proved; complete: proved
    """

    subject: str
    required: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    rests_on: tuple[tuple[str, Evidence], ...] = ()
    needed: tuple[About, ...] = _MAKES_AN_EQUILIBRIUM

    @cached_property
    def rows(self) -> tuple[Finding, ...]:
        """One finding for each statement: the one that counts, or that it is open."""
        counted: dict[Row, Finding] = {}
        for finding in self.findings:
            known = counted.get(finding.row)
            counted[finding.row] = finding if known is None else _counting(known, finding)
        rows = dict.fromkeys((*self.required, *counted))
        return tuple(counted.get(row) or found(row, Status.OPEN) for row in rows)

    def finding(self, row: Row) -> Finding:
        """Return what counts about one statement; that it is open where nothing is said of it."""
        return next((one for one in self.rows if one.row == row), found(row, Status.OPEN))

    def status(self, about: About) -> Status:
        """Return how far all statements of a kind are established; open where there is none."""
        return min((finding.status for finding in self.rows if finding.about is about), default=Status.OPEN)

    @property
    def established(self) -> bool:
        """Whether what is needed, as existence, optimality and what happens off the path, is proved or verified.

        The same is asked of what it rests on.
        A deviation that is known to gain by driving a later mover to a bound stands against it.
        """
        own = all(self.status(about) >= Status.VERIFIED for about in self.needed)
        stands = self.status(About.BOUNDS) is not Status.REFUTED
        return own and stands and all(below.established for _, below in self.rests_on)

    def resting(self, label: str, evidence: Evidence) -> Evidence:
        """Return the same evidence, resting on another result too."""
        return replace(self, rests_on=(*self.rests_on, (label, evidence)))

    def joined(self, other: Evidence) -> Evidence:
        """Return what both say together: of each row the better finding, but a refutation always counts.

        Raises
        ------
        DeclarationError
            If the other evidence is about something else.
        """
        if other.subject != self.subject:
            raise DeclarationError(
                "this evidence is about another game, other quantities or another domain; ask for it anew, of the "
                "result that it is to be joined with"
            )
        return replace(
            self,
            required=tuple(dict.fromkeys((*self.required, *other.required))),
            findings=tuple(dict.fromkeys((*self.findings, *other.findings))),
            rests_on=(*self.rests_on, *(below for below in other.rests_on if below not in self.rests_on)),
        )

    def line(self) -> str:
        """Return one line: how far each kind of statement is established, and what it rests on."""
        return self._line

    @cached_property
    def _line(self) -> str:
        return evidence_text.line(self)

    def cited(self, label: str) -> str:
        """Return the line in brackets after a label, as a result that rests on this one cites it.

        Examples
        --------
        >>> row = Row(about=About.OPTIMAL, player="firm", decisions=("q",))
        >>> checked = Evidence(subject="", required=(row,), findings=(found(row, Status.CHECKED, "audit", points=50),))
        >>> checked.cited("monopoly")
        'monopoly (optimal: checked at 50 points)'
        """
        return f"{label} ({self.line()})"

    def resting_line(self) -> str:
        """Return what it rests on in one line, ``rests on: LABEL (...)``; empty where it rests on nothing."""
        return evidence_text.resting_line(self)

    def caveat(self) -> str:
        """Return what keeps it from being established, ``not established: ...``; empty where it is.

        Examples
        --------
        >>> Evidence(subject="", required=()).caveat()
        'not established: exists (open), optimal (open), off the path (open)'
        """
        return self._caveat

    @cached_property
    def _caveat(self) -> str:
        return evidence_text.caveat(self, self.needed)

    def table(self) -> pd.DataFrame:
        """Return the table: statement, status, means and detail of each row."""
        import pandas as pd

        return pd.DataFrame(evidence_text.cells(self), columns=list(evidence_text.COLUMNS))

    def to_data(self) -> dict[str, Any]:
        """Return plain lists and dictionaries of texts and numbers, as JSON takes them."""
        return {
            "established": self.established,
            "subject": self.subject,
            "rows": [_data(finding) for finding in self.rows],
            "rests_on": [{"label": label, **below.to_data()} for label, below in self.rests_on],
        }

    def __str__(self) -> str:
        return evidence_text.text(self)

    def __repr__(self) -> str:
        return f"Evidence({self.line()})"

    def _repr_html_(self) -> str:
        return evidence_text.html(self)


@runtime_checkable
class HasEvidence(Protocol):
    """A result that says what it rests on."""

    @property
    def evidence(self) -> Evidence:
        """What it rests on."""
        ...


def _counting(one: Finding, other: Finding) -> Finding:
    """Return which of two findings about one statement counts."""
    if Status.REFUTED in (one.status, other.status):
        return min(one, other, key=lambda finding: finding.status)
    return max(one, other, key=lambda finding: finding.status)


def _data(finding: Finding) -> dict[str, Any]:
    said = {key: value for key, value in asdict(finding).items() if value or key == "gain"}
    said |= {"about": finding.about.value, "status": finding.status.word, "statement": str(finding.row)}
    lists = {key: list(value) for key, value in said.items() if isinstance(value, tuple)}
    return {key: value for key, value in (said | lists).items() if value is not None}
