"""The one face of results: something solved, something at a point, and several of these at one point."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, runtime_checkable

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import Point, point_of
from lsec_models.errors import LsecError, OutsideDomain
from lsec_models.games.evidence.evidence import Evidence
from lsec_models.games.frozen import Frozen
from lsec_models.games.summary.copy import latex_to_copy
from lsec_models.games.summary.html import html
from lsec_models.games.summary.latex import aligned
from lsec_models.games.summary.summary import NamedFactor, Summary, shown_point
from lsec_models.games.summary.text import WIDTH, text

P_co = TypeVar("P_co", covariant=True)
# What only closed forms have, and what results at a point have.
OF_FORMULAS = ("at", "denominators", "domain", "holds_where", "numerators")
_OF_POINTS = ("complete", "decisions", "only", "payoffs", "point", "values")


class Result(ABC):
    """What `solve` returns, or a part of it: it says how far it is established, and prints itself."""

    if TYPE_CHECKING:
        game: Any

        @property
        def evidence(self) -> Evidence:
            """How far what is stated is established."""

    @property
    def label(self) -> str:
        """What was solved, in words."""
        return str(self.game.label)

    @property
    def kind(self) -> str:
        """``"equilibrium"`` where that is established, else ``"candidate"``."""
        return "equilibrium" if self.evidence.established else "candidate"

    @abstractmethod
    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Say how it is asked for; what begins with an underscore is asked for by notebooks."""
            way_out = "" if name.startswith("_") else self._instead_of(name)
            words = f"{type(self).__name__!r} object has no attribute {name!r}{'; ' * bool(way_out)}{way_out}"
            raise AttributeError(words, name=name, obj=self)

    def _instead_of(self, name: str) -> str:
        """Return what to ask instead of an attribute that there is not, in words."""
        if name in OF_FORMULAS:
            return f"it stands at one point; where the game has a closed form, ask that, solve(game).{name}"
        return f"a quantity is written [{name!r}]" if self._is_quantity(name) else ""

    def _is_quantity(self, name: str) -> bool:
        """Whether a name is that of a quantity, and not of something that the result should have, but does not yet."""
        own = hasattr(type(self), name) or name in getattr(type(self), "__dataclass_fields__", ())
        if own or not hasattr(type(self), "__getitem__"):
            return False
        try:
            self[name]  # type: ignore[index]
        except (LsecError, LookupError, TypeError):
            return False
        return True

    def _part_words(self, said: Summary) -> str:  # noqa: ARG002 (some kinds have names for parts of what they say)
        """Return how a part of a long result is asked for, in words."""
        return ""

    def __repr__(self) -> str:
        said = self.summary()
        return text(said, WIDTH, self._part_words(said))

    def _repr_html_(self) -> str:
        summary = self.summary()
        return html(summary) + latex_to_copy(summary)

    def _repr_latex_(self) -> str:
        return f"$$\\begin{{aligned}}\n{aligned(self.summary(), said=True)}\n\\end{{aligned}}$$"


class Solved(Result, Generic[P_co]):
    """A closed form: something solved for all parameters of a domain at once."""

    @property
    @abstractmethod
    def domain(self) -> Domain:
        """Where it holds, or is defined at all."""

    if TYPE_CHECKING:

        def __getitem__(self, name: str, /) -> Any:
            """Return a quantity by name."""

    @property
    @abstractmethod
    def decisions(self) -> Mapping[str, Any]:
        """Decisions by name."""

    @property
    @abstractmethod
    def payoffs(self) -> Mapping[str, Any]:
        """Payoffs by player."""

    @property
    @abstractmethod
    def evidence(self) -> Evidence:
        """How far what is stated is established."""

    @property
    def denominators(self) -> Mapping[str, NamedFactor]:
        """What its quantities are divided by, and prints under a name, by that name; none where nothing has one.

        Examples
        --------
        >>> from lsec_models import load, solve
        >>> led = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))
        >>> led.denominators["D"]
        D = 4*b*eta*k - eta*gamma**2 - 2*k*mu**2 > 0
        >>> led.denominators["D"].value, led.denominators["D"].positive
        (4*b*eta*k - eta*gamma**2 - 2*k*mu**2, True)
        """
        return _by_name(one for one in self.summary().factors if one.below)

    @property
    def numerators(self) -> Mapping[str, NamedFactor]:
        """The other factors of its quantities that print under a name, by that name."""
        return _by_name(one for one in self.summary().factors if not one.below)

    @property
    def holds_where(self) -> str:
        """The words that introduce its conditions, which of a candidate are those of first and second order."""
        return "holds where" if self.evidence.established else "first- and second-order conditions hold where"

    def at(self, point: Point | None = None, **values: object) -> P_co:
        """Evaluate at one point.

        Parameters
        ----------
        point : mapping, optional
            A number for every parameter, by name or symbol; floats are read as the decimal they print as, and text such
            as ``"7/2"`` is exact.
        **values : numbers
            The same by name, as in ``at(a=10)``.

        Returns
        -------
        AtPoint
            Exact values, where they have a closed form (``float(...)`` them where wanted).

        Raises
        ------
        OutsideDomain
            If a condition fails there, or nothing is in equilibrium; the message says which or why.
        UnknownName, DeclarationError
            If a parameter is unknown, missing or not a number.
        """
        return self._at(admissible(self.domain, point, values, self._refusal, self._failures))

    def _instead_of(self, name: str) -> str:
        return "numbers stand at a point, at({...})" if name in _OF_POINTS else super()._instead_of(name)

    def _part_names(self, said: Summary) -> Iterable[str]:
        """Return names by which it gives parts of what it says."""
        return [quantity.name for quantity in said.quantities] or said.common_names

    def _part_words(self, said: Summary) -> str:
        by_kind = {
            "result": self._part_names(said) if hasattr(type(self), "__getitem__") else (),
            "result.denominators": [one.symbol.name for one in said.factors if one.below],
            "result.numerators": [one.symbol.name for one in said.factors if not one.below],
        }
        ways = [f"{kind}[{name!r}]" for kind, names in by_kind.items() for name in [*names][:1]]
        return f"parts of it: {', '.join(ways)}" if ways else ""

    @abstractmethod
    def _at(self, point: Mapping[sp.Symbol, Fraction]) -> P_co:
        """Return what it is at an exact point of its domain."""

    def _refusal(self) -> str:
        """Return the words that say that a point is outside its domain."""
        return f"the {self.kind} of {self.label} does not hold"

    def _failures(self, point: Mapping[sp.Symbol, Fraction]) -> Iterable[str]:  # noqa: ARG002 (some kinds ask more)
        """Return which conditions fail at a point of the domain, beyond those that the domain has."""
        return ()


@runtime_checkable
class AtPoint(Protocol):
    """A result at one point of the parameters."""

    @property
    def point(self) -> Mapping[str, Fraction]:
        """The parameters."""
        ...

    @property
    def values(self) -> Mapping[str, Any]:
        """What was found, by name."""
        ...

    @property
    def payoffs(self) -> Mapping[str, Any]:
        """Payoffs by player."""
        ...

    @property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        ...

    def __getitem__(self, name: str, /) -> Any:
        """Return a quantity by name."""
        ...

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        ...


@runtime_checkable
class SolvedAtPoint(Protocol):
    """Everything that was found at one point of the parameters: a sequence of results there."""

    @property
    def point(self) -> Mapping[str, Fraction]:
        """The parameters."""
        ...

    @property
    def complete(self) -> bool:
        """Whether it is established that there is no other one."""
        ...

    @property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        ...

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...
    def only(self) -> Any:
        """Return the one result there; an error where there are none or several."""
        ...

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        ...


def _by_name(factors: Iterable[NamedFactor]) -> Mapping[str, NamedFactor]:
    return Frozen({one.symbol.name: one for one in factors})


def admissible(
    domain: Domain,
    point: Point | None,
    named: Mapping[str, object] | None,
    refusal: Callable[[], str],
    more: Callable[[Mapping[sp.Symbol, Fraction]], Iterable[str]] = lambda _: (),
) -> dict[sp.Symbol, Fraction]:
    """Return an exact point of a domain, given by a user.

    Parameters
    ----------
    domain : Domain
    point, named
        As :meth:`Solved.at` takes them.
    refusal : callable
        Says what is not so at other points; asked for only where a condition fails.
    more : callable, optional
        Which conditions fail at a point that satisfies those of the domain.

    Raises
    ------
    OutsideDomain
        If a condition fails there.
    UnknownName, DeclarationError
        If a parameter is unknown, missing or not a number.
    """
    exact = point_of(domain.ring, point, named)
    failures = [*domain.failures(exact)] or [*more(exact)]
    if failures:
        where = f" at {shown_point(exact)}; choose a point that meets what fails there" if exact else ""
        raise OutsideDomain(f"{refusal()}{where}: {'; '.join(failures)}")
    return exact
