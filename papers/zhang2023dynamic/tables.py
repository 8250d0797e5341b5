"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table, decimals

from .rankings import QUANTITIES

MODE_WORDS = {
    "centralised": "centralised",
    "nash": "nash",
    "stackelberg": "stackelberg",
    "cost_sharing": "cost sharing",
    "quality_sharing": "quality sharing",
    "two_way_sharing": "two-way sharing",
}
WORDS = {
    "q": "quality effort q",
    "e": "live effort e",
    "p": "price p",
    "s_e": "offered share s_e of the effort cost",
    "s_q": "offered share s_q of the quality cost",
    "G": "goodwill G in the long run",
    "demand": "demand in the long run",
    "manufacturer": "profit of the manufacturer",
    "streamer": "profit of the streamer",
    "chain": "profit of the chain",
}
_SHOWN = ("q", "e", "s_e", "s_q", "G")
_CONTRACTS = {
    "effort_coordinated": "effort cost",
    "quality_coordinated": "quality cost",
    "coordinated": "both",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show efforts, shares, goodwill and conditions in every mode."""
    return closed_form_tables(
        value,
        name="modes",
        captions=(
            "Closed forms in each mode.",
            "Where offered shares are not negative; modes that are not named hold for all parameters.",
        ),
        columns=("mode", "quantity", "value"),
        words={name: WORDS[name] for name in _SHOWN},
        titles=MODE_WORDS,
    )


def rates(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the optimal rates and where they turn positive."""
    rows = [
        [
            what,
            entry["chosen"],
            _listed(entry["best_of_given_shares"]),
            entry["of_the_margin_kept"],
            _listed(entry["turns_at"]),
        ]
        for what, entry in value.items()
    ]
    columns = ["cost", "as a decision", "best of given shares", "in x", "zero at x"]
    return [Table(name="rates", caption="The offered share of each cost.", columns=columns, rows=rows)]


def rankings(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the sign of every comparison, and the conditions where it turns."""
    rows = [
        [MODE_WORDS[left], MODE_WORDS[right], *(_sign(entry[quantity]) for quantity in QUANTITIES)]
        for pair, entry in value.items()
        for left, right in [pair.split(" | ")]
    ]
    turning = [
        [WORDS[quantity], MODE_WORDS[left], MODE_WORDS[right], entry[quantity]["larger_where"]]
        for pair, entry in value.items()
        for left, right in [pair.split(" | ")]
        for quantity in QUANTITIES
        if "larger_where" in entry[quantity]
    ]
    return [
        Table(
            name="ranking",
            caption="The first mode against the second; 'depends' is resolved in the next table.",
            columns=["first", "second", *(WORDS[quantity] for quantity in QUANTITIES)],
            rows=rows,
        ),
        Table(
            name="ranking_conditions",
            caption="Where the first mode has more, exactly.",
            columns=["quantity", "first", "second", "first has more exactly where"],
            rows=turning,
        ),
    ]


def pareto(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show gains from given shares, and from the coordinating ones."""
    given = [
        [what, entry["payer"], entry[entry["payer"]], _listed(entry["payer_gains_up_to"])]
        for what, entry in value["given_shares"].items()
    ]
    coordinating = [
        [_CONTRACTS[label], entry["manufacturer"], entry["streamer"]]
        for label, entry in value["coordinating_shares"].items()
    ]
    return [
        Table(
            name="given_shares",
            caption="Gain, against nash, of the side that pays a given share, and the share up to which it gains.",
            columns=["cost", "who pays a share", "gain of that side", "positive up to"],
            rows=given,
        ),
        Table(
            name="coordinating_shares",
            caption="Gains, against nash, from the shares under which the shared effort is that of one owner.",
            columns=["shared", "gain of the manufacturer", "gain of the streamer"],
            rows=coordinating,
        ),
    ]


def hosts(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show numbers for each host, and slot fees."""
    names = ("q", "e", "G", "demand", "manufacturer", "streamer")
    rows = [[kind, *(decimals(entry.get(name)) for name in names)] for kind, entry in value["hosts"].items()]
    fees = [[kind, decimals(fee)] for kind, fee in value["largest_slot_fee"].items()]
    return [
        Table(
            name="hosts",
            caption="Each host at its illustrative terms, three decimals (the record holds exact fractions).",
            columns=["host", *(WORDS[name] for name in names)],
            rows=rows,
        ),
        Table(
            name="slot_fees",
            caption="The slot fee per year up to which the manufacturer prefers the top streamer.",
            columns=["to", "slot fee"],
            rows=fees,
        ),
    ]


def priced(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show numbers with a price, by mode."""
    offered = {label: entry for label, entry in value.items() if "share_without_goodwill" in entry}
    given = {label: entry for label, entry in value.items() if label not in offered}
    rows = [
        [label.replace("_", " "), entry["share_without_goodwill"], entry.get("s_e", entry.get("s_q", ""))]
        for label, entry in offered.items()
    ]
    shares = Table(
        name="priced_shares",
        caption="The offered share without goodwill and in the long run, with a price as decision.",
        columns=["mode", "without goodwill", "in the long run"],
        rows=rows,
    )
    words = "With a price as decision, at the baseline; decisions in the long run."
    return [_numbers("priced", words, given), shares]


def priced_leaders(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show numbers with a price, by who leads."""
    return [_numbers("priced_leaders", "With a price as decision and direct effects, at the baseline.", value)]


def matthew(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show steady states, and the critical fame over the instruments."""
    words = {"lambda": "commission λ", "xi": "training ξ", "psi": "share ψ of the effort cost"}
    rests = [[rest["fame"], rest["effort"], rest["kind"]] for rest in value["baseline"]["steady_states"]]
    moved = [
        [words[name], at, entry[at]]
        for name, entry in value["instruments"].items()
        for at in sorted(entry, key=Fraction)
    ]
    moved += [["terms of the type", kind, found] for kind, found in value["types"].items()]
    return [
        Table(name="rests", caption="Steady states of fame.", columns=["fame", "effort", "kind"], rows=rests),
        Table(
            name="critical",
            caption="The critical fame; other parameters at the baseline (λ = 1/5, no training, no share).",
            columns=["instrument", "at", "critical fame"],
            rows=moved,
        ),
    ]


def live_prices(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show live prices by year."""
    rows = [[kind, *value[kind]] for kind in ("top", "ordinary")]
    columns = ["streamer", *(f"year {year}" for year in value["years"])]
    return [Table(name="live_prices", caption="Live prices from no goodwill on.", columns=columns, rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show what was checked."""
    checks = tuple(next(iter(value.values())))
    rows = [
        [MODE_WORDS.get(mode, mode), *(entry.get(check, "no closed form") for check in checks)]
        for mode, entry in value.items()
    ]
    columns = ["mode", *(check.replace("_", " ") for check in checks)]
    return [Table(name="audit", caption="Checks of every mode.", columns=columns, rows=rows)]


def _numbers(name: str, caption: str, value: Mapping[str, Mapping[str, str]]) -> Table:
    shown = [key for key in WORDS if key in next(iter(value.values()))]
    rows = [[MODE_WORDS.get(label, label), *(entry[key] for key in shown)] for label, entry in value.items()]
    return Table(name=name, caption=caption, columns=["", *(WORDS[key] for key in shown)], rows=rows)


def _sign(entry: Mapping[str, str]) -> str:
    return "depends" if entry["sign"] == "><" else entry["sign"]


def _listed(values: Sequence[sp.Expr]) -> sp.Basic | str:
    return values[0] if len(values) == 1 else ", ".join(map(str, values))
