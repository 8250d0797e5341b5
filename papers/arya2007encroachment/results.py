"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.show.export.closed_forms import closed_form

from . import tables
from .bargaining import nash_entries
from .deterrence import gains, regimes
from .found import found_and_printed
from .idle_bargaining import steps
from .model import equilibria
from .optimality import no_better_order, no_better_wholesale_price

RESULTS = Results()


@RESULTS.add("R1", title="Equilibrium of each game", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Each game has one interior subgame-perfect equilibrium, in closed form.

    It is found by backward induction from the declared timing, in exact arithmetic. Where the manufacturer has a
    channel, interior means that it wants to sell through it; R4 says what happens elsewhere.
    """
    return {label: closed_form(found) for label, found in equilibria().items() if label != "deterrence"}


@RESULTS.add("R2", title="The mediator finds Nash's solution", tables=tables.bargaining)
def nash_solution() -> dict[str, Any]:
    """The wholesale price of the bargained games maximises (gain of M)^β (gain of R)^(1-β).

    Both gains, as functions of the wholesale price with the quantities that follow it, are products of linear
    functions, so that the logarithm of the product is strictly concave where both gains are positive; its derivative
    vanishes at the price that the game gives.
    """
    return nash_entries()


@RESULTS.add("R3", title="Thresholds found, and printed", tables=tables.thresholds)
def thresholds_found() -> dict[str, Any]:
    """Each threshold in c is found from the equilibria, without the printed one, and then compared with it.

    The ledger proves the same statements the other way round: it takes the printed thresholds and proves both
    directions of each 'if and only if'.
    """
    return found_and_printed()


@RESULTS.add("R4", title="A channel that sells nothing still matters", tables=tables.deterrence)
def channel_with_corners() -> dict[str, Any]:
    """Between 3a/5 and 5a/6 the manufacturer's channel sells nothing and changes the wholesale price all the same.

    There the manufacturer charges w = (3c - a)/2, and the retailer buys (a - c)/b: just enough that the channel stays
    idle. With a smaller order it would have to share the market. So it keeps to this order while the wholesale price
    rises, up to the price at which it would rather share: that is the one the manufacturer charges. Above 5a/6 the
    threat is too weak to be worth using, and everything is as without a channel. At 5a/6 the manufacturer is
    indifferent, and the retailer's profit jumps.

    The retailer gains from the channel if and only if 3a/(4√2) < c < a(1 - 1/(2√2)), about 0.530a to 0.646a; the
    printed interval ends at 3a/5. Industry profit rises up to 3a/4 instead of 3a/5. The manufacturer gains up to 5a/6.
    Consumers gain up to 3a/4, and lose from there to 5a/6.

    Each region is proved to be the one stated, and each gain to be positive exactly where stated, regime by regime.
    That these are best replies is proved once more, apart from how they were found: no other order is worth more to the
    retailer after any wholesale price, and no other wholesale price is worth more to the manufacturer.
    """
    return {"regimes": regimes(), "gains": gains(), "best": no_better_order() | no_better_wholesale_price()}


@RESULTS.add("R5", title="The same with bargaining", tables=tables.idle_bargaining)
def bargaining_with_an_idle_channel() -> list[dict[str, Any]]:
    """With bargaining the retailer gains if and only if 3a/(4√2) < c < a(1 - (2 - β)/(2√2)).

    The printed interval ends at 3a/(7 - 2β), where the channel stops selling. From there to the exact end both agree
    on w = (3c - a)/2, the price of R4, whatever the bargaining weight is: Nash's product has its maximum at the kink
    where the retailer would begin to share the market. Beyond the end Nash's product still rises at the price at which
    the retailer earns as much as without a channel, so that they agree on a higher price and the retailer loses. At
    β = 1 the end is that of R4; the interval is not empty exactly where the printed one is not.
    """
    return steps()


@RESULTS.add("R6", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better.

    Those who move later answer each deviation by solving their own stage again; the closed forms are not used for
    this.
    """
    games = ("no_channel", "encroachment", "simultaneous", "differentiated")
    return audited({label: equilibria()[label] for label in games}, draws=20)
