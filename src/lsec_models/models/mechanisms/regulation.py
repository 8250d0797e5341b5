"""Who keeps streamers honest: strict or lax streamers, platforms that supervise, consumers who complain.

Populations. Streamers are *strict*, or *lax*: they exaggerate, and sell more. Platforms *supervise*, or *ignore* what
is done. Consumers *complain* where they were misled, or stay *silent*. Members of each population are matched at random
with one of each other; strategies that earn more spread (replicator dynamics). Nobody optimises.

Payoffs, beyond what is earned in any case. A lax streamer gains g; it is fined f where the platform supervises, and
refunds z where the consumer complains. With the fines of an association of n members, a member bears the part 1/n of
its own fine. Supervision costs the platform k; it keeps the part nu of a fine, and wins the reputation d by catching a
lax streamer. Without supervision it shares the lax streamer's gain by its commission mu, and pays the penalty N to
the government where somebody complains. To complain costs the consumer c, and brings the refund z where the streamer
was lax.

Types. Streamers of a type have its audience phi: what a lax one gains, and the reputation that is won by catching it,
are phi times as much; fines, refunds and the cost of supervision are the same. For an own host or a virtual one, whose
brand decides how strict it is, gains and fines are the brand's. Slot fees, wages and the cost of technology are paid in
any case, and left out.

Timing. In each meeting all act at once, and see nothing of the others before.

Units. Money in each meeting; nu and mu are pure numbers, n counts.

Stability. Two populations are asymptotically stable only at strict equilibria (Ritzberger & Weibull 1995), so that with
constant fines, commissions and subsidies no mixture of strict and lax streamers is ever stable: "interior ESS" in print
are errata.

What is exact
-------------
Let nobody complain, and let supervision be worth it where all are lax, ``k < nu f + d - mu g``, and fines deter,
``g < f``. Then streamers and platforms circle around the mixture

    share of lax streamers = k / (nu f + d - mu g),    share of supervising platforms = g / f.

Where the platform keeps nothing of it (nu = 0), a higher fine lowers supervision and leaves violations as they are:
the first share does not depend on f. Where it keeps a part, violations fall as well. A pooled fine deters n times
less: the members of an association regulate themselves under certain supervision exactly if ``f / n > g``.

Lineage. Inspection: Tsebelis (1989), American Political Science Review 83(1); which rest points are stable: Ritzberger
and Weibull (1995), Econometrica 63(6). Evolutionary games of regulation are many; this one is ours.
"""

from __future__ import annotations

import sympy as sp

from lsec_models.algebra.domains.symbols import parameters
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.streamers import StreamerType, type_of

influence = parameters("phi", positive=True)
gain, fine, refund, cost, reputation, penalty, trouble = parameters("g f z k d N c", positive=True)
kept, commission = parameters("nu mu", nonnegative=True)
members = parameters("n", positive=True)

BASELINE = baseline(
    {
        "g": "2",
        "f": "5",
        "z": "1",
        "k": "1",
        "d": "2",
        "N": "1",
        "c": "1/2",
        "nu": "1/2",
        "mu": "1/5",
        "n": "10",
        "phi": "1",
    }
)


def regulation(
    *, consumers: bool = True, pooled: bool = False, streamer: str | StreamerType | None = None
) -> EvolutionaryGame:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    consumers : bool
        Whether consumers are a population; without them nobody complains.
    pooled : bool
        Whether the members of an association bear each fine together.
    streamer : str or StreamerType, optional
        The type of all streamers, which brings an audience phi.

    Returns
    -------
    EvolutionaryGame
        Of streamers and platforms, and of consumers.

    Raises
    ------
    UnknownName
        If there is no such type.

    Examples
    --------
    >>> from lsec_models import solve
    >>> found = solve(regulation(consumers=False))
    >>> found["strict + lax / supervise + ignore"].shares["supervise"]
    g/f
    >>> for point in found.stable:
    ...     print(point.name, "-", point.words)
    lax / supervise - asymptotically stable exactly where g > f and d + f*nu > g*mu + k
    lax / ignore - asymptotically stable exactly where g*mu + k > d + f*nu
    """
    borne = fine / members if pooled else fine
    size = sp.S.One if type_of(streamer) is None else influence
    won, caught = size * gain, size * reputation

    def earned(streamer: str, platform: str, consumer: str = "silent") -> dict[str, sp.Expr]:
        lax, watched, complained = int(streamer == "lax"), int(platform == "supervise"), int(consumer == "complain")
        found = {
            "streamers": lax * (won - watched * borne - complained * refund),
            "platforms": watched * (lax * (kept * fine + caught) - cost)
            + (1 - watched) * lax * (commission * won - complained * penalty),
        }
        return found | ({"consumers": complained * (lax * refund - trouble)} if consumers else {})

    populations = {"streamers": ["strict", "lax"], "platforms": ["supervise", "ignore"]}
    return EvolutionaryGame(
        populations=populations | ({"consumers": ["complain", "silent"]} if consumers else {}),
        payoffs=earned,
        assuming=[kept <= 1, commission < 1, *([members >= 1] if pooled else [])],
    )
