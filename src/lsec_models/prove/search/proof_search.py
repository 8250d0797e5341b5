"""The state of a search for the proofs of one claim."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from lsec_models.prove.search.identities.visible import Proof
from lsec_models.work import Work

OUT_OF_WORK = "as much as this effort allows"


@dataclass
class ProofSearch:
    """The search for the proofs of one claim.

    Attributes
    ----------
    work : Work
        What the phase may cost that the search is in.
    engines : bool
        Whether SMT engines may be asked.
    tried : list of str
        In words, for verdicts that stay undecided.
    proofs : dict
        The proofs of goals found so far.
    exhausted : set
        The goals for which everything but engines was tried in vain.
    cases : int
        In how many cases within cases the search is.
    """

    work: Work
    engines: bool = True
    tried: list[str] = field(default_factory=list)
    proofs: dict[Hashable, Proof] = field(default_factory=dict)
    exhausted: set[Hashable] = field(default_factory=set)
    cases: int = 0

    def phase(self, units: int, *, engines: bool = True) -> ProofSearch:
        """Return the search in a phase of its own; what it finds, and what was tried, counts for all phases."""
        return replace(self, work=self.work.slice(units), engines=self.engines and engines)

    def case(self, units: int) -> ProofSearch:
        """Return the search in a case, without engines and with a slice of its own."""
        return replace(self.phase(units, engines=False), cases=self.cases + 1)

    def glance(self, units: int) -> ProofSearch:
        """Return the search in a short phase without engines, after which nothing counts as tried in vain."""
        return replace(self.phase(units, engines=False), exhausted=set(), tried=[])

    def note(self, words: str) -> None:
        """Remember what was tried, once."""
        if words not in self.tried:
            self.tried.append(words)
