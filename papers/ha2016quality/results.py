"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.show.export.closed_forms import closed_form

from . import tables
from .model import channel, equilibria, regimes
from .quality import Range, chosen, profit_is_level, ranges, scaled, without

RESULTS = Results()

_COSTS = ("1/50", "1/20", "2/25", "1/10", "51/500", "11/100", "3/25", "13/100", "7/50", "4/25", "9/50", "1/5", "21/100")


@RESULTS.add("R1", title="Equilibrium of each game", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """At a given quality each game has an equilibrium in closed form; so has the choice of quality without a channel.

    With a channel there are three regimes at a given quality, and k = 1 in them: the channel sells, or it is idle and
    deters (the retailer buys just enough to keep it so), or it is idle and changes nothing. That they cover all
    qualities and costs, do not overlap, and that nobody gains in another regime, is proved.
    """
    return {label: closed_form(found) for label, found in equilibria().items()} | {"tiled": channel().tiling.is_proved}


@RESULTS.add("R2", title="One parameter is enough", tables=tables.scaling)
def scaling() -> dict[str, Any]:
    """With quality in units of 1/k, and prices, costs and profits too, k drops out."""
    return scaled()


@RESULTS.add("R3", title="The quality that is chosen", tables=tables.chosen)
def quality_at_costs() -> list[dict[str, Any]]:
    """Quality rises, then falls in the direct-selling cost, jumps down where the channel falls idle, and rises again.

    The manufacturer's profit is maximised over all qualities in each regime, exactly: its evidence is that no quality
    is better. At c k = 0.12 the retailer earns more than the 1/(108 k) that it has without a channel.
    """
    return [
        {
            "cost": str(cost),
            "channel": there.channel,
            "quantities": {name: str(value.evalf(10)) for name, value in there.quantities.items()},
        }
        for cost in _COSTS
        for there in [chosen(Fraction(cost))]
    ]


@RESULTS.add("R4", title="Who gains, exactly", tables=tables.ranges)
def who_gains() -> dict[str, Any]:
    """The channel sells up to c k = 0.1016..., deters from there to 0.2005..., and is not used above.

    Where it sells, the manufacturer gains from it and the retailer loses. Where it deters, the manufacturer still
    gains, and the retailer gains up to c k = 0.1353... Each end is a root of an irreducible polynomial with integer
    coefficients, isolated exactly: that at which the channel falls idle is of degree 12, the other two of degree 5. At
    two of the ends the manufacturer is indifferent between two qualities, and quality jumps.

    All costs are found at which something may change: two qualities at which profit is level meet or are worth the
    same, one of them is at the border of its regime, or a quantity is what it is without a channel. Between two
    neighbours nothing changes, so that one exact solution in between decides.
    """
    level = {name: profit_is_level(regime) for name, regime in regimes().items()}
    return {"without": without(), "level_where_zero": level, "ranges": [_entry(each) for each in ranges()]}


@RESULTS.add("R5", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better.

    Those who move later answer each deviation by solving their own stage again; the closed forms are not used for this.
    """
    return audited({"no_channel": equilibria()["no_channel"], "channel": channel()}, draws=12)


def _entry(each: Range) -> dict[str, Any]:
    return {
        "from": str(each.low.value.evalf(10)),
        "to": str(each.high.value.evalf(10)),
        "to_root_of": each.high.polynomial,
        "channel": each.channel,
        "than_without": dict(each.than_without),
    }
