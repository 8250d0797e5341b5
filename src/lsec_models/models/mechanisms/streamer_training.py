"""Training a streamer who may leave with what it has learnt, and pay for effort that nobody sees.

Training (``story="training"``). A brand trains a streamer to the ability h at the cost ``c*h**2/2``. With the brand the
streamer brings ``v*h``; elsewhere it earns ``u + kappa*h``, ``kappa < v``. After training they bargain: the streamer
gets its outside income and the part beta of what is left (Nash bargaining, both neutral to risk). Contracts: ``none``;
``exit_penalty``, which takes from one who leaves what training is worth elsewhere; ``shared_cost``, under which the
streamer moreover bears the part beta of the cost of training; ``one_owner``, who has both sides' income.

Agency (``trainer="agency"``). An agency (MCN) trains a streamer who earns nothing elsewhere without training, and
places it. A platform takes the part mu of what the streamer brings. The side of the agency bargains with the brand
with the power beta_m: it gets ``kappa*h`` and the part beta_m of what is left. A streamer who leaves the agency
(``none``) bargains with the brand itself, with its own power ``beta < beta_m``; under an ``exit_penalty`` it has
nothing. What the agency adds to that is shared, the part omega for the streamer; the agency bears the cost of training.
Bargains are written into the payoffs.

Types. What an ability brings, here and elsewhere, is phi times as much. The brand's own host (``self_run``) is paid the
wage W and does not bargain; to keep it the brand must add what its training is worth elsewhere, or have an exit
penalty. A virtual host costs T, and neither bargains nor leaves. Brands train them; a top streamer's slot fee would
change no decision, and is left out.

Incentives (``story="incentives"``). Output ``v*e + eps`` with eps normal, variance V; effort e costs ``k*e**2/2`` and
is not seen. The brand offers a base ``s >= 0`` (nobody pays for being hired) and a bonus b for each unit of output; the
streamer has constant absolute risk aversion rho and takes part if its certainty equivalent is at least u. Effort is
decided after the offer. This game is asked with ``corners=True``, since participation binds, or the base is nothing.

Timing. Training, then bargaining whose outcome is written in; offer, then effort. Everybody knows all parameters.

Units. Payoffs, u and c money for a season (at one unit of ability), h a number of units of ability, v and kappa money
for a unit of ability; e effort; beta a pure number.

What is exact
-------------
Without contract the brand trains to ``h = (1 - beta)*(v - kappa)/c`` (not at all where ``kappa >= v``, which is assumed
away); one owner to ``v/c``. An exit penalty leads to ``(1 - beta)*v/c``: it ends the threat to leave, not the sharing
of what training brings, so that it is too little wherever the streamer has any power; a shared cost makes it right.
An agency that the streamer may leave trains to ``(1 - omega)*(beta_m - beta)*((1 - mu)*v - kappa)/c``, less than a
brand would; under a penalty to ``(1 - omega)*(kappa + beta_m*((1 - mu)*v - kappa))/c``, by which brand, agency and
platform gain, and the streamer too wherever ``omega >= 1/2``. A virtual host is trained right, ``phi*v/c``, an own
host to ``phi*(v - kappa)/c``.
With ``u = 0`` the best bonus is ``v**2/(v**2 + rho*k*V)``, that of Holmstrom and Milgrom, where ``rho*k*V >= v**2``;
where risk is smaller the base would be negative, and the best bonus is 1/2, whatever the risk.

Lineage. Hold-up: Grout (1984), Econometrica 52(2); general training: Acemoglu and Pischke (1999), Economic Journal
109(453); linear pay: Holmstrom and Milgrom (1987), Econometrica 55(2); prizes instead: Lazear and Rosen (1981),
Journal of Political Economy 89(5). The games of the streamer are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.laws import normal
from lsec_models.games.static.chance.random_symbol import random
from lsec_models.games.static.chance.risk import certainty_equivalent
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import WORDS
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.chains import game_of_chain
from lsec_models.models.parts.streamers import StreamerType, type_of

v, c, kappa, beta, k, rho, variance = parameters("v c kappa beta k rho V", positive=True)
beta_m, omega, mu, phi, W, T = parameters("beta_m omega mu phi W T", positive=True)
u = parameters("u", nonnegative=True)
h, e = decisions("h e")
s, b = decisions("s b")

STORIES = ("training", "incentives")
CONTRACTS = ("none", "exit_penalty", "shared_cost", "one_owner")
TRAINERS: Mapping[str, tuple[str, ...]] = Frozen({"brand": CONTRACTS, "agency": CONTRACTS[:2]})
"""Who may train, and by which contracts."""

BASELINE = baseline(
    {
        "v": "2",
        "c": "1",
        "kappa": "0.5",
        "beta": "0.4",
        "u": "0.2",
        "k": "1",
        "rho": "1",
        "V": "1",
        "beta_m": "0.8",
        "omega": "0.3",
        "mu": "0.1",
        "phi": "1",
        "W": "1",
        "T": "2",
    }
)


def streamer_training(
    story: str = "training",
    contract: str = "none",
    order: Sequence[Slot] | None = None,
    trainer: str = "brand",
    streamer: str | StreamerType | None = None,
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    story : str
        ``training`` or ``incentives``.
    contract : str
        Of training: ``none``, ``exit_penalty``, ``shared_cost`` or ``one_owner``.
    order : sequence, optional
        The timing, leaders first.
    trainer : str
        Of training: ``brand``, or an ``agency``, whose contracts are ``none`` and ``exit_penalty``.

    streamer : str or StreamerType, optional
        Of training by a brand.

    Returns
    -------
    Game
        Of brand and streamer (a brand alone with a virtual host), and of agency and platform where an agency trains.
        Reported of training: chain_profit.

    Raises
    ------
    UnknownName
        If there is no such story, contract, trainer or type.
    DeclarationError
        If a contract, trainer or type is asked for where nobody trains, or one that does not go with the rest.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(streamer_training(contract="exit_penalty"))["h"]
    v*(1 - beta)/c
    """
    require_known(story, STORIES, f"no story {story!r}")
    if contract in WORDS:
        raise DeclarationError(
            f"contract {contract!r} has no meaning here: what training brings is divided by a bargain after it, and "
            f"pay for effort is decided; write one of {', '.join(CONTRACTS)}"
        )
    require_known(contract, CONTRACTS, f"no contract about training {contract!r}")
    require_known(trainer, TRAINERS, f"no trainer {trainer!r}")
    kind = type_of(streamer)
    if kind is not None and (story == "incentives" or trainer != "brand"):
        raise DeclarationError("types of streamers are trained by a brand; leave streamer out")
    if story == "incentives":
        if contract != "none":
            raise DeclarationError("contracts about training go with story='training'; leave contract out")
        if trainer != "brand":
            raise DeclarationError("trainer= goes with story='training'; leave trainer out")
        return _incentives(order)
    if contract not in TRAINERS[trainer]:
        raise DeclarationError(f"an agency has no contract {contract!r}; write {' or '.join(TRAINERS[trainer])}")
    if trainer == "agency":
        return _agency(contract, order)
    if kind is not None and (kind.employed or kind.technology_cost):
        return _without_bargain(contract, order, kind)
    return _training(contract, order, sp.S.One if kind is None else phi)


def _training(contract: str, order: Sequence[Slot] | None, audience: sp.Expr) -> Game:
    cost, brings = c * h**2 / 2, audience * v * h
    elsewhere = u + audience * kappa * h if contract == "none" else u
    if contract == "one_owner":
        players = [Player("brand", decides=[h], payoff=brings - cost), Player("streamer", decides=[], payoff=sp.S.Zero)]
    else:
        borne = beta * cost if contract == "shared_cost" else sp.S.Zero
        gain = brings - elsewhere
        players = [
            Player("brand", decides=[h], payoff=(1 - beta) * gain - cost + borne),
            Player("streamer", decides=[], payoff=elsewhere + beta * gain - borne),
        ]
    return Game(
        players=players,
        order=order,
        assuming=[v > kappa, beta < 1] if contract == "none" else [beta < 1] if contract != "one_owner" else [],
        report={"chain_profit": sp.Add(*(player.payoff for player in players))},
    )


def _without_bargain(contract: str, order: Sequence[Slot] | None, kind: StreamerType) -> Game:
    allowed = CONTRACTS[:2] if kind.employed else CONTRACTS[:1]
    if contract not in allowed:
        raise DeclarationError(
            f"a host who does not bargain has no contract {contract!r}; write {' or '.join(allowed)}"
        )
    earned = phi * v * h - c * h**2 / 2
    if not kind.employed:
        brand = Player("brand", decides=[h], payoff=earned - T)
        return Game(players=[brand], order=order, report={"chain_profit": brand.payoff})
    paid = W + phi * kappa * h if contract == "none" else W
    players = [
        Player("brand", decides=[h], payoff=earned - paid),
        Player("streamer", decides=[], payoff=paid),
    ]
    return Game(
        players=players,
        order=order,
        assuming=[v > kappa] if contract == "none" else [],
        report={"chain_profit": earned},
    )


def _agency(contract: str, order: Sequence[Slot] | None) -> Game:
    elsewhere = kappa * h
    gain = (1 - mu) * v * h - elsewhere
    placed = elsewhere + beta_m * gain
    alone = elsewhere + beta * gain if contract == "none" else sp.S.Zero
    players = [
        Player("brand", decides=[], payoff=(1 - beta_m) * gain),
        Player("agency", decides=[h], payoff=(1 - omega) * (placed - alone) - c * h**2 / 2),
        Player("streamer", decides=[], payoff=alone + omega * (placed - alone)),
        Player("platform", decides=[], payoff=mu * v * h),
    ]
    known = [beta_m < 1, omega < 1, mu < 1, (1 - mu) * v > kappa, *([beta < beta_m] if contract == "none" else [])]
    return game_of_chain(players, order, known, {})


def _incentives(order: Sequence[Slot] | None) -> Game:
    output = v * e + random("eps", normal(0, variance))
    worth = certainty_equivalent(s + b * output - k * e**2 / 2, rho)
    players = [
        Player("brand", decides=[s, b], payoff=output - s - b * output),
        Player("streamer", decides=[e], payoff=worth),
    ]
    return Game(players=players, order=order or ["brand", "streamer"], constraints={"brand": [worth >= u]})
