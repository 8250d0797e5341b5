"""Live portraits: paths of populations and their rest points, drawn by a browser while a reader moves sliders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.evolutionary.rest_points import RestPoint, RestPoints
from lsec_models.games.frozen import Frozen
from lsec_models.live.browser_page import BrowserPage
from lsec_models.live.javascript import javascript_function
from lsec_models.live.numbers import written
from lsec_models.live.slider import Slider
from lsec_models.live.templates import element

_SCRIPTS = ("words.js", "rest_points.js", "download.js", "portrait.js")
_SQUARE, _TRIANGLE = (2, 2), (3,)


@dataclass(frozen=True, kw_only=True, repr=False)
class LivePortrait(BrowserPage):
    """A portrait that shows itself in Jupyter and in the book; made by :func:`live_portrait`.

    Attributes
    ----------
    found : RestPoints
    sliders : tuple of Slider
    fixed : mapping from str to Fraction
        The parameters that have no slider.
    title, note : str
        What stands above.
    until : float
        For how long paths are followed.
    """

    found: RestPoints
    sliders: tuple[Slider, ...]
    fixed: Mapping[str, Fraction]
    title: str
    note: str
    until: float

    @cached_property
    def html(self) -> str:
        """The portrait as one element, to stand in any HTML page; it needs nothing outside."""
        return element(
            "portrait.html",
            _SCRIPTS,
            data=self.data,
            page=self,
            function=self.function,
            fixed=written(self.fixed),
        )

    @cached_property
    def _described(self) -> tuple[dict[str, Any], str]:
        return _described(self)

    @property
    def data(self) -> dict[str, Any]:
        """All but the function, ready for JSON."""
        return self._described[0]

    @property
    def function(self) -> str:
        """The JavaScript function from the sliders' numbers to payoffs, conditions, and shares at rest points."""
        return self._described[1]

    def __repr__(self) -> str:
        sliders = ", ".join(slider.name for slider in self.sliders)
        return (
            f"Live portrait of {self.found.label}, sliders {sliders}; it shows itself in Jupyter, or portrait.save(...)"
        )


def live_portrait(
    found: RestPoints,
    *,
    sliders: Sequence[Slider],
    at: Mapping[str, object] = Frozen({}),
    title: str = "",
    note: str = "",
    until: float = 30.0,
) -> LivePortrait:
    """Return a page on which a reader moves sliders and sees paths and rest points redrawn.

    Paths follow the replicator dynamics. Rest points and the conditions under which they are stable are the closed
    forms, computed in double precision; where a condition holds with equality, or almost, the page says that it is not
    decided there (within 1e-9). Rest points that fill lines are not drawn: the page says so too.

    Parameters
    ----------
    found : RestPoints
        What ``solve(game)`` returns, of two populations with two strategies each, or a single one with three.
    sliders : sequence of Slider
        The parameters that move.
    at : mapping from str to number
        The other parameters.
    title, note : str
        What stands above, as plain text.
    until : float
        For how long paths are followed.

    Returns
    -------
    LivePortrait

    Raises
    ------
    DeclarationError
        If the space of shares is not a plane, or a parameter has neither slider nor number, or both, or not its
        declared sign.
    UnknownName
        If there is no parameter of a name.

    Examples
    --------
    >>> from lsec_models import EvolutionaryGame, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> cycle = EvolutionaryGame(
    ...     populations={"players": ["rock", "paper", "scissors"]}, payoffs=[[0, -b, a], [a, 0, -b], [-b, a, 0]]
    ... )
    >>> live_portrait(solve(cycle), sliders=[Slider("a", 1, 4)], at={"b": 2})
    Live portrait of the evolutionary game of players, sliders a; it shows itself in Jupyter, or portrait.save(...)
    """
    if not isinstance(found, RestPoints):
        kind = type(found).__name__
        raise DeclarationError(f"live_portrait takes rest points in closed form, not {kind}; solve(game) without at=")
    if found.game.shape not in (_SQUARE, _TRIANGLE):
        raise DeclarationError(
            f"the shares of {found.game.label} are not a plane; a live portrait is of two populations with two "
            "strategies each, or a single one with three"
        )
    if not sliders or not all(isinstance(slider, Slider) for slider in sliders):
        raise DeclarationError("sliders: give at least one Slider(name, low, high)")
    if not isinstance(until, int | float) or isinstance(until, bool) or not 0 < until < float("inf"):
        raise DeclarationError(f"until = {until!r}: give a positive time")
    names = [slider.name for slider in sliders]
    fixed = {str(name): exact_number(value, str(name)) for name, value in at.items()}
    for name in (*names, *fixed):
        require_known(name, found.ring.names, f"no parameter {name!r}")
    twice = [name for i, name in enumerate(names) if name in names[:i] or name in fixed]
    if twice:
        raise DeclarationError(f"{twice[0]} is given twice; give a parameter one slider, or one number")
    missing = [name for name in found.ring.names if name not in (*names, *fixed)]
    if missing:
        raise DeclarationError(
            f"parameter {missing[0]!r} has neither slider nor number; add Slider({missing[0]!r}, ...) or "
            f"at={{{missing[0]!r}: ...}}"
        )
    _require_signs(found, {slider.name: slider.low for slider in sliders} | fixed)
    return LivePortrait(
        found=found, sliders=tuple(sliders), fixed=Frozen(fixed), title=title, note=note, until=float(until)
    )


def _require_signs(found: RestPoints, least: Mapping[str, Fraction]) -> None:
    """Raise if the least value that a parameter takes has not its declared sign."""
    for symbol, kind in zip(found.ring.symbols, found.domain.kinds, strict=True):
        value = least[symbol.name]
        if (value < 0 and kind is not Kind.FREE) or (value == 0 and kind is Kind.POSITIVE):
            raise DeclarationError(
                f"{symbol.name} = {value}, but {symbol.name} is declared {kind.value}; give other numbers, or a slider "
                "that begins above"
            )


def _described(page: LivePortrait) -> tuple[dict[str, Any], str]:
    """Return what the browser needs: data, and one function, whose numbers the data count."""
    found, game = page.found, page.found.game
    numbers = {symbol: to_sympy(page.fixed[symbol.name]) for symbol in found.ring.symbols if symbol.name in page.fixed}
    formulas: list[sp.Expr] = []

    def placed(several: Sequence[sp.Expr]) -> list[int]:
        begin = len(formulas)
        formulas.extend(one.xreplace(numbers) for one in several)
        return [begin, len(formulas)]

    tables = [placed([game.entries[name][place].expression() for place in game.profiles]) for name in game.names]
    domain = [
        {"at": placed([_margin(one)])[0], "strict": one.strict, "words": str(one.relation)}
        for one in found.domain.conditions
    ]
    points = [
        {
            "name": point.name,
            "shares": placed(list(point.shares.values())),
            "rests": placed([_margin(one) for one in point.rests_where]),
            "stable": None if point.stable_where is None else placed([_margin(one) for one in point.stable_where]),
            "exactly": point.exactly,
            "because": point.because,
        }
        for point in found.points
        if not _is_undefined(point, numbers)
    ]
    arguments = {
        symbol: f"p[{[slider.name for slider in page.sliders].index(symbol.name)}]"
        for symbol in found.ring.symbols
        if symbol.name not in page.fixed
    }
    data = {
        "shape": list(game.shape),
        "shares": list(game.share_names.values()),
        "sliders": [slider.data() for slider in page.sliders],
        "until": page.until,
        "tables": tables,
        "domain": domain,
        "points": points,
    }
    return data, javascript_function(formulas, arguments)


def _is_undefined(point: RestPoint, numbers: Mapping[sp.Symbol, sp.Rational]) -> bool:
    """Whether shares divide by zero at the numbers that are fixed: then it is one of the ties."""
    return any(share.xreplace(numbers).has(sp.zoo, sp.nan) for share in point.shares.values())


def _margin(condition: Condition) -> sp.Expr:
    return Ratio(condition.ring, condition.polynomial).expression()
