"""Quality and live effort that build goodwill over time: who invests how much, and when sharing costs helps.

Players. A manufacturer decides quality effort q, a streamer live effort e, at every instant, for ever.

State. Goodwill G moves by ``G' = kappa_q*q + kappa_e*e - delta*G`` (Nerlove & Arrow 1962). With ``quality="stock"``
quality itself is a second stock, ``Q' = q - epsilon*Q``, and it is the quality Q that builds goodwill:
``G' = kappa_q*Q + kappa_e*e - delta*G``.

Demand and payoffs per unit of time. The audience is proportional to the influence phi of the streamer, and each viewer
buys more where goodwill is higher: demand is ``phi*(a + beta*G)``; with ``direct=True`` quality and effort also sell at
once, ``phi*(a + beta*G + gamma*q + mu*e)`` (with the stock Q in the place of q). Quality effort costs ``k*q**2/2``,
live effort ``eta*e**2/2``.

How revenue is divided. ``split="margins"``: the manufacturer keeps rho_M and the streamer rho_S of each unit sold.
``split="commission"``: a unit leaves the margin rho, of which the streamer receives the share lambda. With
``price=True`` the manufacturer also decides the price p; demand falls by ``phi*b*p``, a unit costs c, and the streamer
receives lambda of the revenue. The first two games are linear in the state and have exact closed forms; the third is
linear-quadratic and is solved exactly where one square root is enough, otherwise at one point of the parameter space.

Timing. At each instant, with the stocks known to all (feedback strategies):

| mode | who decides |
|---|---|
| centralised | one owner decides everything for the sum of both payoffs |
| nash | both at once |
| stackelberg | the manufacturer before the streamer |
| cost_sharing | the manufacturer offers to pay the share s_e of the effort cost, and sets q; then the streamer acts |
| quality_sharing | the streamer offers to pay the share s_q of quality costs, and sets e; then the manufacturer acts |
| two_way_sharing | both offer their shares at once, then both act at once |

With ``shares="fixed"`` the shares are parameters psi_e and psi_q, written into a contract before the game, and both act
at once. With a price as decision that is the default; ``shares="chosen"`` is then offered for sharing one cost without
direct effects, where the best share depends on goodwill although value functions are still quadratic.

Streamer types. A type adds its contract: influence phi, effort cost eta, commission lambda, slot fee F (paid by the
manufacturer per unit of time), technology cost T of a virtual host (borne by the streamer's side; its influence is
bounded, ``phi <= 1``). The brand's own host (``self_run``) decides nothing: the manufacturer sets e too, keeps the
whole margin and pays the wage W. A type that evolves is the subject of :mod:`lsec_models.models.over_time.fame`.

Units. Time in years; r, delta, epsilon per year; a and demand in units per year; rho, rho_M, rho_S, p, c in money per
unit; costs and fees in money per year; payoffs in money discounted to time 0.

Lineage. A reconstruction of our own of the question in the title of Zhang, Chen, Wan & Zhang (2023), Dynamic quality
management of live streaming e-commerce supply chain considering streamer type, Computers & Industrial Engineering 182,
109357, whose equations are not known to us. The parts are those of Nerlove & Arrow (1962, Economica 29, 129-142) and of
cooperative advertising in Jorgensen, Sigue & Zaccour (2000, Journal of Retailing 76, 71-92).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, decisions, parameters, states
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.static.game import Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.streamers import StreamerType, type_of

a, b, c, k, eta, beta, phi = parameters("a b c k eta beta phi", positive=True)
kappa_q, kappa_e, delta, epsilon, r = parameters("kappa_q kappa_e delta epsilon r", positive=True)
rho, rho_M, rho_S, commission, F, W, T = parameters("rho rho_M rho_S lambda F W T", positive=True)  # noqa: N816
gamma, mu, psi_e, psi_q = parameters("gamma mu psi_e psi_q", nonnegative=True)
G, Q = states("G Q", nonnegative=True)
q, e, p, s_e, s_q = decisions("q e p s_e s_q")

MODES = ("centralised", "nash", "stackelberg", "cost_sharing", "quality_sharing", "two_way_sharing")
SPLITS = ("margins", "commission")
_SHARED: Mapping[str, tuple[str, ...]] = {
    "cost_sharing": ("effort",),
    "quality_sharing": ("quality",),
    "two_way_sharing": ("effort", "quality"),
}
_ALONE = ("centralised", "nash")

BASELINE = baseline(
    {
        "a": "10",
        "b": "1",
        "c": "2",
        "k": "2",
        "eta": "2",
        "beta": "1/4",
        "phi": "1",
        "gamma": "1/5",
        "mu": "1/5",
        "kappa_q": "1",
        "kappa_e": "1",
        "delta": "1/2",
        "epsilon": "1/4",
        "r": "1/10",
        "rho": "5",
        "rho_M": "3",
        "rho_S": "2",
        "lambda": "2/5",
        "psi_e": "1/4",
        "psi_q": "1/4",
        "G_0": "0",
        "Q_0": "0",
    }
)


@dataclass(frozen=True, kw_only=True)
class _Setting:
    """The options of a game, checked."""

    mode: str
    kind: StreamerType | None
    split: str
    shares: str
    quality: str
    direct: bool
    price: bool

    @property
    def employed(self) -> bool:
        return self.kind is not None and self.kind.employed

    def shared(self, what: str) -> bool:
        return what in _SHARED.get(self.mode, ())


def dynamic_quality(
    mode: str = "nash",
    streamer: str | StreamerType | None = None,
    *,
    split: str | None = None,
    shares: str | None = None,
    quality: str = "effort",
    direct: bool = False,
    price: bool = False,
) -> DifferentialGame:
    """Return the game of manufacturer and streamer in one of its modes; see the module's docstring.

    Parameters
    ----------
    mode : str
        One of ``MODES``.
    streamer : str or StreamerType, optional
        A type adds its contract and divides revenue by commission. Without it, phi is a parameter like others and
        nothing fixed is paid.
    split : str, optional
        ``"margins"`` (rho_M and rho_S; without a type the default) or ``"commission"`` (lambda of rho).
    shares : str, optional
        ``"chosen"`` (the default) or ``"fixed"`` (with a price as decision the default).
    quality : str
        ``"effort"``: quality effort builds goodwill; ``"stock"``: it builds quality, and quality builds goodwill.
    direct : bool
        Whether quality and effort sell at once, besides building goodwill.
    price : bool
        Whether the manufacturer decides a price; revenue is then divided by commission.

    Returns
    -------
    DifferentialGame
        Reported: demand, and price where it is decided.

    Raises
    ------
    UnknownName
        If there is no such mode, type or value of an option.
    DeclarationError
        If options contradict each other.

    Examples
    --------
    >>> from lsec_models.solve.differential.dispatch import solve_differential
    >>> solve_differential(dynamic_quality("cost_sharing")).strategies["s_e"]
    (2*rho_M - rho_S)/(2*rho_M + rho_S)
    """
    kind = type_of(streamer)
    setting = _Setting(
        mode=mode,
        kind=kind,
        split=split or ("margins" if kind is None and not price else "commission"),
        shares=shares or ("fixed" if price else "chosen"),
        quality=quality,
        direct=direct,
        price=price,
    )
    _check(setting)
    return DifferentialGame(
        states=_states(setting),
        players=_players(setting),
        discount=r,
        order=None if mode == "centralised" or setting.employed else _order(setting),
        cooperative=mode == "centralised" and not setting.employed,
        assuming=_assumptions(setting),
        report={"demand": _demand(setting)},
    )


def _check(setting: _Setting) -> None:
    known = {
        "mode": (setting.mode, MODES),
        "split": (setting.split, SPLITS),
        "shares": (setting.shares, ("chosen", "fixed")),
        "quality": (setting.quality, ("effort", "stock")),
    }
    for option, (value, values) in known.items():
        require_known(value, values, f"{option}: no {value!r} in dynamic_quality")
    both = len(_SHARED.get(setting.mode, ())) > 1
    if setting.price and setting.shares == "chosen" and (setting.direct or both):
        raise DeclarationError(
            "shares='chosen' with price=True is for sharing one cost without direct effects, mode='cost_sharing' or "
            "'quality_sharing' and direct=False; otherwise use shares='fixed'"
        )
    if setting.price and setting.split == "margins":
        raise DeclarationError("split='margins' fixes what a unit earns, price=True decides it; drop one of them")
    if setting.kind is not None and setting.split == "margins":
        raise DeclarationError(
            f"a {setting.kind.name!r} streamer is paid by commission; drop split='margins' or streamer="
        )
    if setting.employed and setting.mode not in _ALONE:
        raise DeclarationError(
            f"mode {setting.mode!r} needs a streamer who decides, but a {setting.kind.name if setting.kind else ''!r} "
            f"host is employed; use mode='nash' or another type"
        )


def _states(setting: _Setting) -> dict[sp.Symbol, sp.Expr]:
    goodwill = {G: kappa_q * _level(setting) + kappa_e * e - delta * G}
    return goodwill if setting.quality == "effort" else {Q: q - epsilon * Q, **goodwill}


def _level(setting: _Setting) -> sp.Symbol:
    """What consumers see of quality."""
    return q if setting.quality == "effort" else Q


def _demand(setting: _Setting) -> sp.Expr:
    at_once = gamma * _level(setting) + mu * e if setting.direct else sp.S.Zero
    return phi * (a + beta * G + at_once - (b * p if setting.price else sp.S.Zero))


def _players(setting: _Setting) -> list[Player]:
    making, hosting = k * q**2 / 2, eta * e**2 / 2
    ours, theirs = _unit_incomes(setting)
    demand, kind = _demand(setting), setting.kind
    own: list[Decision] = [q, p] if setting.price else [q]
    if setting.employed:
        return [Player("manufacturer", decides=[*own, e], payoff=ours * demand - making - hosting - W)]
    effort_share, quality_share = _share(setting, "effort"), _share(setting, "quality")
    slot_fee = F if kind is not None and kind.slot_fee else sp.S.Zero
    technology = T if kind is not None and kind.technology_cost else sp.S.Zero
    return [
        Player(
            "manufacturer",
            decides=[*own, *([effort_share] if effort_share is s_e else [])],
            payoff=ours * demand - (1 - quality_share) * making - effort_share * hosting - slot_fee,
        ),
        Player(
            "streamer",
            decides=[e, *([quality_share] if quality_share is s_q else [])],
            payoff=theirs * demand - (1 - effort_share) * hosting - quality_share * making + slot_fee - technology,
        ),
    ]


def _unit_incomes(setting: _Setting) -> tuple[sp.Expr, sp.Expr]:
    """What manufacturer and streamer earn of a unit sold."""
    paid = sp.S.Zero if setting.employed else commission
    if setting.price:
        return (1 - paid) * p - c, paid * p
    return (rho_M, rho_S) if setting.split == "margins" else ((1 - paid) * rho, paid * rho)


def _share(setting: _Setting, what: str) -> sp.Expr:
    if not setting.shared(what):
        return sp.S.Zero
    chosen, fixed = {"effort": (s_e, psi_e), "quality": (s_q, psi_q)}[what]
    return chosen if setting.shares == "chosen" else fixed


def _order(setting: _Setting) -> list[Slot]:
    leader_first: list[Slot] = ["manufacturer", "streamer"]
    chosen: dict[str, list[Slot]] = {
        "cost_sharing": leader_first,
        "quality_sharing": ["streamer", "manufacturer"],
        "two_way_sharing": [(s_e, s_q), (q, e)],
    }
    if setting.mode == "stackelberg":
        return leader_first
    if setting.mode in chosen and setting.shares == "chosen":
        return chosen[setting.mode]
    return [("manufacturer", "streamer")]


def _assumptions(setting: _Setting) -> list[sp.Basic]:
    found: list[sp.Basic] = []
    if setting.split == "commission" and not setting.employed:
        found.append(commission < 1)
    if setting.shares == "fixed":
        found += [psi < 1 for what, psi in (("effort", psi_e), ("quality", psi_q)) if setting.shared(what)]
    if setting.kind is not None and setting.kind.technology_cost:
        found.append(phi <= 1)
    if setting.price:
        found.append(a * (1 - (0 if setting.employed else commission)) > b * c)
    return found
