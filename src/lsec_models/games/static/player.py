"""Players: what each decides and what each maximises, by itself or as one of several who are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from numbers import Integral, Real

import sympy as sp

from lsec_models.algebra.description import Cell, Described, Description
from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.errors import DeclarationError, described
from lsec_models.games.one_line import is_one_line
from lsec_models.games.sequence_fields import sequence_field
from lsec_models.games.static.chance.random_symbol import Drawn
from lsec_models.games.static.chance.risk_aversion import RiskAversion
from lsec_models.signature import explained_fields


@explained_fields
@dataclass(frozen=True, repr=False)
class Player(Described):
    """A player of a game.

    Attributes
    ----------
    name : str
        How `order` and results refer to the player.
    decides : sequence of Decision
        The player's own decisions; empty for a player that only receives a payoff.
    payoff : sympy.Expr
        What the player maximises: a rational function of parameters and decisions; with exp, log and free powers the
        game is solved in numbers.
    copies : int or sympy.Expr
        How many there are of the player, all alike, who decide at once: a number, or an expression in parameters that
        are declared ``integer=True``. Decisions and payoff are those of one of them; payoffs and reports may speak of
        all by :func:`total`, and the player's own payoff of the others by :func:`others`.
    sees : sequence of Signal or Random
        What the player knows of what is random whenever it decides, and the others do not, unless they see it too:
        signals of what is normal, or a type of its own that has one of two values.
    risk : CARA or MeanVariance, optional
        How the player shuns risk; without it, the player is neutral, and maximises the expected payoff.

    Examples
    --------
    >>> from lsec_models import decisions, others, parameters
    >>> a, n = parameters("a", positive=True), parameters("n", integer=True)
    >>> q = decisions("q")
    >>> Player("firm", decides=[q], payoff=(a - q - others(q)) * q, copies=n)
    Player('firm', decides=[q], payoff=q*(-q + a - others(q)), copies=n)
    """

    name: str
    _: KW_ONLY
    decides: Sequence[Decision]
    payoff: sp.Expr
    copies: int | sp.Expr = 1
    sees: Sequence[Drawn] = ()
    risk: RiskAversion | None = None

    def __post_init__(self) -> None:
        if not is_one_line(self.name):
            raise DeclarationError(f"player {self.name!r}: a name must be a non-empty string, in one line")
        decides = sequence_field(self.decides, f"what player {self.name!r} decides", decisions_in)
        for decision in decides:
            if not isinstance(decision, Decision):
                raise DeclarationError(
                    f"player {self.name!r} decides {decision!r}, which is not a decision; write the symbol that "
                    f"decisions({str(decision)!r}) returns"
                )
        object.__setattr__(self, "decides", decides)
        object.__setattr__(self, "payoff", expression(self.payoff, f"payoff of {self.name!r}"))
        object.__setattr__(self, "copies", _count(self.name, self.copies))
        object.__setattr__(self, "sees", _seen(self.name, self.sees))
        if self.risk is not None and not isinstance(self.risk, RiskAversion):
            raise DeclarationError(
                f"player {self.name!r}: risk={self.risk!r} is not a way to shun risk; write risk=CARA(r) or "
                "risk=MeanVariance(r), with a number or a parameter for r"
            )

    def __repr__(self) -> str:
        """Return how it is declared, without what it does not have."""
        decides = f"[{', '.join(map(str, self.decides))}]"
        sees = f"[{', '.join(map(str, self.sees))}]"
        more = (("copies", self.copies, 1), ("sees", sees, "[]"), ("risk", self.risk, None))
        given = "".join(f", {name}={value}" for name, value, without in more if value != without)
        return f"Player({self.name!r}, decides={decides}, payoff={self.payoff}{given})"

    @property
    def is_one_of_several(self) -> bool:
        """Whether the player stands for copies of itself."""
        return self.copies != 1

    def description(self) -> Description:
        """Return what the player decides and maximises."""
        decides: Cell = tuple(self.decides) or "nothing"
        sees: tuple[tuple[Cell, ...], ...] = (("sees", self.sees),) if self.sees else ()
        shuns = (("shuns risk by", str(self.risk)),) if self.risk is not None else ()
        alike = f", one of {self.copies}" if self.is_one_of_several else ""
        return Description(
            title=f"Player {self.name}{alike}",
            rows=(("decides", decides), *sees, ("payoff", self.payoff), *shuns),
        )


def decisions_in(text: str) -> str:
    """Return how decisions that were given as text are written."""
    names = text.replace(",", " ").split()
    return f"[{', '.join(names)}] with the symbols that decisions({' '.join(names)!r}) returns"


def expression(value: object, what: str) -> sp.Expr:
    """Return a payoff or a report as an expression; `what` names it.

    Raises
    ------
    DeclarationError
        If it is none.
    """
    if isinstance(value, int | float | sp.Expr) and not isinstance(value, bool):
        return sp.sympify(value)
    if isinstance(value, Real) and not isinstance(value, bool):
        number = exact_number(value, what)
        return sp.Rational(number.numerator, number.denominator)
    way_out = "write it without quotes (text is for read_game)" if isinstance(value, str) else "build one"
    raise DeclarationError(f"{what}: {described(value)}, not an expression; {way_out} from the declared symbols")


def _signals_in(text: str) -> str:
    """Return how signals that were given as text are written."""
    return f"[{', '.join(text.replace(',', ' ').split())}] with the symbols that signal(...) returns"


def _seen(name: str, sees: object) -> tuple[Drawn, ...]:
    """Return what a player sees, each once."""
    seen = sequence_field(sees, f"what player {name!r} sees", _signals_in)
    for one in seen:
        if not isinstance(one, Drawn):
            raise DeclarationError(
                f"player {name!r} sees {one!r}, which is not a signal; write the symbol that signal(...) or "
                "random(...) returns: decisions of earlier stages are seen by all anyway"
            )
    return tuple(dict.fromkeys(seen))


def _count(name: str, value: object) -> int | sp.Expr:
    """Return how many copies there are, a positive integer as far as that is known."""
    if isinstance(value, Integral) and not isinstance(value, bool):
        value = sp.Integer(int(value))
    if isinstance(value, sp.Expr) and all(isinstance(symbol, Parameter) for symbol in value.free_symbols):
        count = sp.expand(value)
        if count.is_Integer and count >= 1:
            return int(count)
        if count.free_symbols and count.is_integer:
            return count
    raise DeclarationError(
        f"player {name!r}: copies={value!r} is not a positive integer; write a number such as 3, or a parameter that "
        "parameters('n', integer=True) returns"
    )
