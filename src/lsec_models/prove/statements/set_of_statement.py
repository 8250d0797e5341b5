"""The set on which a statement is to hold, as certificates have it."""

from __future__ import annotations

from typing import Any

from lsec_models.algebra.numbers.rational_roots import root_bounds
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.statements.statement import Statement


def set_of(stated: Statement) -> dict[str, list[dict[str, Any]]]:
    """Return what a certificate says of the set on which the claim holds."""
    return {
        "variables": [
            {"name": symbol.name, "range": kind.value}
            for symbol, kind in zip(stated.ring.symbols, stated.domain.kinds, strict=True)
        ],
        "conditions": [
            {"polynomial": to_terms(c.polynomial), "strict": c.strict, "origin": c.origin} for c in stated.given
        ],
        "radicals": [
            {"name": r.name, "radicand": str(r.radicand), "low": str(low), "high": str(high)}
            for r in stated.radicals
            for low, high in [root_bounds(r.radicand)]
        ],
    }
