"""Equilibria side by side: who has more of what, everywhere or exactly where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.cluster.workers import answers
from lsec_models.errors import ClaimError, ContradictoryAssumptions, SamplingFailed, kind_of, nearest, require_known
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.refusals import refusal
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.prove.deciding.decide import decide
from lsec_models.prove.results.signs import Compared, Comparison, DecidedSign
from lsec_models.prove.results.verdicts import Contradictory, Mixed, Proved
from lsec_models.prove.statements.claim_to_statement import sign_statement
from lsec_models.prove.statements.what_is_given import REGIME_BY_REGIME
from lsec_models.signature import explained
from lsec_models.work import Effort, Work

if TYPE_CHECKING:
    from distributed import Client

_POINTS = 60
_PACKAGES = ("lsec_models", "sympy", "python-flint", "z3-solver", "cvc5")


@explained
def compare(
    equilibria: Mapping[str, Equilibrium],
    quantities: Sequence[str] | None = None,
    *,
    effort: Effort = "normal",
    seconds: float | None = None,
    progress: Callable[[int, int], None] | None = None,
    client: Client | str | None = None,
) -> Comparison:
    """Compare every pair of equilibria in every quantity they share, on their joint domain.

    Parameters
    ----------
    equilibria : mapping from label to Equilibrium, FeedbackEquilibrium or BayesianEquilibrium
    quantities : sequence of str, optional
        Names of decisions, players (their payoffs) or reported quantities; all that a pair shares without it.
    effort : str or float
        How much work each comparison may take; see :func:`prove`.
    seconds : float, optional
        A safety net for all of them together; what it cuts off stays undecided, with a verdict that says "interrupted".
    progress : callable, optional
        Called with the number of comparisons done and their total.
    client : distributed.Client or str, optional
        A Dask client, or a scheduler's address: its workers decide, with the same verdicts; without `seconds`.

    Returns
    -------
    Comparison

    Raises
    ------
    UnknownName
        If some equilibrium lacks a named quantity.
    ClusterError
        If no scheduler answers, or the workers are not alike.

    Examples
    --------
    >>> from lsec_models import solve
    >>> from lsec_models.models import load
    >>> chain = load("power_structures_bilateral", order=["manufacturer", "streamer"])
    >>> nash = chain.with_order([("manufacturer", "streamer")])
    >>> print(compare({"leading": solve(chain), "nash": solve(nash)}, ["q", "manufacturer"]))
    q: leading > nash iff mu**2 > b*eta
    manufacturer: leading >= nash
    rests on: manufacturer > streamer (an equilibrium, the only one);
    manufacturer = streamer (an equilibrium, the only one)
    """
    if not isinstance(equilibria, Mapping):
        raise ClaimError(
            f"compare takes equilibria by label, as in compare({{'led': led, 'nash': nash}}), not {kind_of(equilibria)}"
        )
    if len(equilibria) < 2:
        raise ClaimError(
            f"compare: {', '.join(map(repr, equilibria)) or 'nothing'} has nothing to be compared with; give two "
            "equilibria or more, as in compare({'led': led, 'nash': nash})"
        )
    for label, equilibrium in equilibria.items():
        if isinstance(equilibrium, PiecewiseEquilibrium):
            raise ClaimError(f"{label!r}: {REGIME_BY_REGIME}")
        if not isinstance(equilibrium, Equilibrium | FeedbackEquilibrium | BayesianEquilibrium):
            raise refusal("compare", "closed forms", equilibrium, label=label, error=ClaimError)
    for name in quantities or ():
        for label, equilibrium in equilibria.items():
            require_known(name, equilibrium.names, f"{label!r} has no quantity {name!r}")
    pairs = [
        (left, right, quantities or [n for n in equilibria[left].names if n in equilibria[right].names])
        for left, right in combinations(equilibria, 2)
    ]
    asked, about = [], []
    for left, right, names in pairs:
        domain = joint_domain([equilibria[left], equilibria[right]])
        for name in names:
            first, second = (equilibria[label].exact[name].convert(domain.ring) for label in (left, right))
            asked.append(partial(sign_of, first - second, domain, name=f"{name} of {left} - {name} of {right}"))
            about.append(partial(Compared, left=left, right=right, quantity=name))
    signs = decided_signs(asked, effort, seconds, progress, client)
    cells = tuple(cell(sign=sign) for cell, sign in zip(about, signs, strict=True))
    return Comparison(cells=cells, about=tuple(equilibria.values()))


def decided_signs(
    asked: Sequence[Callable[..., DecidedSign]],
    effort: Effort,
    seconds: float | None,
    progress: Callable[[int, int], None] | None,
    client: Client | str | None,
) -> Iterator[DecidedSign]:
    """Yield each sign that is asked for, in order: decided here, or by the workers of a client.

    Parameters
    ----------
    asked : sequence of callable
        Each takes `work`.
    effort, seconds, progress, client
        See :func:`compare`.

    Raises
    ------
    ClaimError
        If there are both a client and seconds.
    """
    if client is not None and seconds is not None:
        raise ClaimError(
            "seconds= is a clock of this process, and client= decides in others; leave one of them out: effort= limits "
            "the work on each sign anywhere"
        )
    decide_one = partial(_decided, work=Work.of(effort, seconds))
    for done, sign in enumerate(answers(decide_one, asked, client, _PACKAGES), start=1):
        if progress is not None:
            progress(done, len(asked))
        yield sign


def _decided(question: Callable[..., DecidedSign], *, work: Work) -> DecidedSign:
    return question(work=work)


def joint_domain(equilibria: Sequence[Equilibrium]) -> Domain:
    """Return the parameters at which all equilibria hold."""
    ring = ring_of({symbol for equilibrium in equilibria for symbol in equilibrium.ring.symbols})
    joint = Domain(ring=ring)
    for equilibrium in equilibria:
        joint = joint.where(equilibrium.domain.over(ring).conditions)
    return joint.reduced()


def sign_of(function: Ratio, domain: Domain, *, name: str, work: Work | None = None) -> DecidedSign:
    """Decide the sign of a rational function on a domain.

    Random admissible points say what to prove; a function of both signs gets the exact condition under which it is
    positive.

    Parameters
    ----------
    function : Ratio
        Over the domain's ring.
    domain : Domain
    name : str
        What verdicts call the function.
    work : Work, optional
        Of which each statement that is tried takes slices; that of normal effort without it.
    """
    work = work or Work.of()
    if function.is_zero():
        return DecidedSign(
            symbol="=", condition=None, verdict=decide(sign_statement(function, "=", domain, name), work)
        )
    for relation, symbol in _attempts(_guess(function, domain)):
        verdict = decide(sign_statement(function, relation, domain, name), work)
        if isinstance(verdict, Contradictory):
            return DecidedSign(symbol="-", condition=None, verdict=verdict)
        if isinstance(verdict, Mixed) and symbol in ("><", ">=", "<="):
            positive = _where_positive(function, domain)
            return DecidedSign(symbol="><", condition=positive, verdict=verdict)
        if isinstance(verdict, Proved):
            return DecidedSign(symbol=symbol, condition=None, verdict=verdict)
    return DecidedSign(symbol="?", condition=None, verdict=verdict)


def _attempts(guess: int | None) -> list[tuple[str, str]]:
    """Return what to try to prove, strict before weak; both signs are seen to turn by a claim that is mixed."""
    if guess is None:
        return [(">", "><")]
    return [(">", ">"), (">=", ">=")] if guess > 0 else [("<", "<"), ("<=", "<=")]


def _guess(function: Ratio, domain: Domain) -> int | None:
    """Return the sign at all of some random points, or None where they differ."""
    try:
        points = sample(domain, _POINTS)
    except (SamplingFailed, ContradictoryAssumptions):
        return 1
    signs = set()
    for point in points:
        value = function.evaluate(domain.ring.exact_point(point))
        signs.add((value > 0) - (value < 0))
    if {1, -1} <= signs:
        return None
    return -1 if -1 in signs else 1


def _where_positive(function: Ratio, domain: Domain) -> sp.Basic | None:
    if domain.possible_zeros(function):
        return None
    return Condition(ring=domain.ring, polynomial=domain.core(function), strict=True, origin="").relation


def require_parameter(domain: Domain, symbol: str | sp.Symbol) -> sp.Symbol:
    """Return the parameter of a domain that a symbol, or its name, stands for.

    Raises
    ------
    ClaimError
        If there is none; the message names the known parameters.
    """
    known = {parameter.name: parameter for parameter in domain.ring.symbols}
    if not isinstance(symbol, str | sp.Symbol) or str(symbol) not in known:
        raise ClaimError(f"{symbol} is not a parameter here; {nearest(str(symbol), known)}")
    return known[str(symbol)]
