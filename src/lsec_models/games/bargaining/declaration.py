"""Bargains: two players agree on terms before others move. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import KW_ONLY, dataclass, replace
from typing import Any

import sympy as sp

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import DeclarationError, UnknownName, nearest
from lsec_models.games.frozen import Frozen
from lsec_models.games.sequence_fields import sequence_field
from lsec_models.signature import explained_fields

_PAIR = 2


@explained_fields
@dataclass(frozen=True, repr=False)
class Bargain(Described):
    """A slot of the order in which two players agree on terms: the generalised Nash product decides.

    Several bargains in one slot are struck at once, each pair taking the terms of the others as they are
    (Nash-in-Nash): also if it does not agree, since the others' terms are agreed and stay.

    Attributes
    ----------
    players : sequence of str
        The two who bargain.
    over : sequence of Decision
        The terms: a wholesale price, a fee, a share. No player decides them.
    weights : sequence of sympy.Expr
        The bargaining power of each, in total 1; equal powers without.
    disagreement : sequence of sympy.Expr, optional
        What each has while they do not agree, from which gains are counted: parameters, and terms of other bargains in
        the slot. Without it, 0, or what `breakdown` says.
    outside : sequence of sympy.Expr, optional
        What each can have by leaving for good. An outside option matters only where it binds: then its owner gets just
        that ("deal me out"), and gains are still counted from the disagreement.
    breakdown : mapping from Decision to sympy.Expr, optional
        In place of `disagreement`: the later decisions that are fixed if they do not agree, as in ``{q: 0}``; the terms
        are then 0, and what each has follows from the game.
    readjust : bool
        Whether all other later decisions answer to a breakdown, or stay what they are in the equilibrium.
    secret : bool
        Whether others do not see these terms, and keep to what they believe, whatever they are offered (passive
        beliefs). They decide no later than the two, whose decisions would tell them.

    References
    ----------
    Binmore, K., Rubinstein, A. and Wolinsky, A. (1986). The Nash bargaining solution in economic modelling. RAND
    Journal of Economics 17. Horn, H. and Wolinsky, A. (1988). Bilateral monopolies and incentives for merger. RAND
    Journal of Economics 19.

    Examples
    --------
    >>> from lsec_models import decisions, parameters
    >>> beta, w = parameters("beta", positive=True), decisions("w")
    >>> print(Bargain(["maker", "shop"], over=[w], weights=[beta, 1 - beta]))
    bargain of maker and shop over w
    """

    players: Sequence[str]
    _: KW_ONLY
    over: Sequence[Decision]
    weights: Sequence[sp.Expr] = (sp.Rational(1, 2), sp.Rational(1, 2))
    disagreement: Sequence[sp.Expr] | None = None
    outside: Sequence[sp.Expr] | None = None
    breakdown: Mapping[Any, sp.Expr] = Frozen({})
    readjust: bool = True
    secret: bool = False

    def __post_init__(self) -> None:
        players = sequence_field(self.players, "who bargains", lambda text: f"[{text!r}, 'another']")
        if len(players) != _PAIR or len(set(players)) != _PAIR:
            raise DeclarationError(f"a bargain is between two players, not {players!r}; write one for each pair")
        if not all(isinstance(player, str) for player in players):
            raise DeclarationError(f"a bargain is between {players!r}, which are not names; write ['maker', 'shop']")
        object.__setattr__(self, "players", players)
        object.__setattr__(self, "over", sequence_field(self.over, "over", lambda text: f"[{text}] with its symbol"))
        for term in self.over:
            if not isinstance(term, Decision):
                raise DeclarationError(
                    f"{self._who} bargain over {term!r}, which is not a decision; declare decisions()"
                )
        if not self.over:
            raise DeclarationError(f"{self._who} bargain over nothing; write over=[w] with what they agree on")
        if self.weights is None:
            raise DeclarationError(f"weights of {self._who} are None; leave them out for equal powers")
        for name in ("weights", "disagreement", "outside"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, self._pair(getattr(self, name), name))
        if sp.simplify(sp.Add(*self.weights) - 1) != 0:
            raise DeclarationError(
                f"weights of {self._who} are {self.weights!r}; they must sum to 1, as [beta, 1 - beta]"
            )
        for weight in self.weights:
            if weight.is_negative:
                raise DeclarationError(
                    f"weights of {self._who} are {self.weights!r}; a power is from 0 to 1, as [beta, 1 - beta] with "
                    "beta from 0 to 1"
                )
        if not isinstance(self.breakdown, Mapping):
            raise DeclarationError(f"breakdown: {self.breakdown!r} is not a mapping; write breakdown={{q: 0}}")
        for decision, value in self.breakdown.items():
            _check_number("breakdown", self._who, value)
            if getattr(decision, "is_nonnegative", False) and sp.sympify(value).is_negative:
                raise DeclarationError(
                    f"breakdown of {self._who} fixes {decision} at {value}, against its sign; declare it real"
                )
        object.__setattr__(self, "breakdown", Frozen({d: sp.sympify(v) for d, v in self.breakdown.items()}))
        if self.breakdown and self.disagreement is not None:
            raise DeclarationError(
                f"{self._who}: breakdown= says what they have without agreement; leave out disagreement="
            )

    def _pair(self, values: object, what: str) -> tuple[sp.Expr, ...]:
        pair = sequence_field(values, f"{what} of {self._who}", lambda text: f"[{text}, ...] with expressions")
        if len(pair) != _PAIR:
            raise DeclarationError(f"{what} of {self._who}: {pair!r}; give one for each of the two")
        for value in pair:
            _check_number(what, self._who, value)
        return tuple(map(sp.sympify, pair))

    @property
    def _who(self) -> str:
        return " and ".join(map(str, self.players))

    @property
    def name(self) -> str:
        """The two as one who agrees."""
        return self._who

    @property
    def symbols(self) -> set[sp.Symbol]:
        """All symbols of its powers, disagreement points and outside options."""
        parts = (*self.weights, *(self.disagreement or ()), *(self.outside or ()), *self.breakdown.values())
        return {symbol for part in parts for symbol in part.free_symbols}

    def with_values(self, values: Mapping[sp.Basic, sp.Basic]) -> Bargain:
        """Return the same bargain with numbers in place of some parameters."""

        def there(pair: Sequence[sp.Expr] | None) -> Any:
            return None if pair is None else tuple(one.subs(values) for one in pair)

        return replace(
            self,
            weights=there(self.weights),
            disagreement=there(self.disagreement),
            outside=there(self.outside),
            breakdown={decision: value.subs(values) for decision, value in self.breakdown.items()},
        )

    def description(self) -> Description:
        """Return who bargains over what."""
        return Description(title=f"bargain of {self._who} over {', '.join(term.name for term in self.over)}")


def _check_number(what: str, who: str, value: object) -> None:
    if isinstance(value, bool | str) or not isinstance(value, int | float | sp.Expr):
        raise DeclarationError(f"{what} of {who}: {value!r} is not an expression; build it from symbols")


def check_bargains(bargains: Sequence[Bargain], names: Sequence[str], owned: Set[Decision]) -> None:
    """Require that the bargains of a game are struck by players, over terms that nobody else decides.

    Parameters
    ----------
    bargains : sequence of Bargain
    names : sequence of str
        Who plays.
    owned : set of Decision
        What players decide.

    Raises
    ------
    DeclarationError, UnknownName
        If that is not so.
    """
    seen = set[Decision]()
    for bargain in bargains:
        for player in bargain.players:
            if player not in names:
                raise UnknownName(f"{player!r} bargains, who does not play; {nearest(str(player), names)}")
        for term in bargain.over:
            if term in owned or term in seen:
                raise DeclarationError(f"{bargain.name} bargain over {term}, which is decided elsewhere; rename one")
            seen.add(term)
        own = bargain.symbols & (set(bargain.over) | owned)
        if own:
            raise DeclarationError(
                f"what {bargain.name} have without agreement depends on {sorted(own, key=str)[0]}, which is agreed or "
                "decided later; say breakdown={...} with what is fixed then"
            )
        for decision in bargain.breakdown:
            if decision not in owned:
                raise DeclarationError(f"breakdown of {bargain.name} fixes {decision!r}, which no player decides later")


def check_slots(slots: Iterable[Sequence[object]]) -> None:
    """Require that bargains are the first slot of an order, by themselves."""
    for number, slot in enumerate(slots):
        bargains = [entry for entry in slot if isinstance(entry, Bargain)]
        if bargains and (number or len(bargains) < len(slot)):
            raise DeclarationError(
                f"order: the {bargains[0]} is not the first slot, or shares it with a mover; fix what is decided "
                "before as parameters, and put movers into slots of their own"
            )


def check_secrecy(bargains: Iterable[Bargain], moves: Iterable[tuple[int, str, Sequence[Decision]]]) -> None:
    """Require that nobody learns of secret terms from what is decided under them.

    Parameters
    ----------
    bargains : iterable of Bargain
    moves : iterable of (int, str, sequence of Decision)
        The stage of each move, who moves, and what is decided.

    Raises
    ------
    DeclarationError
        If somebody else decides after one of two whose terms are secret.
    """
    moves = list(moves)
    for bargain in bargains:
        mine = [(stage, who) for stage, who, _ in moves if who in bargain.players]
        if not (bargain.secret and mine):
            continue
        first, mover = min(mine)
        for stage, who, decided in moves:
            if stage > first and who not in bargain.players:
                raise DeclarationError(
                    f"the terms of {bargain.name} are secret, but {who} decides {decided[0]} after {mover}, and sees "
                    "what was decided under them; let both decide at once, or leave secret= out"
                )
