"""Rest points at random parameters: do shares stand still there, and do paths bear out what is said of stability?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.sampling import sample
from lsec_models.audits.populations.paths import Populations, Seen
from lsec_models.games.evolutionary.audits import AuditedRestPoint, RestPointsAudit
from lsec_models.games.evolutionary.rest_points import RestPoint, RestPoints
from lsec_models.games.frozen import Frozen, values_by_name

_NOWHERE: Mapping[str, Fraction] = Frozen({})


def rest_points_audit(found: RestPoints, draws: int, seed: int, tolerance: float) -> RestPointsAudit:
    """Return what numerical paths of the replicator dynamics say of rest points.

    1. Draw admissible parameters, and take from the declared payoffs, in floats, how fast shares move.
    2. Where a rest point is stated to rest, no share may move.
    3. Follow paths from near it, in all directions and on all faces that it touches. Where it is stated to be
       asymptotically stable all must arrive, where it is stated not to be some must not. Eigenvalues say how near is
       near and how long is long; where the leading one is near zero, that it is stable remains unclear.

    Raises
    ------
    SamplingFailed
        If too few admissible parameters are found.
    """
    generator = np.random.default_rng(seed)
    drawn = sample(found.domain, draws, seed)
    populations = [Populations.of(found.game, point) for point in drawn]
    return RestPointsAudit(
        subject=found.evidence.subject,
        tolerance=tolerance,
        label=found.label,
        draws=draws,
        seed=seed,
        points=tuple(_audited(one, drawn, populations, generator) for one in found.points),
    )


def _audited(
    one: RestPoint,
    drawn: Sequence[Mapping[sp.Symbol, Fraction]],
    populations: Sequence[Populations],
    generator: np.random.Generator,
) -> AuditedRestPoint:
    rests = judged = refuted = unclear = 0
    seen, speed = "", 0.0
    at = fastest = _NOWHERE
    for point, there in zip(drawn, populations, strict=True):
        if not one.domain.contains(point):
            continue
        rests += 1
        exact = one.domain.ring.exact_point(point)
        state = np.array([float(share.evaluate(exact)) for share in one.exact.values()])
        moved = float(np.abs(there.speed(state[None])).max())
        if moved > speed:
            speed, fastest = moved, _shown(point)
        stable = _stated_stable(one, point)
        if stable is None:
            continue
        did = there.seen_near(state, generator, stated_stable=stable)
        if did is Seen.UNCLEAR:
            unclear += 1
            continue
        judged += 1
        if (did is Seen.ATTRACTS) is not stable:
            refuted += 1
            if not seen:
                stated = "asymptotically stable" if stable else "not asymptotically stable"
                seen, at = f"stated to be {stated}, and {did.value}", _shown(point)
    return AuditedRestPoint(
        name=one.name,
        rests=rests,
        judged=judged,
        refuted=refuted,
        unclear=unclear,
        seen=seen,
        at=at,
        speed=speed,
        fastest=fastest,
    )


def _stated_stable(one: RestPoint, point: Mapping[sp.Symbol, Fraction]) -> bool | None:
    """Return whether a rest point is stated to be asymptotically stable at a draw; None where that is left open."""
    if one.stable_where is None:
        return False if one.exactly else None
    exact = one.domain.ring.exact_point(point)
    return all(condition.holds_at(exact) for condition in one.stable_where)


def _shown(point: Mapping[sp.Symbol, Fraction]) -> Mapping[str, Fraction]:
    return values_by_name(point)
