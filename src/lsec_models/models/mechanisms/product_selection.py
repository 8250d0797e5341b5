"""Who vets what is sold: the quality a brand makes, the accuracy of a streamer's inspection, and a name that is shared.

Vetting (``story="vetting"``). A manufacturer makes units of which the chance q is sound, at the cost ``k*q**2/2``. A
streamer of influence phi inspects phi units, at the cost ``kappa*x**2/2``, and finds a defect with the chance x. With
every defect that is sold it loses L of its reputation. What becomes of a defect that is found:

``found="refused"``: the unit is not sold. What is sold brings the price p, which is given; a buyer to whom a sound unit
is worth v gains ``v*(sound units) - p*(units sold)`` on average, and buys as long as that is not negative: formulas
hold where the reported consumer_surplus is not below 0, which a v that is large enough sees to, and which you check.
``found="replaced"``: the manufacturer pays r for a sound unit in its place, and all phi units are sold. Buyers pay what
they expect, v for a sound unit: they foresee quality, and see the accuracy (``accuracy="seen"``) or foresee it too
(``"unseen"``). Expectations come true; unseen ones do not move when somebody deviates. Where one of the two leads,
buyers who see the accuracy would learn quality from it, so that accuracy is unseen there.

A contract divides what a sold unit brings: a commission, a slot fee, or a streamer who buys at the given price w. The
brand's own host (``streamer="self_run"``) is one owner who decides both, and whose reputation the loss L is.

Name (``story="name"``). n brands, alike, are sold under the name of one streamer, phi units each; the streamer receives
lambda of what they bring. With ``record="common"`` buyers see the average quality of all that was sold under the name,
with ``"own"`` that of each brand; they pay v for a sound unit.

Timing. Vetting: quality and accuracy at once, which nobody sees before, or one after the other with ``order``; name:
all qualities at once. Everybody knows all parameters.

Units. Payoffs and costs are money for a season; p, v, w, r, L money for a unit; q and x chances. A streamer of
influence 1 shows one unit.

What is exact
-------------
Write y for what the streamer receives with a unit sold and m for what the manufacturer keeps. Under ``refused``

    q = z/(kappa*k + z),    x = k*phi*(L - y)/(kappa*k + z),    z = phi**2 * m * (L - y):

quality answers vetting, since defects that are found are not paid; vetting declines with quality. A reply to a chance
is a chance where ``phi*L <= kappa`` and ``phi*m <= k``, which is assumed where one of them leads; else, only at the
equilibrium, ``x <= 1``. Under ``replaced`` the same holds with r in the place of m, and with L (unseen) or L + lambda*v
(seen) in the place of L - y: accuracy that buyers see is paid by their price. Under a common name each brand makes the
n-th part of the quality that it makes under its own.

Lineage. Inspection games: Tsebelis (1989), American Political Science Review 83(1); a name that is shared: Winfree and
McCluskey (2005), American Journal of Agricultural Economics 87(1). The game of vetting is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.copies import others, total
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, gains_by_a_unit, refuse_contract
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract, w
from lsec_models.models.parts.streamers import StreamerType, type_of

phi, p, v, r, L, k, kappa, given_w = parameters("phi p v r L k kappa w", positive=True)
commission, W, T = parameters("lambda W T", positive=True)
n = parameters("n", integer=True)
q, x = decisions("q x")
expected_quality, expected_accuracy = decisions("q_e x_e", real=True)

STORIES = ("vetting", "name")
FOUND = ("refused", "replaced")
ACCURACY = ("unseen", "seen")
RECORDS = ("common", "own")

BASELINE = baseline(
    {
        "phi": "1",
        "p": "0.7",
        "v": "4",
        "r": "0.6",
        "L": "0.8",
        "k": "1",
        "kappa": "1",
        "w": "0.5",
        "n": "4",
        "lambda": "0.2",
        "psi": "0.2",
        "F": "1",
        "A": "1",
        "W": "1",
        "T": "2",
    }
)
# Accuracy that the price pays for must be dearer to stay a chance; quality under a name is paid for by less.
BASELINE_SEEN: Mapping[str, Fraction] = Frozen({"kappa": Fraction(6)})
BASELINE_NAME: Mapping[str, Fraction] = Frozen({"v": Fraction(1)})


def product_selection(
    story: str = "vetting",
    contract: str | Contract | None = None,
    streamer: str | StreamerType | None = None,
    order: Sequence[Slot] | None = None,
    found: str = "refused",
    accuracy: str = "unseen",
    record: str = "common",
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    story : str
        ``vetting`` or ``name``.
    contract : str or Contract, optional
        Of vetting: any of the catalogue's without a guarantee; ``commission`` without a word.
    streamer : str or StreamerType, optional
        Of vetting: a type adds a slot fee F, the wage W of the brand's own host or the technology cost T of a virtual
        one.
    order : sequence, optional
        The timing, leaders first.
    found : str
        Of vetting: whether a defect that is found is ``refused`` or ``replaced``.
    accuracy : str
        Of ``replaced``: whether buyers see the accuracy, ``seen``, or ``unseen``.
    record : str
        Of a name: what buyers know, the ``common`` record or each brand's ``own``.

    Returns
    -------
    Game
        Reported of vetting: defects (sold), chain_profit, and sold and consumer_surplus where the price is given, or
        else the price; of a name chain_profit.

    Raises
    ------
    UnknownName
        If there is no such story, contract, type, accuracy or record.
    DeclarationError
        If the options do not go together.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(product_selection(found="replaced"))["q"]
    L*phi**2*r/(L*phi**2*r + k*kappa)
    >>> solve(product_selection("name"))["q"]
    phi*v*(1 - lambda)/(k*n)
    """
    for value, known, what in (
        (story, STORIES, "story"),
        (found, FOUND, "way with a defect"),
        (accuracy, ACCURACY, "accuracy"),
        (record, RECORDS, "record"),
    ):
        require_known(value, known, f"no {what} {value!r}")
    kind = type_of(streamer)
    if story == "name":
        if contract is not None or kind is not None or found != "refused" or accuracy != "unseen":
            raise DeclarationError(
                "nobody inspects under a shared name; leave contract, streamer, found and accuracy out"
            )
        return _name(order, common=record == "common")
    if record != "common":
        raise DeclarationError("a record goes with story='name'; leave it out")
    if found == "refused" and accuracy != "unseen":
        raise DeclarationError("accuracy= goes with found='replaced', where buyers pay what they expect; leave it out")
    own = kind is not None and kind.employed
    if accuracy == "seen" and order is not None and len(order) > 1 and not own:
        raise DeclarationError(
            "where one leads, buyers who see the accuracy learn quality from it, which is not modelled; leave order out"
        )
    if own:
        refuse_contract(contract, "the brand's own host has no contract")
    agreed = agreement(contract or "commission", kind, called={w: given_w}, refused=_REFUSED)
    if found == "refused":
        return _refused(agreed, kind, order)
    return _replaced(agreed, kind, order, seen=accuracy == "seen")


_REFUSED = {"guarantee": "what is sold is random, and what a guarantee adds to a commission is not modelled"}


def _refused(agreed: Contract, kind: StreamerType | None, order: Sequence[Slot] | None) -> Game:
    sold, defects = phi * (1 - (1 - q) * x), phi * (1 - q) * (1 - x)
    report = {"sold": sold, "defects": defects, "consumer_surplus": v * phi * q - p * sold}
    if kind is not None and kind.employed:
        return _own_host(p * sold, defects, order, [k > phi * L, p < L, kappa > phi * L], report)
    received, kept = agreed.variable_pay(p, sp.S.One), p - agreed.variable_pay(p, sp.S.One)
    players = _players(agreed, kind, kept * sold, received * sold, defects)
    return _game(
        players, order, [*gains_by_a_unit(agreed, p), received < L, *_chances(kept, L - received, order)], report
    )


def _replaced(agreed: Contract, kind: StreamerType | None, order: Sequence[Slot] | None, *, seen: bool) -> Game:
    price = v * (1 - (1 - expected_quality) * (1 - (x if seen else expected_accuracy)))
    found, defects = phi * (1 - q) * x, phi * (1 - q) * (1 - x)
    report = {"defects": defects, "price": price}
    foreseen = {expected_quality: q} | ({} if seen else {expected_accuracy: x})
    if kind is not None and kind.employed:
        own = [k > phi * L, r < L, kappa > phi * (L + (v if seen else 0))]
        return _own_host(price * phi - r * found, defects, order, own, report, foreseen)
    received = agreed.variable_pay(price, sp.S.One)
    players = _players(agreed, kind, (price - received) * phi - r * found, received * phi, defects)
    stake = L + (agreed.share * v if seen else 0)
    return _game(players, order, [*gains_by_a_unit(agreed, v), *_chances(r, stake, order)], report, foreseen)


def _name(order: Sequence[Slot] | None, *, common: bool) -> Game:
    seen = (q + others(q)) / n if common else q
    brand = Player("brand", decides=[q], payoff=(1 - commission) * phi * v * seen - k * q**2 / 2, copies=n)
    streamer = Player("streamer", decides=[], payoff=commission * phi * v * total(q))
    return Game(
        players=[brand, streamer],
        order=order or ["brand"],
        assuming=[commission < 1, n >= 2, (1 - commission) * phi * v <= k],
        report={"chain_profit": n * (phi * v * q - k * q**2 / 2)},
    )


def _players(
    agreed: Contract, kind: StreamerType | None, kept: sp.Expr, received: sp.Expr, defects: sp.Expr
) -> list[Player]:
    technology = T if kind is not None and kind.technology_cost else sp.S.Zero
    making, inspecting = k * q**2 / 2, kappa * x**2 / 2
    return [
        Player("manufacturer", decides=[q], payoff=kept - making - agreed.fixed),
        Player("streamer", decides=[x], payoff=received - L * defects - inspecting + agreed.fixed - technology),
    ]


def _own_host(
    earned: sp.Expr,
    defects: sp.Expr,
    order: Sequence[Slot] | None,
    known: Sequence[sp.Basic],
    report: Mapping[str, sp.Expr],
    foreseen: Mapping[sp.Symbol, sp.Expr] | None = None,
) -> Game:
    owner = Player("manufacturer", decides=[q, x], payoff=earned - L * defects - k * q**2 / 2 - kappa * x**2 / 2 - W)
    return _game([owner], order or ["manufacturer"], known, report, foreseen)


def _chances(kept: sp.Expr, stake: sp.Expr, order: Sequence[Slot] | None) -> list[sp.Basic]:
    """Return what keeps quality and accuracy at most one, where nobody leads or after every chance."""
    at_once = order is None or len(order) == 1
    return (
        [phi * stake * (k - phi * kept) <= kappa * k]
        if at_once
        else [phi * L <= kappa, phi * stake <= kappa, phi * kept <= k]
    )


def _game(
    players: Sequence[Player],
    order: Sequence[Slot] | None,
    known: Sequence[sp.Basic],
    report: Mapping[str, sp.Expr],
    foreseen: Mapping[sp.Symbol, sp.Expr] | None = None,
) -> Game:
    together = sp.Add(*(player.payoff for player in players))
    return Game(
        players=players,
        order=order or [tuple(player.name for player in players)],
        assuming=known,
        report={**report, "chain_profit": together},
        expectations=foreseen or {},
    )
