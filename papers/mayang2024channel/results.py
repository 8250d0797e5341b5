"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

import lsec_models as lsec
from lsec_models.algebra.polynomials.ratio import factored_form
from lsec_models.models.channels.channel_choice import MODES, eta_o
from lsec_models.models.channels.two_channels import theta
from lsec_models.papers import Results
from lsec_models.show.export.closed_forms import closed_form

from . import corner_tables, tables
from .hiring import fee_room, hosts
from .model import TYPES, interior
from .regions import maps
from .symbols import eta, phi
from .top_streamer import top_streamer

RESULTS = Results()


@RESULTS.add("R1", title="Equilibrium in each mode", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Every mode has one interior equilibrium, found by backward induction in exact arithmetic; here without unit cost.

    The conditions say where: everybody's payoff is strictly concave in the own decisions of a stage, and no decision is
    negative. Fixed payments (slot fee, wage) move no decision. Under reselling the manufacturer may prefer a wholesale
    price at which one of the two buyers does not buy; such corners are not shown here.
    """
    return {mode: closed_form(interior()[f"{mode}_0"]) for mode in MODES}


@RESULTS.add("R2", title="What a live channel is worth to the manufacturer", tables=tables.worth)
def worth() -> dict[str, Any]:
    """The manufacturer's gain against no live channel, without unit cost and before wage and slot fee.

    It is at once the wage, or the slot fee, up to which the mode pays. A streamer with reservation profit u takes part
    for a slot fee of at least u less its profit without one. So an agent can be hired exactly where the sum of both
    entries is at least u.
    """
    plain = interior()["none_0"]["manufacturer"]
    found = {mode: interior()[f"{mode}_0"] for mode in ("self_run", "reselling", "agency")}
    return {
        mode: {
            "manufacturer": factored_form(equilibrium["manufacturer"] - plain),
            "streamer": equilibrium["streamer"],
        }
        for mode, equilibrium in found.items()
    }


@RESULTS.add("R3", title="When a live channel helps the retailer", tables=tables.thresholds)
def thresholds() -> dict[str, Any]:
    """Where the wholesale price, and the retailer's sales, are higher with a live channel than without.

    Each is higher exactly above the threshold, at any unit cost, wherever both channels sell and effort is costly: the
    ledger proves the equivalences. Live sales displace the retailer's in proportion to sigma and bring effort in
    proportion to what the host earns from a unit of it: the own host works for the whole live price, an agent for the
    share lambda of it.
    """
    return {
        "self_run": {"w": _turns("self_run", "w", theta), "retail_demand": _turns("self_run", "retail_demand", theta)},
        "agency": {"w": _turns("agency", "w", theta), "retail_demand": _turns("agency", "retail_demand", theta)},
        "reselling": {"w": _turns("reselling", "w", phi)},
    }


@RESULTS.add("R4", title="Which host to hire", tables=tables.hosts)
def which_host() -> dict[str, Any]:
    """Profits at the illustrative terms of each type of host, exactly, and whether the streamer accepts.

    At alpha = 20, c = 2, sigma = 1/5, theta = 1/10. A mode whose equilibrium is not interior there says so: with a top
    streamer as reseller the wholesale price that serves the streamer leaves the retailer nothing to sell.
    """
    return hosts()


@RESULTS.add("R5", title="Room for a slot fee", tables=tables.fee_room)
def room_for_a_slot_fee() -> dict[str, Any]:
    """The slot fees that manufacturer and streamer both accept, for each type, at the numbers of R4.

    From what the streamer lacks for its reservation profit (nothing, if negative) up to what the manufacturer gains
    against no live channel, and up to what it gains against its own host at a wage of 1.
    """
    return {kind: fee_room(kind) for kind in TYPES}


@RESULTS.add("R6", title="Which mode where, corners included", tables=corner_tables.maps)
def which_mode() -> dict[str, Any]:
    """What the manufacturer chooses among all four modes, and who would have wanted another mode, along exact lines.

    Every mode is solved with its corners, the tilings are proved, and a hired streamer must earn at least 5. At alpha =
    20, c = 2, sigma = 1/5, theta = 1/10, phi = 3/2, eta = 2, lambda = 1/10, phi_o = 4/5, eta_o = 2, W = 1, but for the
    two parameters of each map, and sigma = 1/20 over commission and spillover. A reseller is paid no slot fee; an agent
    is in the map that has one on an axis. Thresholds are exact: in closed form, or as roots of integer polynomials. At
    the middle of each of 64 equal cells of every map its labels are compared with those that the exact profits of all
    modes give.
    """
    return maps()


@RESULTS.add("R7", title="A top streamer, corners included", tables=corner_tables.top_streamer)
def top_streamer_with_corners() -> dict[str, Any]:
    """What a top streamer brings at its terms, slot fee included, as reseller and as agent; compare R4.

    As reseller it is served at a wholesale price at which the retailer sells nothing. The manufacturer earns more than
    with the same streamer as agent, at whose commission of 1/5 the retailer goes on selling.
    """
    return top_streamer()


def _turns(mode: str, quantity: str, symbol: sp.Symbol) -> list[dict[str, sp.Expr]]:
    """Return where a quantity with the live channel passes that without, as a parameter rises."""
    live, plain = interior()[f"{mode}_0"], interior()["none_0"]
    cost = eta_o if mode == "self_run" else eta
    found = lsec.thresholds(live[quantity] - plain[quantity], symbol, [cost > 1, live, plain, live["d_l"] / cost > 0])
    return [{"parameter": symbol, "threshold": point.value} for point in found]
