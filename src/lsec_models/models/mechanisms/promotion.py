"""A contest for the platform's recommendation: who promotes how much, who gives up, what the platform wants.

Players and decisions. A platform sends t visitors to the shows of streamers, in proportion to what each does for its
promotion: of efforts ``e_i >= 0`` streamer i's share is ``e_i`` over the sum of all. A visitor of streamer i spends
v_i (its influence and conversion together). The platform's commission is the part mu of sales; streamers keep the
rest and bear ``eta*e_i`` each. Traffic costs the platform ``upsilon*t**2/2``; where effort itself is worth something to
it (viewers who stay), it earns ``kappa`` with each unit. Streamers are n that are alike, or two or three that differ.

Timing. Traffic is given, or ``traffic="decided"`` by the platform before; then all efforts at once, with any other
order as an argument. Everybody knows all parameters. If nobody makes an effort there is no share to speak of, and no
payoff; any effort, however small, then wins everything, so that this is no equilibrium.

Units. v_i money for a visitor, eta money for a unit of effort, t visitors and payoffs for a season. Consumers' gains
are not modelled: a visitor's spending is given.

What is exact
-------------
With the values ``V_i = (1 - mu)*v_i*t`` efforts are those of Tullock's contest: total effort is
``V_1*V_2/(V_1 + V_2)/eta`` of two, and ``(n - 1)*V/(n*eta)`` of n alike. Efforts are linear in traffic, and who takes
part depends on the ratios of the v_i alone: of three all do exactly if ``1/v_i < 1/v_j + 1/v_k`` for each of them, as
the solution says of itself. That joint promotion raises a *stock* of goodwill, and when sharing its cost pays, is
:mod:`lsec_models.models.over_time.dynamic_quality`, with the brand's advertising in the place of quality.

Lineage. Tullock (1980), Efficient rent seeking; three that differ: Hillman and Riley (1989), Economics & Politics 1(1);
the platform that sets the prize for its commission is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.copies import others, total
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.baseline import baseline

commission, eta, upsilon, v, kappa, given_t = parameters("mu eta upsilon v kappa t", positive=True)
v_1, v_2, v_3 = parameters("v_1 v_2 v_3", positive=True)
n = parameters("n", integer=True)
t, e, e_1, e_2, e_3 = decisions("t e e_1 e_2 e_3")

STREAMERS: Mapping[str, int] = Frozen({"alike": 1, "two": 2, "three": 3})
TRAFFIC = ("given", "decided")
_NAMES = ("first", "second", "third")

BASELINE = baseline(
    {
        "mu": "1/5",
        "eta": "1",
        "upsilon": "1",
        "kappa": "1/2",
        "t": "10",
        "n": "4",
        "v": "2",
        "v_1": "3",
        "v_2": "2",
        "v_3": "1.5",
    }
)


def promotion(
    streamers: str = "two", order: Sequence[Slot] | None = None, traffic: str = "given", *, attention: bool = False
) -> Game:
    """Return the contest; see the module's docstring.

    Parameters
    ----------
    streamers : str
        ``alike`` (n of them, with influence v), ``two`` or ``three`` (v_1, v_2, v_3).
    order : sequence, optional
        The timing, leaders first.
    traffic : str
        ``given`` or ``decided`` by the platform.
    attention : bool
        Whether effort itself is worth kappa to the platform.

    Returns
    -------
    Game
        Of ``platform`` and ``streamer``, or ``first``, ``second``, ``third``. Reported: sales, total_effort,
        and of unlike streamers first_share and second_share (of traffic).

    Raises
    ------
    UnknownName
        If there are no such streamers or traffic.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(promotion())["total_effort"]
    t*v_1*v_2*(1 - mu)/(eta*(v_1 + v_2))
    """
    require_known(streamers, STREAMERS, f"no streamers {streamers!r}")
    require_known(traffic, TRAFFIC, f"no traffic {traffic!r}")
    visitors = t if traffic == "decided" else given_t
    contest = _alike(visitors) if streamers == "alike" else _unlike(visitors, STREAMERS[streamers])
    players, total, report = contest
    earned = commission * report["sales"] - upsilon * visitors**2 / 2 + (kappa * total if attention else 0)
    platform = Player("platform", decides=[t] if traffic == "decided" else [], payoff=earned)
    usual: list[Slot] = [tuple(player.name for player in players)]
    return Game(
        players=[platform, *players],
        order=order or [*(["platform"] if traffic == "decided" else []), *usual],
        assuming=[commission < 1, *([n >= 2] if streamers == "alike" else [])],
        report=report | {"total_effort": total},
    )


def _alike(visitors: sp.Expr) -> tuple[list[Player], sp.Expr, dict[str, sp.Expr]]:
    share = e / (e + others(e))
    player = Player("streamer", decides=[e], payoff=(1 - commission) * v * visitors * share - eta * e, copies=n)
    return [player], total(e), {"sales": v * visitors}


def _unlike(visitors: sp.Expr, count: int) -> tuple[list[Player], sp.Expr, dict[str, sp.Expr]]:
    efforts, worth = (e_1, e_2, e_3)[:count], (v_1, v_2, v_3)[:count]
    total = sp.Add(*efforts)
    players = [
        Player(name, decides=[effort], payoff=(1 - commission) * value * visitors * effort / total - eta * effort)
        for name, effort, value in zip(_NAMES, efforts, worth, strict=False)
    ]
    sales = visitors * sp.Add(*(value * effort for value, effort in zip(worth, efforts, strict=True))) / total
    shares = {f"{name}_share": effort / total for name, effort in zip(_NAMES[:2], efforts, strict=False)}
    return players, total, {"sales": sales, **shares}
