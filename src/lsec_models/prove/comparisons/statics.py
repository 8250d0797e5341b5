"""Comparative statics: how every quantity moves with every parameter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import ClaimError, require_known
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.refusals import refusal
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium
from lsec_models.games.static.results.equilibrium import StaticEquilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.prove.comparisons.compare import decided_signs, require_parameter, sign_of
from lsec_models.prove.comparisons.sign_at_root import sign_at_root, slope_at_root
from lsec_models.prove.comparisons.unsolved_statics import quantities_of, sign_of_slope
from lsec_models.prove.results.signs import DecidedSign, SignTable, Static
from lsec_models.prove.statements.what_is_given import REGIME_BY_REGIME
from lsec_models.signature import explained
from lsec_models.work import Effort

if TYPE_CHECKING:
    from distributed import Client

Several: TypeAlias = "str | sp.Symbol | Sequence[str | sp.Symbol] | None"


@explained
def comparative_statics(
    equilibrium: StaticEquilibrium | FeedbackEquilibrium | BayesianEquilibrium | Game,
    quantities: Several = None,
    parameters: Several = None,
    *,
    effort: Effort = "normal",
    seconds: float | None = None,
    progress: Callable[[int, int], None] | None = None,
    client: Client | str | None = None,
) -> SignTable:
    """Decide how each quantity of an equilibrium moves with each parameter, all others held fixed.

    Of a parameter that is declared integer, what is decided is the difference to its next value.

    Parameters
    ----------
    equilibrium : Equilibrium, ImplicitEquilibrium, FeedbackEquilibrium, BayesianEquilibrium or Game
        What is in terms of a root moves with it, by the implicit function theorem. Of a game of one stage that nobody
        has solved, first- and second-order conditions decide the signs, at every regular interior equilibrium; where a
        sign turns is then not known.
    quantities : name, or sequence of names, optional
        All without it.
    parameters : name or symbol, or sequence of these, optional
        All without it.
    effort : str or float
        How much work each cell may take; see :func:`prove`.
    seconds : float, optional
        A safety net for all of them together; what it cuts off stays undecided, with a verdict that says "interrupted".
    progress : callable, optional
        Called with the number of cells done and their total.
    client : distributed.Client or str, optional
        A Dask client, or a scheduler's address: its workers decide, with the same verdicts; without `seconds`.

    Returns
    -------
    SignTable

    Raises
    ------
    UnknownName, ClaimError
        If there is no such quantity or parameter, or the result is not a closed form.
    ClusterError
        If no scheduler answers, or the workers are not alike.

    Examples
    --------
    >>> from lsec_models import solve
    >>> from lsec_models.models import load
    >>> chain = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))
    >>> print(comparative_statics(chain, ["q"], ["gamma", "k"]))
    q in gamma: +
    q in k: -
    rests on: manufacturer > streamer (an equilibrium, the only one)
    """
    if isinstance(equilibrium, PiecewiseEquilibrium):
        raise ClaimError(REGIME_BY_REGIME)
    if not isinstance(equilibrium, StaticEquilibrium | FeedbackEquilibrium | BayesianEquilibrium | Game):
        raise refusal("comparative_statics", "a closed form", equilibrium, error=ClaimError)
    domain = equilibrium.domain
    chosen = [require_parameter(domain, parameter) for parameter in _several(parameters) or domain.ring.symbols]
    known = quantities_of(equilibrium) if isinstance(equilibrium, Game) else equilibrium.names
    names = [str(name) for name in _several(quantities) or known]
    about = [(name, symbol) for name in names for symbol in chosen]
    asked = [_slope(equilibrium, name, symbol) for name, symbol in about]
    signs = decided_signs(asked, effort, seconds, progress, client)
    cells = [
        Static(quantity=name, parameter=symbol.name, sign=sign)
        for (name, symbol), sign in zip(about, signs, strict=True)
    ]
    if isinstance(equilibrium, Game):
        return SignTable(cells=tuple(cells), unsolved=equilibrium)
    return SignTable(cells=tuple(cells), about=(equilibrium,))


def _slope(
    equilibrium: StaticEquilibrium | FeedbackEquilibrium | BayesianEquilibrium | Game, name: str, symbol: sp.Symbol
) -> Callable[..., DecidedSign]:
    """Return what decides the sign of a derivative, given work."""
    if isinstance(equilibrium, Game):
        moving = quantities_of(equilibrium)
        require_known(name, moving, f"no quantity {name!r}")
        return partial(sign_of_slope, equilibrium, moving[name], symbol)
    _ = equilibrium[name]
    function, words = equilibrium.exact[name], f"slope of {name} in {symbol}"
    if isinstance(equilibrium, ImplicitEquilibrium):
        if symbol.is_integer:
            raise ClaimError(
                f"{symbol} is declared integer, and what is in terms of a root is not known between whole numbers; "
                "name the other parameters, parameters=[...]"
            )
        root = equilibrium.root
        return partial(sign_at_root, slope_at_root(function, root, symbol), root, name=words)
    slope, where = _step(function, symbol, equilibrium.domain)
    return partial(sign_of, slope, where, name=words)


def _step(function: Ratio, symbol: sp.Symbol, domain: Domain) -> tuple[Ratio, Domain]:
    """Return a derivative and where it is asked; of an integer parameter the difference to the next value."""
    if not symbol.is_integer:
        return function.derivative(symbol), domain
    one_more = Ratio(domain.ring, domain.ring.generators[domain.ring.index[symbol]] + domain.ring.one)
    return function.substitute({symbol: one_more}) - function, domain.with_next(symbol)


def _several(given: Several) -> list[str | sp.Symbol]:
    """Return what may be given one by one, or alone."""
    return [given] if isinstance(given, str | sp.Symbol) else list(given or ())
