"""From a finite game to its equilibria: pure ones of any number of players, and all those of two players."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen
from lsec_models.games.matrix.equilibria import (
    Component,
    MatrixEquilibria,
    MixedEquilibrium,
    NashSubset,
    Probabilities,
    why_not_mixed,
)
from lsec_models.games.matrix.game import MatrixGame, Profile
from lsec_models.games.matrix.vertex_enumeration import Mixture, Pair, SupportProduct, components, extreme_equilibria
from lsec_models.games.static.results.evidence_subject import digest
from lsec_models.work import OutOfWork, Work

_PAIRS_OF_RAYS = 100_000_000
_ALL_VERTICES = "all vertices of the best-reply polytopes, in exact rationals"
_ALL_PROFILES = "all profiles of strategies, in exact rationals"
_ALL_REPLIES = "comparison with every other strategy, in exact rationals"
_GIVEN = "for these payoffs; what they are taken from may have other equilibria"


@dataclass(frozen=True, kw_only=True)
class PayoffsOf:
    """What stands behind the payoffs of a finite game whose payoffs are those of other results.

    Attributes
    ----------
    decides : str
        What a player decides, in a word.
    rests_on : tuple of (str, Evidence)
        The results, each with its label.
    """

    decides: str = "strategy"
    rests_on: tuple[tuple[str, Evidence], ...] = ()


def all_equilibria(
    game: MatrixGame, work: Work | None = None, *, payoffs_of: PayoffsOf = PayoffsOf()
) -> MatrixEquilibria:
    """Return all equilibria of a finite game that are computed for its number of players.

    1. Pure equilibria, of any number of players: the profiles in which everybody's payoff is the largest that a change
       of the own strategy alone can yield.
    2. Of two players, all extreme equilibria and what lies between them:
       :mod:`lsec_models.games.matrix.vertex_enumeration`.

    Parameters
    ----------
    game : MatrixGame
    work : Work, optional
        What it may cost; as much as with normal effort, if it is not given. Where that is not enough the mixed
        equilibria are left out, and the evidence says so.
    payoffs_of : PayoffsOf
        Where the payoffs come from.

    Raises
    ------
    OutOfTime
        If a limit in seconds is reached.

    References
    ----------
    Nash, J. (1951). Non-cooperative games. Annals of Mathematics 54.

    Examples
    --------
    >>> pennies = MatrixGame(
    ...     strategies={"even": ["heads", "tails"], "odd": ["heads", "tails"]},
    ...     payoffs=[[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]],
    ... )
    >>> all_equilibria(pennies).only()
    1/2 heads + 1/2 tails / 1/2 heads + 1/2 tails: even 0, odd 0
    """
    pure = tuple(_pure(game))
    parts = _listed(game, work or Work.of())
    evidence = _evidence(game, bool(pure), parts is not None, payoffs_of)
    together = None if parts is None else tuple(_component(game, part, pairs, evidence) for part, pairs in parts)
    return MatrixEquilibria(game=game, pure=pure, found=together, evidence=evidence)


def _pure(game: MatrixGame) -> Iterator[Profile]:
    """Yield the pure equilibria, in the order of the tables."""
    best: list[dict[tuple[int, ...], Fraction]] = []
    profiles = list(product(*map(range, game.shape)))
    for i, player in enumerate(game.players):
        largest: dict[tuple[int, ...], Fraction] = {}
        for profile in profiles:
            others, own = profile[:i] + profile[i + 1 :], game.entry(player, profile)
            if others not in largest or own > largest[others]:
                largest[others] = own
        best.append(largest)
    for profile in profiles:
        if all(
            game.entry(player, profile) == best[i][profile[:i] + profile[i + 1 :]]
            for i, player in enumerate(game.players)
        ):
            yield tuple(own[k] for own, k in zip(game.strategies.values(), profile, strict=True))


_Part = tuple[list[SupportProduct], list[Pair]]


def _listed(game: MatrixGame, work: Work) -> list[_Part] | None:
    """Return the components of a game of two players, each with its extreme equilibria; None if they are not known."""
    if len(game.players) != 2:
        return None
    charge = work.slice(_PAIRS_OF_RAYS).charge
    try:
        first, second = game.tables
        return components(extreme_equilibria(first, second, charge), charge)
    except OutOfWork:
        return None


def _component(
    game: MatrixGame, subsets: Sequence[SupportProduct], pairs: Sequence[Pair], evidence: Evidence
) -> Component:
    row, column = game.players
    return Component(
        subsets=tuple(
            NashSubset(
                mixtures=Frozen(
                    {
                        row: tuple(_probabilities(game, row, mixture) for mixture in subset.rows),
                        column: tuple(_probabilities(game, column, mixture) for mixture in subset.columns),
                    }
                )
            )
            for subset in subsets
        ),
        extreme=tuple(_mixed(game, pair, evidence) for pair in pairs),
    )


def _mixed(game: MatrixGame, pair: Pair, evidence: Evidence) -> MixedEquilibrium:
    played = [[(k, p) for k, p in enumerate(mixture) if p] for mixture in pair]
    expected = {
        player: sum((p * q * table[i][j] for i, p in played[0] for j, q in played[1]), Fraction(0))
        for player, table in zip(game.players, game.tables, strict=True)
    }
    return MixedEquilibrium(
        probabilities=Frozen(
            {player: _probabilities(game, player, mixture) for player, mixture in zip(game.players, pair, strict=True)}
        ),
        payoffs=Frozen({player: to_sympy(value) for player, value in expected.items()}),
        evidence=evidence,
    )


def _probabilities(game: MatrixGame, player: str, mixture: Mixture) -> Probabilities:
    return Frozen({name: to_sympy(p) for name, p in zip(game.strategies[player], mixture, strict=True)})


def _evidence(game: MatrixGame, any_pure: bool, is_listed: bool, payoffs_of: PayoffsOf) -> Evidence:
    moves = [Row(about=About.OPTIMAL, player=player, decisions=(payoffs_of.decides,)) for player in game.players]
    later = "what is played later is taken as it is" if payoffs_of.rests_on else "nobody moves later"
    findings = (
        _existence(any_pure, is_listed),
        *(found(row, Status.PROVED, _ALL_REPLIES) for row in moves),
        found(Row(about=About.OFF_PATH), Status.PROVED, later),
        _complete("pure", _ALL_PROFILES, payoffs_of),
        _complete("mixed", _ALL_VERTICES, payoffs_of)
        if is_listed
        else found(
            Row(about=About.COMPLETE, branch=("mixed",)), Status.OPEN, detail=f"not asked: {why_not_mixed(game)}"
        ),
    )
    return Evidence(
        subject=digest(game.strategies, game.payoffs, [(label, below.subject) for label, below in payoffs_of.rests_on]),
        required=tuple(finding.row for finding in findings),
        findings=findings,
        rests_on=payoffs_of.rests_on,
    )


def _existence(any_pure: bool, is_listed: bool) -> Finding:
    if any_pure or is_listed:
        return found(Row(about=About.EXISTS), Status.PROVED, _ALL_VERTICES if is_listed else _ALL_PROFILES)
    detail = "no pure equilibrium exists; a mixed one does (Nash 1951), but is not computed"
    return found(Row(about=About.EXISTS), Status.OPEN, detail=detail)


def _complete(kind: str, means: str, payoffs_of: PayoffsOf) -> Finding:
    """Return that a list is complete: as far as what its payoffs are taken from has no other equilibria."""
    below = min((evidence.status(About.COMPLETE) for _, evidence in payoffs_of.rests_on), default=Status.PROVED)
    row = Row(about=About.COMPLETE, branch=(kind,))
    if below is Status.PROVED:
        return found(row, Status.PROVED, means)
    return found(row, Status.OPEN if below is Status.REFUTED else below, means, detail=_GIVEN)
