"""The games in which statements are asked again: where demand has another form, or somebody moves at another time."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

_PARTS = tuple(
    import_module(f".{name}", __name__)
    for name in (
        "added_shocks",
        "agencies_in_turn",
        "agreed_sales",
        "contests_led",
        "data_by_host",
        "deals_in_turn",
        "decided_show_prices",
        "differing_brands",
        "elastic_agencies",
        "elastic_brands",
        "elastic_networks",
        "elastic_offers",
        "elastic_refunds",
        "fines_by_audience",
        "joint_promotion",
        "levers_in_other_forms",
        "levers_in_other_orders",
        "lots_at_clearing_prices",
        "lowest_prices",
        "multiplied_claims",
        "multiplied_content",
        "multiplied_deals",
        "multiplied_deliveries",
        "multiplied_hype",
        "multiplied_networks",
        "other_forms",
        "other_threats",
        "other_timings",
        "priced_contests",
        "priced_deals",
        "priced_spikes",
        "rival_networks",
        "rivals_who_tell",
        "rules_seen_first",
        "scaled_chains",
        "scaled_values",
        "seasons_that_end",
        "shared_names",
        "shown_at_other_times",
        "small_demands",
        "trust_in_vetting",
        "vetting_priced_last",
    )
)


def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of all of them, by label."""
    return {label: found for part in _PARTS for label, found in part.equilibria().items()}
