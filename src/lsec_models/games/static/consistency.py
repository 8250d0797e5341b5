"""What the declaration of a game must be: one meaning a name, every symbol declared, every mover in the order once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.errors import DeclarationError, UnknownName, excerpt_of, kind_of, nearest
from lsec_models.games.one_line import is_one_line
from lsec_models.games.static.kinks import has_kinks

# Each player with its decisions; a name may stand twice until it is checked.
Owners = Sequence[tuple[str, Sequence[Decision]]]


def check_names(owners: Owners, report: Iterable[object], expected: Collection[Decision]) -> None:
    """Require that each name stands for one thing, and that each decision has one owner, and no expectation any."""
    owner: dict[Decision, str] = {}
    taken: dict[str, str] = {}
    for player, decides in owners:
        _take(taken, player, "player")
        for decision in decides:
            if owner.get(decision) == player:
                raise DeclarationError(f"decision {decision} stands twice in what {player!r} decides; leave one out")
            if decision in owner:
                raise DeclarationError(
                    f"decision {decision} is decided by {owner[decision]!r} and by {player!r}; give it one owner"
                )
            if decision in expected:
                raise DeclarationError(f"{decision} is decided by {player!r}, and expected; leave one of them out")
            owner[decision] = player
            _take(taken, decision.name, "decision")
    for symbol in expected:
        _take(taken, symbol.name, "expectation")
    for name in report:
        if not is_one_line(name):
            raise DeclarationError(f"report {name!r}: a name must be a non-empty string, in one line")
        _take(taken, name, "reported quantity")


def _take(taken: dict[str, str], name: str, role: str) -> None:
    if name in taken:
        both = f"two {role}s" if taken[name] == role else f"a {taken[name]} and a {role}"
        raise DeclarationError(f"the name {name!r} is used for {both}; rename one of them")
    taken[name] = role


def check_given(given: Iterable[object], decided: Collection[Decision]) -> None:
    """Require that what was decided before a game begins are decisions, and nobody's in it."""
    for decision in given:
        if not isinstance(decision, Decision):
            raise DeclarationError(
                f"given: {decision!r} is not a decision; write the symbol that decisions({str(decision)!r}) returns"
            )
        if decision in decided:
            raise DeclarationError(f"decision {decision} is given, and a player decides it; leave it out of given=")


def check_symbols(
    symbols: Iterable[sp.Symbol],
    decided: Collection[Decision],
    given: Collection[Decision],
    assuming: Iterable[sp.Basic],
) -> None:
    """Require that each symbol is declared, each decision has an owner, and assumptions are smooth, of parameters."""
    for symbol in sorted(symbols, key=str):
        if isinstance(symbol, Decision):
            if symbol not in decided and symbol not in given:
                raise DeclarationError(
                    f"decision {symbol} is used, but no player decides it; add it to a player, or to given= if it is "
                    "decided before the game begins"
                )
        elif not isinstance(symbol, Parameter):
            raise DeclarationError(
                f"symbol {symbol} is undeclared; declare it with parameters({symbol.name!r}, ...) or "
                f"decisions({symbol.name!r}) and use the symbol they return"
            )
    for relation in assuming:
        chosen: set[sp.Symbol] = getattr(relation, "free_symbols", set()) & set(decided)
        if chosen:
            raise DeclarationError(
                f"assumption {relation} speaks of the decision {sorted(chosen, key=str)[0]}; assumptions are about "
                "parameters: put it into constraints="
            )
        if isinstance(relation, sp.Basic) and has_kinks(relation):
            raise DeclarationError(f"assumption {relation} has a kink; write one assumption for each of its parts")


def check_unaccompanied(*, given: Collection[Decision], then: object, bargains: Collection[object]) -> None:
    """Require of a game with copies, expectations, kinks or chance that nothing is given, follows or is agreed.

    Raises
    ------
    DeclarationError
        If it has decisions that are given, a choice that follows, or bargains: nobody solves these together.
    """
    for is_there, field in ((given, "given="), (then is not None, "then="), (bargains, "a bargain in order=")):
        if is_there:
            raise DeclarationError(
                f"a game with copies=, others(...), total(...), expectations=, kinks (Min, Max, Piecewise) or what "
                f"is random is not solved together with {field}; write each copy as a player of its own, each "
                "expectation at its value, each kink as one of its sides and expected payoffs, or leave the other out"
            )


def check_order(owners: Owners, slots: Sequence[Sequence[object]], expected: Collection[Decision]) -> None:
    """Require that an order names each mover once, and nobody else but expectations."""
    named = dict(owners)
    decided = [decision for decides in named.values() for decision in decides]
    seen: list[object] = []
    for entry in (entry for slot in slots for entry in slot):
        if isinstance(entry, Decision):
            if entry not in decided and entry not in expected:
                raise UnknownName(f"order names the decision {entry}, {_stranger(entry, decided)}")
        elif isinstance(entry, sp.Symbol):
            raise UnknownName(f"order names {entry}, {_stranger(entry, decided)}")
        elif not isinstance(entry, str) or entry not in named:
            raise UnknownName(f"order names {excerpt_of(entry)}, {_nobody(entry, named, decided)}")
        elif not named[entry]:
            raise DeclarationError(f"order names {entry!r}, who decides nothing; leave the name out of order=")
        if entry in seen:
            raise DeclarationError(f"order names {entry} twice; a player who moves twice is named by decisions")
        seen.append(entry)
    if decided and () in slots:
        raise DeclarationError("order has a stage in which nobody moves; remove the empty slot")
    for player, decides in owners:
        if player in seen or not decides:
            if player in seen and all(decision in seen for decision in decides):
                raise DeclarationError(
                    f"order names {player!r}, who has no decision left that no other slot names; remove the name"
                )
            continue
        missing = [decision.name for decision in decides if decision not in seen]
        if missing:
            raise DeclarationError(
                f"order leaves out {player!r} ({', '.join(missing)}); put every player into exactly one slot"
            )


def _nobody(entry: object, names: Iterable[str], decided: Sequence[Decision]) -> str:
    if not isinstance(entry, str):
        some = next(iter(names), "manufacturer")
        return f"which is {kind_of(entry)}; write a player's name in quotes, such as {some!r}"
    if entry in [decision.name for decision in decided]:
        return f"which is a decision; write its symbol, {entry} without quotes"
    return f"who does not play; {nearest(str(entry), names)}"


def _stranger(entry: sp.Symbol, decided: Sequence[Decision]) -> str:
    names = [decision.name for decision in decided]
    if entry.name in names:
        return "a symbol of another kind or sign than the decision of that name; use the one that a player decides"
    return f"which no player decides; decisions: {', '.join(names)}"
