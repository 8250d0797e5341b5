"""What a solved choice rests on: payoffs compared exactly, and how far it is known what follows each mode."""

from __future__ import annotations

from collections.abc import Mapping

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import ASSUMPTION, Domain
from lsec_models.games.choice.at_point import ChoicePoint
from lsec_models.games.choice.declaration import Choice, ModeName, mode_label
from lsec_models.games.choice.solved_modes import SolvedChoice, SolvedMode, domain_of_mode
from lsec_models.games.evidence.evidence import About, Evidence, Finding, HasEvidence, Row, Status, found
from lsec_models.games.static.results.evidence_subject import digest

_COMPARED = "payoffs in all modes that can be had, compared exactly"
_SUBGAMES = "the equilibria of the modes"
_SIMULTANEOUS = "simultaneous choosers may have no equilibrium in pure strategies"


def evidence_of_choice(choice: Choice, modes: Mapping[ModeName, SolvedMode], domain: Domain) -> Evidence:
    """Return the evidence of a solved choice over its whole domain, resting on that of its modes.

    1. Each chooser's mode is the best of those that can be had, because payoffs are compared exactly.
    2. What follows a mode is a subgame: it must have an equilibrium wherever its own assumptions hold, or it is open
       whether the mode, where its closed form does not hold, would not have been better.
    3. One chooser has a best mode where some mode can be had; it is known that one can where a mode's equilibrium
       exists at each point and nobody may refuse.
    """
    beyond = {name: reason for name, mode in modes.items() if (reason := _beyond(mode, domain))}
    always = any(
        name not in beyond and not _asked(mode, domain) and not list(mode.asked) for name, mode in modes.items()
    )
    if choice.is_simultaneous:
        exists = found(Row(about=About.EXISTS), Status.OPEN, detail=_SIMULTANEOUS)
    elif always:
        exists = found(Row(about=About.EXISTS), Status.PROVED, _COMPARED)
    else:
        exists = found(Row(about=About.EXISTS), Status.OPEN, detail="nothing is chosen where no mode can be had")
    off_path = found(
        Row(about=About.OFF_PATH), Status.OPEN if beyond else Status.PROVED, _SUBGAMES, detail=_told(beyond)
    )
    return Evidence(
        subject=digest(
            choice.choosers, [(mode_label(n), m.evidence.subject) for n, m in modes.items()], choice.assuming
        ),
        required=(Row(about=About.EXISTS), *_rows(choice), Row(about=About.OFF_PATH), Row(about=About.COMPLETE)),
        findings=(
            exists,
            *(found(row, Status.PROVED, _COMPARED) for row in _rows(choice)),
            off_path,
            found(
                Row(about=About.COMPLETE), Status.OPEN, detail="in a tie every best mode is chosen in an equilibrium"
            ),
        ),
        rests_on=tuple((mode_label(name), mode.evidence) for name, mode in modes.items() if mode.solved is not None),
    )


def evidence_of_choice_at_point(chosen: ChoicePoint) -> Evidence:
    """Return the evidence of what is chosen at one point, resting on that of the modes that can be had there."""
    unknown = {name: reason for name, reason in chosen.unavailable.items() if name not in chosen.ruled_out}
    below = {name: mode.evidence for name, mode in chosen.available.items() if isinstance(mode, HasEvidence)}
    exists = Row(about=About.EXISTS)
    return Evidence(
        subject=digest(chosen.choice.choosers, [(mode_label(n), e.subject) for n, e in below.items()], chosen.point),
        required=(exists, *_rows(chosen.choice), Row(about=About.OFF_PATH), Row(about=About.COMPLETE)),
        findings=(
            found(exists, Status.PROVED if chosen.chosen else Status.OPEN, _COMPARED if chosen.chosen else ""),
            *(found(row, Status.PROVED, _COMPARED) for row in _rows(chosen.choice) if chosen.chosen),
            found(
                Row(about=About.OFF_PATH), Status.OPEN if unknown else Status.PROVED, _SUBGAMES, detail=_told(unknown)
            ),
            _complete(chosen, below, known=not unknown),
        ),
        rests_on=tuple((mode_label(name), evidence) for name, evidence in below.items()),
    )


def _rows(choice: Choice) -> tuple[Row, ...]:
    return tuple(Row(about=About.OPTIMAL, player=chooser, decisions=("mode",)) for chooser in choice.choosers)


def _told(reasons: Mapping[ModeName, str]) -> str:
    return "; ".join(f"{mode_label(name)}: {reason}" for name, reason in reasons.items())


def _beyond(mode: SolvedMode, domain: Domain) -> str:
    """Return where in a domain it is not known what follows a mode, in words; empty if it is known everywhere."""
    if mode.solved is None:
        return mode.reason
    if mode.evidence.status(About.EXISTS) < Status.VERIFIED:
        return "that an equilibrium exists everywhere is open"
    asked = [condition for condition in _asked(mode, domain) if condition.origin != ASSUMPTION]
    return f"known where {'; '.join(str(condition.relation) for condition in asked)}" if asked else ""


def _asked(mode: SolvedMode, domain: Domain) -> list[Condition]:
    """Return what a mode's equilibrium asks of the parameters that does not follow from what the choice assumes."""
    holds = mode.solved.domain if isinstance(mode.solved, SolvedChoice) else domain_of_mode(mode.solved)
    conditions = () if holds is None else holds.over(domain.ring).conditions
    return [
        condition for condition in domain.where(conditions).reduced().conditions if condition not in domain.conditions
    ]


def _complete(chosen: ChoicePoint, below: Mapping[ModeName, Evidence], *, known: bool) -> Finding:
    """Return whether what is chosen is all: every best mode is listed, and each mode has no other equilibrium."""
    row = Row(about=About.COMPLETE)
    if chosen.choice.is_simultaneous:
        return found(row, Status.OPEN, detail="in pure strategies these are all; see `equilibria`")
    status = min((evidence.status(About.COMPLETE) for evidence in below.values()), default=Status.OPEN)
    return found(row, status if known else Status.OPEN, _SUBGAMES)
