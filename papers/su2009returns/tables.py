"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "R": "refund R",
    "P": "price P",
    "price": "price",
    "q": "order q",
    "returned": "share that is returned",
    "seller": "profit of the seller",
}
_TITLES = {
    "refund": "the best refund",
    "full": "full refund",
    "none": "no refund",
    "stocked": "refund s, an order before demand is known",
    "guaranteed": "guarantee",
    "unguaranteed": "no guarantee",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Refunds, prices, orders and profits.", "Where it holds; the others hold for all parameters."),
        columns=("policy", "quantity", "at the optimum"),
        words=_WORDS,
        titles=_TITLES,
    )


def refunds(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show refunds where values are normal."""
    caption = "Refunds and prices where values are normal with mean 1 and variance 1/4."
    columns = ("value s of what is returned", "refund", "price", "share that is returned", "profit")
    return [Table(name="refunds", caption=caption, columns=columns, rows=[tuple(one.values()) for one in value])]
