"""What is established of a feedback equilibrium over a finite horizon at one point."""

from __future__ import annotations

from dataclasses import replace

from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.game import Game
from lsec_models.solve.differential.instant_game import slope_symbols, solve_instant

_VERIFICATION = "value functions that solve the Hamilton-Jacobi-Bellman equations, integrated over the whole horizon"
_CLASS = "within strategies that value functions of degree two or less support: one solution from the end on"
_DATES = 200


def finite_findings(game: DifferentialGame, below: str) -> tuple[Finding, ...]:
    """Return what is established where value functions were integrated backwards.

    Value functions that exist on the whole horizon, with decisions that maximise each Hamiltonian after every history,
    make an equilibrium (verification theorem). They are integrated in floats: `checked` at best.

    Parameters
    ----------
    game : DifferentialGame
    below : str
        Where a strategy asks for a decision below its declared sign, in words.
    """
    static = solve_instant(game, slope_symbols(game)).equilibrium.evidence
    findings = [_checked(finding) for finding in static.rows if finding.about in (About.OPTIMAL, About.OFF_PATH)]
    if below:
        findings = [
            replace(one, status=Status.OPEN, detail=below) if one.about is About.OFF_PATH else one for one in findings
        ]
    return (
        found(Row(about=About.EXISTS), Status.CHECKED, _VERIFICATION, points=_DATES),
        *findings,
        found(Row(about=About.TRANSVERSALITY), Status.PROVED, "value functions are zero at the end"),
        found(Row(about=About.COMPLETE), _uniqueness(game.instant, static.status(About.COMPLETE)), _CLASS),
    )


def _checked(finding: Finding) -> Finding:
    if finding.status < Status.CHECKED:
        return finding
    means = f"{_VERIFICATION}; there, {finding.means}" if finding.means else _VERIFICATION
    return replace(finding, status=Status.CHECKED, means=means, points=_DATES)


def _uniqueness(instant: Game, status: Status) -> Status:
    """Return how far it is known that an instant has one equilibrium; where bounds may bind, it is not."""
    return Status.OPEN if any(d.is_nonnegative for d in instant.decisions) else status
