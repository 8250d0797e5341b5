"""The atlas: every pairwise comparison of the 13 structures and every comparative static, as verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import combinations
from typing import Any

from lsec_models.prove.compare import Sign, compare
from lsec_models.prove.statics import comparative_statics
from lsec_models.prove.verdicts import Proved

from .model import TRILATERAL, equilibria

QUANTITIES: Mapping[str, str] = {
    "q": "quality",
    "price": "retail price",
    "e": "live effort",
    "t": "traffic support",
    "manufacturer": "the manufacturer's profit",
    "streamer": "the streamer's profit",
    "platform": "the platform's profit",
    "chain_profit": "chain profit",
    "consumer_surplus": "consumer surplus",
}


def pairwise(quantity: str) -> dict[str, Any]:
    """Return, for each of the 78 pairs, the decided order in one quantity."""
    return {pair: entries[quantity] for pair, entries in _all_pairs().items()}


def statics(label: str) -> dict[str, Any]:
    """Return, for each quantity and parameter, the decided sign of the derivative."""
    table = comparative_statics(equilibria()[label], list(QUANTITIES))
    return {f"{cell.quantity} in {cell.parameter}": _entry(cell.sign) for cell in table}


@cache
def _all_pairs() -> dict[str, dict[str, Any]]:
    """Compare pair by pair, and keep what is recorded instead of the certificates."""
    found = {}
    for left, right in combinations(TRILATERAL, 2):
        compared = compare({label: equilibria()[label] for label in (left, right)}, list(QUANTITIES))
        found[f"{left} | {right}"] = {cell.quantity: _entry(cell.sign) for cell in compared}
    return found


def _entry(sign: Sign) -> dict[str, Any]:
    """What is recorded of a decided sign: the sign, the exact condition where it turns, and the kind of evidence."""
    return {
        "sign": sign.symbol,
        "positive iff": "" if sign.condition is None else str(sign.condition),
        "evidence": _evidence(sign),
    }


def _evidence(sign: Sign) -> str:
    if isinstance(sign.verdict, Proved):
        return "certificate" if sign.verdict.exact else "two engines"
    return "exact points of either sign" if sign.symbol == "><" else "none"
