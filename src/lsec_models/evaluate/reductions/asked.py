"""Reading ``reduce=``: what is asked of which quantity."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import sympy as sp

from lsec_models.errors import DeclarationError, UnknownName, described, nearest, require_known
from lsec_models.evaluate.plan import SweepPlan
from lsec_models.evaluate.reductions.best import MOST, Argmax, Argmin
from lsec_models.evaluate.reductions.histogram import Histogram, Quantile
from lsec_models.evaluate.reductions.moments import Count, Extreme, Mean
from lsec_models.evaluate.reductions.reduction import Reduction
from lsec_models.evaluate.reductions.region import Region

REGION = "region"
Word: TypeAlias = "str | Histogram | Quantile | Argmax | Argmin"
Reduce: TypeAlias = "str | Mapping[str | sp.Symbol, Word | Iterable[Word]]"

_WORDS: Mapping[str, Reduction] = {
    "count": Count(),
    "min": Extreme("min"),
    "mean": Mean(),
    "max": Extreme("max"),
    "argmax": Argmax(),
    "argmin": Argmin(),
}
_OBJECTS = (Histogram, Quantile, Argmax, Argmin)


@dataclass(frozen=True)
class AskedReduction:
    """One reduction of one quantity, or of the regions."""

    quantity: str
    reduction: Reduction


def asked_of(reduce: Reduce, plan: SweepPlan) -> tuple[AskedReduction, ...]:
    """Return what `reduce` asks of a sweep; see :func:`lsec_models.sweep`.

    Raises
    ------
    UnknownName
        If there is no such quantity, or no such reduction.
    DeclarationError
        If nothing is asked, one thing twice, or who is best of a single equilibrium.
    """
    if reduce == REGION:
        reduce = {REGION: "count"}
    if not isinstance(reduce, Mapping) or not reduce:
        raise DeclarationError(
            f"reduce = {reduce!r}: say what of which quantity, as in reduce={{'q': ['mean', 'max']}}, or 'region'"
        )
    asked = [one for key, words in reduce.items() for one in _of_quantity(str(key), words, plan)]
    names = [(one.quantity, one.reduction.word) for one in asked]
    for quantity, word in names:
        if names.count((quantity, word)) > 1:
            raise DeclarationError(f"reduce asks for the {word} of {quantity} twice; leave one out")
        dims = [f"{quantity}_{dim}" for dim in ("best", "least", "bin", "share")]
        for name in (f"{quantity}_{word}", *dims, *([REGION] if quantity == REGION else [])):
            if name in plan.parameters:
                raise DeclarationError(f"a reduced sweep uses the name {name!r} for itself; rename the parameter")
    return tuple(asked)


def quantities_of(asked: Collection[AskedReduction]) -> list[str]:
    """Return the quantities that reductions need."""
    return list(dict.fromkeys(one.quantity for one in asked if not isinstance(one.reduction, Region)))


def _of_quantity(name: str, words: object, plan: SweepPlan) -> list[AskedReduction]:
    several = isinstance(words, Iterable) and not isinstance(words, str | Mapping)
    listed: list[object] = list(words) if several else [words]  # type: ignore[call-overload]
    if not listed:
        raise DeclarationError(f"reduce asks for nothing of {name}; leave it out, or say what: {_known()}")
    if name == REGION and REGION not in plan.quantities:
        if listed != ["count"]:
            raise DeclarationError(f"reduce = {{'region': {words!r}}}: write {{'region': 'count'}}")
        return [AskedReduction(REGION, Region())]
    require_known(name, [*plan.quantities, REGION], f"no quantity {name!r} in this sweep")
    reductions = [_reduction(name, word) for word in listed]
    for reduction in reductions:
        if isinstance(reduction, Argmax | Argmin):
            _require_several(name, reduction.word, plan)
    return [AskedReduction(name, reduction) for reduction in reductions]


def _reduction(name: str, word: object) -> Reduction:
    if isinstance(word, _OBJECTS):
        return word
    if not isinstance(word, str):
        raise DeclarationError(f"reduce, {name}: {described(word)}; give {_known()}")
    if word in ("histogram", "quantile"):
        example = "Histogram(width=0.1)" if word == "histogram" else "Quantile(0.5, width=0.1)"
        raise DeclarationError(f"reduce, {name}: a {word} needs the width of its bins; write {example}")
    if word not in _WORDS:
        raise UnknownName(f"reduce, {name}: no reduction {word!r}; {nearest(word, _WORDS)}")
    return _WORDS[word]


def _require_several(name: str, word: str, plan: SweepPlan) -> None:
    if len(plan.labels) < 2:
        raise DeclarationError(
            f"reduce, {name}: {word} says which of several equilibria is best; pass them by name, "
            "sweep({'led': led, 'nash': nash}, ...), or ask for max or min"
        )
    if len(plan.labels) > MOST:
        raise DeclarationError(f"reduce, {name}: {word} compares at most {MOST} equilibria; pass fewer")


def _known() -> str:
    return f"{', '.join(map(repr, _WORDS))}, Histogram(width=...) or Quantile(..., width=...)"
