"""What proofs state, and what that rests on: the results that were given, and how far these are established."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from lsec_models.games.evidence.evidence import About, Evidence, Status


class Citable(Protocol):
    """Something solved that says what it rests on."""

    @property
    def label(self) -> str:
        """What it is called."""
        ...

    @property
    def evidence(self) -> Evidence:
        """How far what it states is established."""
        ...


class Stated:
    """What proofs state: it is shown in the words that it prints, in a notebook as HTML."""

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        # What writes it knows every kind of statement, which know this base.
        from lsec_models.prove.results.html import html_of

        return html_of(self)


class Resting(Stated):
    """What is stated of results, and stands only as far as they do."""

    about: tuple[Citable, ...]

    @property
    def rests_on(self) -> tuple[tuple[str, Evidence], ...]:
        """The results that it is about, each with its label, and how far they are established."""
        return tuple((result.label, result.evidence) for result in self.about)

    def resting_words(self) -> str:
        """Return in one line what it rests on; empty where no result was given."""
        return resting_words(self.about)


def results_in(given: Iterable[object]) -> tuple[Citable, ...]:
    """Return the results among what is given; what they rest on is looked at when it is asked for."""
    return tuple(item for item in given if hasattr(type(item), "evidence"))  # type: ignore[misc]


def resting_words(results: Iterable[Citable]) -> str:
    """Return in one line what a verdict rests on; empty where no result was given.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, (p, q) = parameters("a", positive=True), decisions("p q")
    >>> monopoly = solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - p))]))
    >>> leader = Player("A", decides=[p], payoff=7 * q - (p - 4) ** 2)
    >>> follower = Player("B", decides=[q], payoff=-((q - 1 + p) ** 2))
    >>> driven = solve(Game(players=[leader, follower], order=["A", "B"]))
    >>> resting_words([monopoly, driven])
    'rests on: firm (an equilibrium, the only one); the candidate A > B (not established: optimal (open))'
    """
    cited = "; ".join(dict.fromkeys(_cited(result) for result in results))
    return f"rests on: {cited}" if cited else ""


def _cited(result: Citable) -> str:
    evidence = result.evidence
    if not evidence.established:
        return f"the candidate {result.label} ({evidence.caveat()})"
    if evidence.needed == (About.RESTS,):
        known = evidence.status(About.ALL_REST) >= Status.VERIFIED
        return f"the rest points of {result.label}{'' if known else ' (whether there are others is open)'}"
    alone = evidence.status(About.COMPLETE) >= Status.VERIFIED
    part = next((f.part for f in evidence.rows if f.about is About.COMPLETE), "")
    in_regions = any(row.about is About.COVER for row in evidence.required)
    where = " inside each region" if in_regions else f" {part}" if part else ""
    only = f", the only one{where}" if alone else "; whether there are others is open"
    return f"{result.label} (an equilibrium{only})"
