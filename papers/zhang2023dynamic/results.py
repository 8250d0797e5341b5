"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

from lsec_models.audits.dynamic.dynamic_audit import DynamicAudit, audit_differential
from lsec_models.models.over_time.dynamic_quality import BASELINE
from lsec_models.papers import Results
from lsec_models.show.export.closed_forms import closed_form

from . import matthew, sharing, tables
from .hosts import hosts, largest_slot_fee
from .model import MODES, feedback_equilibria
from .priced import leaders_with_price, live_prices, modes_with_price, typed_solution
from .rankings import rankings

RESULTS = Results()
_DRAWS, _PIECES = 30, 6
_AUDITED = ("centralised", "nash", "two_way_sharing")


@RESULTS.add("R1", title="Equilibrium in each mode", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Every mode has one stationary feedback equilibrium with linear value functions, in closed form.

    Efforts do not depend on goodwill: a unit of goodwill is worth beta phi rho_i/(r + delta) to player i, whatever the
    others do. Goodwill converges to its steady state at the rate delta in every mode. The conditions say where offered
    shares are not negative. These are the only equilibria with linear value functions; others with nonlinear ones are
    not excluded.
    """
    equilibria = {mode: feedback_equilibria()[mode] for mode in MODES}
    return {mode: closed_form(found) | {"speed": found.speed} for mode, found in equilibria.items()}


@RESULTS.add("R2", title="The optimal sharing rate and the threshold 1/3", tables=tables.rates)
def optimal_rate() -> dict[str, Any]:
    """The share that is offered, found as a decision of the game, and again as the best of all given shares.

    In the manufacturer's part x of the margin, x = rho_M/(rho_M + rho_S), the offered share of the effort cost turns
    positive at x = 1/3, and that of the quality cost vanishes at x = 2/3: both sides pay for each other exactly if each
    has more than one third of the margin.
    """
    return sharing.optimal_rates()


@RESULTS.add("R3", title="Ranking of the modes", tables=tables.rankings)
def ranking_of_modes() -> dict[str, Any]:
    """All pairs of the five different modes in quality, effort, goodwill and discounted profits, each decided exactly.

    Stackelberg is left out: it equals nash (claim leading). Compared over all parameters at which both modes are
    equilibria; where the order turns, the condition is exact. Weak signs are equal only where an offered share is zero.
    """
    return rankings()


@RESULTS.add("R4", title="When sharing costs makes both better off", tables=tables.pareto)
def pareto_improvement() -> dict[str, Any]:
    """Given a share of the effort cost, both gain against nash exactly if the share is below 1 - rho_S/(2 rho_M).

    The one who is paid always gains; the one who pays gains up to that threshold, which is positive exactly if a share
    would be offered. The coordinating share of one kind of effort lies below it only for the side with the larger
    margin. With both coordinating shares at once the chain is coordinated without a side payment. With the strengths
    y = kappa_q^2/k and z = kappa_e^2/eta, the manufacturer gains from that exactly if y/z + rho_M/rho_S > 1, and the
    streamer exactly if z/y + rho_S/rho_M > 1 (claims coordination-manufacturer and coordination-streamer).
    """
    return {"given_shares": sharing.pareto(), "coordinating_shares": sharing.coordination()}


@RESULTS.add("R5", title="Top, ordinary and virtual streamers, and the brand's own host", tables=tables.hosts)
def streamer_types() -> dict[str, Any]:
    """Exact numbers at the illustrative terms of each type; other parameters at the baseline, from no goodwill on.

    Influence and the cost of effort work in the same direction; the commission moves means from quality to effort.
    Also: up to which slot fee per year the manufacturer prefers the top streamer to each other host.
    """
    return {"hosts": hosts(), "largest_slot_fee": largest_slot_fee()}


@RESULTS.add("R6", title="The price as a decision", tables=tables.priced)
def price_as_decision() -> dict[str, Any]:
    """Numbers at the baseline, with shares of 1/4 where costs are shared; no proof for other parameters.

    Value functions are quadratic. At this point there is one such solution with a stable closed loop in every mode: all
    real roots of the Riccati equations are isolated. Goodwill and chain profit keep the ranking of R3; cost sharing,
    quality sharing and two-way sharing make both sides better off than nash there. With an offered share it is no
    longer the same at every goodwill: here the manufacturer's share of the effort cost rises with goodwill, and the
    streamer's share of the quality cost falls.
    """
    return modes_with_price(MODES)


@RESULTS.add("R7", title="Who leads, with a price as decision", tables=tables.priced_leaders)
def leading_with_price() -> dict[str, Any]:
    """Numbers at the baseline where quality and effort also sell at once: now the order of play matters.

    A streamer who follows sees the price, and works more at a higher one.
    Moving first at every instant binds nobody later: at this point the manufacturer earns a little less as the leader
    than when both act at once (claim leading: with given margins, exactly the same).
    """
    return leaders_with_price()


@RESULTS.add("R8", title="The Matthew effect: the critical fame", tables=tables.matthew)
def critical_fame() -> dict[str, Any]:
    """A streamer whose fame feeds on itself has a critical fame: below it the best is to let fame fade.

    Numerical, with the uncertainty of the critical fame measured (below 1e-6); the smallest commission at which any
    streamer takes off is exact. Commission, training and a share of the effort cost borne by the manufacturer all lower
    the critical fame. Effort jumps up at the critical fame, and goes on rising with fame beyond it; below, it falls.

    Asked of it, the abstract of Zhang, Chen, Wan and Zhang (2024): "there is a critical condition of the Matthew
    effect" holds, for commissions above the smallest. "An ordinary streamer raises marketing investment until the curve
    passes a critical point, then moves towards top status" holds in part: beyond the critical point it moves to top
    status and invests more and more on the way, but below it invests less and less, so that it passes the point only if
    somebody lifts it: by training, a higher commission, or a subsidy, each of which moves the point below its fame.
    "And cuts its price" cannot be asked: this model has no price. One would have to let a low price win followers.
    """
    return {
        "baseline": matthew.rests(),
        "instruments": matthew.instruments(),
        "types": matthew.types(),
        "everybody_fades_up_to_commission": matthew.smallest_commission(),
    }


@RESULTS.add("R9", title="The live price by stage, with a top and an ordinary streamer", tables=tables.live_prices)
def price_by_stage() -> dict[str, Any]:
    """Numerical, at the types' terms and the baseline: live prices from no goodwill on, the manufacturer deciding them.

    Asked of it, the abstract of Zhang, Chen, Wan and Zhang (2024): an ordinary streamer's live price is below the top
    streamer's in the embryonic and mature stages, and above it in the developing stage. The first part holds here, the
    second fails: the price rises with goodwill and with the commission; with the top streamer the commission is higher
    at every time, and goodwill from the start on. To have a stage in which the ordinary price is higher one would have
    to assume that the ordinary streamer's goodwill overtakes for a while, or that a top streamer uses its standing to
    press the price down.
    """
    return live_prices()


@RESULTS.add("R10", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_modes() -> dict[str, Any]:
    """Value functions and strategies inserted into the equations, simulated, and tried against deviations.

    Asked of centralised, nash and two-way sharing. The Hamilton-Jacobi-Bellman equations hold identically. At the
    baseline the simulated discounted payoffs agree with the value functions, and neither random deviations nor
    numerically optimised ones gain anything. With the price as a decision there is no closed form; the last two checks
    are made of the top streamer's game.
    """
    priced = audit_differential(typed_solution("top"), draws=_DRAWS, pieces=_PIECES)
    return {mode: _audited(mode) for mode in _AUDITED} | {"price, top streamer": _checks(priced)}


def _audited(label: str) -> dict[str, Any]:
    equilibrium = feedback_equilibria()[label]
    at = {name: BASELINE[name] for name in equilibrium.ring.names}
    found = audit_differential(equilibrium, at=at, draws=_DRAWS, pieces=_PIECES)
    return {"equations_hold": found.is_exact} | _checks(found)


def _checks(found: DynamicAudit) -> dict[str, bool]:
    return {
        "simulation_agrees_to_1e-6": found.simulation_error < 1e-6,
        "nobody_gains_more_than_1e-6": found.largest_gain < 1e-6,
    }
