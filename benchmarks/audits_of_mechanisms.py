"""The fifteen mechanisms at random admissible parameters: does anybody gain by deviating?

Of each model its main games are solved, and asked at N points that are drawn in slack coordinates, by two means: the
package's audit, and the grid of deviations of `tests/support/grids/deviations.py`, which shares no code with it: its
own answers of later movers, and expected payoffs by Gauss's nodes. Where something is random the audit plays drawn
worlds too. Efforts over time are moved for good, and payoffs are those of the linear motion; from near rest points of
populations the audit follows paths, and at them a Jacobian that is made of differences is asked for its eigenvalues.
Prints a line for each game, and returns 1 if
anything that is called an equilibrium is refuted::

    python benchmarks/audits_of_mechanisms.py [N=1000] [SEED=0] [MODEL ...]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from families.efforts_for_good import efforts_for_good
from grids.deviations import Grid, Tried
from jacobian_at_rest import stability_refuted
from lsec_models import solve
from lsec_models.algebra.domains.sampling import sample
from lsec_models.audits import Audit, audit
from lsec_models.audits.dynamic.dynamic_audit import audit_differential
from lsec_models.errors import ExplosiveSimulation, SamplingFailed
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.evolutionary.rest_points import RestPoints
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.models import load

CHAIN = ["manufacturer", ("streamer", "platform")]
MAKER, STREAMER = ["manufacturer", "streamer"], ["streamer", "manufacturer"]
GAMES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "inventory": ({}, {"contract": "none"}, {"supply": "quick_response"}, {"contract": "revenue_sharing"}),
    "information_sharing": ({}, {"sharing": "told"}, {"how": "agency", "sharing": "told"}, {"how": "rivals"}),
    "streamer_training": ({}, {"contract": "exit_penalty"}, {"trainer": "agency"}),
    "content": (
        {},
        {"payer": "brands"},
        {"payer": "bonus"},
        {"story": "priced", "order": CHAIN},
        {"story": "deal"},
    ),
    "promotion": ({}, {"streamers": "three"}, {"streamers": "alike", "traffic": "decided"}),
    "live_pricing": ({}, {"sold": "reselling"}, {"sold": "chain"}, {"story": "slope"}),
    "after_sales": ({}, {"order": CHAIN}, {"who": "owner", "refund": "decided"}, {"story": "exaggeration"}),
    "customer_relationship": ({}, {"order": MAKER}, {"streamer": "self_run"}),
    "partnership": (
        {},
        {"story": "effort"},
        {"story": "rivals"},
        {"story": "clause"},
        {"story": "agency", "contract": "agency"},
    ),
    "product_selection": (
        {},
        {"order": MAKER},
        {"order": STREAMER},
        {"found": "replaced", "accuracy": "seen"},
        {"story": "name"},
    ),
    "logistics": ({}, {"order": CHAIN, "runner": "streamer"}, {"story": "carriers"}, {"story": "spike"}),
    "technology": (
        {"adopters": "both"},
        {"adopters": "both", "order": ["first", "second"]},
        {"story": "host"},
        {"story": "threat"},
        {"story": "research"},
    ),
    "business_model": (
        {},
        {"expectations": "responsive", "order": CHAIN},
        {"story": "sellers"},
        {"story": "referral"},
        {"story": "bundle", "sold": "together"},
    ),
    "consumer_demand": ({}, {"commitment": "show"}, {"shock": True}, {"segments": "trust"}),
    "regulation": ({}, {"consumers": False}, {"consumers": False, "pooled": True}),
}
PATHS = 1
# Paths over time are followed in steps.
TOLERANCE, OVER_TIME = 1e-6, 1e-4


def main() -> int:
    given = _arguments()
    print("| model | game | stated | audited at | largest gain | moves tried | judged | largest gain | CPU s |")
    print("|---|---|---|---|---|---|---|---|---|")
    refuted = 0
    for model in given.models or GAMES:
        for options in GAMES[model]:
            start = time.process_time()
            solved = solve(load(model, **options))
            row, wrong = _asked(solved, given.count, given.seed)
            refuted += wrong
            words = ", ".join(f"{name}={_words(value)}" for name, value in options.items()) or "usual"
            print(f"| `{model}` | {words} | {' | '.join(row)} | {time.process_time() - start:.1f} |", flush=True)
    print(f"\nrefuted: {refuted}")
    return 1 if refuted else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", metavar="N", nargs="?", type=int, default=1000)
    parser.add_argument("seed", metavar="SEED", nargs="?", type=int, default=0)
    parser.add_argument("models", metavar="MODEL", nargs="*", help=f"of {', '.join(GAMES)}")
    given = parser.parse_args()
    if unknown := [name for name in given.models if name not in GAMES]:
        parser.error(f"no model {', '.join(unknown)} here; there are {', '.join(GAMES)}")
    return given


def _words(value: object) -> str:
    if not isinstance(value, list):
        return str(value)
    return " > ".join(slot if isinstance(slot, str) else " = ".join(slot) for slot in value)


def _asked(solved: Any, count: int, seed: int) -> tuple[list[str], bool]:
    """Return a row of the table, and whether what is stated is refuted."""
    if isinstance(solved, RestPoints):
        points = sample(solved.domain, count, seed)
        judged, wrong = stability_refuted(solved, points)
        audited = audit(solved, draws=count, seed=seed)
        [found] = audited.audits
        followed, refuted = (sum(getattr(one, name) for one in found.points) for name in ("judged", "refuted"))
        is_refuted = wrong > 0 or refuted > 0 or audited.evidence.status(About.RESTS) is Status.REFUTED
        said = "as stated" if found.passed() else f"{refuted} wrong" if is_refuted else "unclear"
        return ["rest points", f"{followed} paths", said, str(judged), str(judged), f"{wrong} wrong"], is_refuted
    if isinstance(solved, FeedbackEquilibrium):
        points = sample(solved.domain, count, seed)
        moved = efforts_for_good(solved, points)
        gains = list(islice(_gains_over_time(solved, points), PATHS))
        said = [_stated(solved), f"{PATHS}", f"{max(gains):.0e}"]
        return [*said, *_tried(moved)], solved.evidence.established and (
            max(gains) > OVER_TIME or moved.gain > TOLERANCE
        )
    audited = audit(solved, draws=count, seed=seed)
    resolved = min(count - one.unresolved if isinstance(one, Audit) else count for one in audited.audits)
    gain = max(_largest_gain(one) for one in audited.audits)
    moved = _on_grid(solved, count, seed)
    wrong = gain > TOLERANCE or (moved is not None and moved.gain > TOLERANCE)
    return [_stated(solved), str(resolved), f"{gain:.0e}", *_tried(moved)], wrong and solved.evidence.established


def _gains_over_time(solved: FeedbackEquilibrium, points: Sequence[Mapping[Any, Any]]) -> Iterator[float]:
    """Yield the largest gain at each point whose paths can be followed: rates may be thousands of times each other."""
    for point in points:
        try:
            yield audit_differential(solved, at=point, draws=20).largest_gain
        except ExplosiveSimulation:
            continue


def _largest_gain(one: Any) -> float:
    if isinstance(one, Audit):
        return max(float(one.largest_relative_gain), 0.0)
    return 0.0 if one.passed() else float("inf")


def _stated(solved: Any) -> str:
    return "equilibrium" if solved.evidence.established else "candidate"


def _tried(found: Tried | None) -> list[str]:
    return ["", "", ""] if found is None else [f"{found.tried:,}", f"{found.judged:,}", f"{max(found.gain, 0):.0e}"]


def _on_grid(solved: Any, count: int, seed: int) -> Tried | None:
    """Return what the grid finds; nothing where draws are seen between moves, of several regimes, and of roots."""
    game = getattr(solved.game, "declared", solved.game)
    if isinstance(solved, ImplicitEquilibrium) or (game.random and not game.signals):
        return None
    regimes = list(_regimes(solved))
    if len(regimes) != 1:
        return None
    (found,) = regimes
    try:
        points = sample(found.domain, count, seed)
    except SamplingFailed:
        return None
    names = [*(symbol.name for symbol in (*game.decisions, *game.expectations))]
    strategies = getattr(found, "strategies", None) or {name: found[name] for name in names}
    return Grid(game, strategies).deviations(points)


def _regimes(solved: Any) -> Iterator[Any]:
    """Yield the closed forms of a result, each with its domain."""
    if isinstance(solved, PiecewiseEquilibrium):
        for regime in solved.regimes:
            yield from regime.pieces
    else:
        yield solved


if __name__ == "__main__":
    sys.exit(main())
