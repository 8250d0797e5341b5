"""Random static games in numbers, family by family, each reproducible from its family and seed.

What a solver finds hard is drawn often: own payoffs that are convex, linear or absent, cross effects that vanish, joint
constraints, unsigned decisions, boxes with and without an upper end, and coefficients from so few numbers that ties
occur. Nothing is promised: there may be no equilibrium, one, several or a continuum.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import sympy as sp

from lsec_models import Game, Player, decisions
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.solve.quadratic import LinearQuadratic, linear_quadratic

OWNERSHIPS = ("ABC", "ABA", "AAB", "ABB", "AAA")
_NAMES = "xyzw"


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A game in numbers as plain data.

    Attributes
    ----------
    owners : Mapping from str to tuple of Decision
        What each player decides.
    payoffs : Mapping from str to sympy.Expr
        In the decisions, with rational coefficients.
    order : tuple of tuples of Decision
        The stages, leaders first; the decisions of one stage are taken at once.
    constraints : Mapping from str to tuple of sympy relations
        Linear ones, by the player who must respect them: the last to move among those whose decisions they name.
    linear_quadratic : bool
        Whether the game belongs to the class that is solved with all corners.
    family, seed
        Where it comes from; empty and -1 for one that was written by hand.
    """

    owners: Mapping[str, tuple[Decision, ...]]
    payoffs: Mapping[str, sp.Expr]
    order: tuple[tuple[Decision, ...], ...]
    constraints: Mapping[str, tuple[sp.Basic, ...]] = field(default_factory=dict)
    linear_quadratic: bool = True
    family: str = ""
    seed: int = -1

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, first movers first."""
        return tuple(decision for stage in self.order for decision in stage)

    def game(self) -> Game:
        """Return the game as the package wants it."""
        return Game(
            players=[Player(name, decides=own, payoff=self.payoffs[name]) for name, own in self.owners.items()],
            order=list(self.order),
            constraints={name: list(relations) for name, relations in self.constraints.items() if relations},
        )

    def model(self) -> LinearQuadratic:
        """Return the game's coefficients, as the package reads them."""
        game = self.game()
        return linear_quadratic(game).at(game.domain.ring.exact_point({}))

    def text(self) -> str:
        """Return Python that builds the game, to be pasted."""
        lines = ["from lsec_models import Game, Player, decisions"]
        for sign, kind in (("nonnegative", True), ("real", False)):
            names = [d.name for d in self.decisions if bool(d.is_nonnegative) is kind]
            if names:
                lines.append(f"{', '.join(names)} = decisions({' '.join(names)!r}, {sign}=True)")
        players = ", ".join(
            f"Player({name!r}, decides=[{', '.join(map(str, own))}], payoff={_rational_text(self.payoffs[name])})"
            for name, own in self.owners.items()
        )
        order = ", ".join(f"({', '.join(map(str, stage))},)" for stage in self.order)
        owned = ", ".join(
            f"{name!r}: [{', '.join(map(_rational_text, relations))}]" for name, relations in self.constraints.items()
        )
        lines.append(f"game = Game(players=[{players}], order=[{order}], constraints={{{owned}}})")
        if any("Rational(" in line for line in lines):
            lines.insert(0, "from sympy import Rational")
        return "\n".join(lines)


def declared(
    owners: Mapping[str, Sequence[Decision]],
    payoffs: Mapping[str, sp.Expr],
    order: Sequence[Sequence[Decision]],
    constraints: Mapping[str, Sequence[sp.Basic]] | None = None,
    *,
    linear_quadratic: bool = True,
) -> Declared:
    """Return a game written by hand as the same plain data.

    Parameters
    ----------
    owners, payoffs, order, constraints, linear_quadratic
        As in :class:`Declared`; any sequences will do.
    """
    return Declared(
        owners={name: tuple(own) for name, own in owners.items()},
        payoffs={name: sp.sympify(value) for name, value in payoffs.items()},
        order=tuple(map(tuple, order)),
        constraints={name: tuple(relations) for name, relations in (constraints or {}).items()},
        linear_quadratic=linear_quadratic,
    )


def families() -> dict[str, Callable[[int], Declared]]:
    """Return every family by name: a function from a seed to its game."""
    found: dict[str, Callable[[int], Declared]] = {"two_stages": two_stages}
    for letters in OWNERSHIPS:
        found[f"three_stages_{letters}"] = lambda seed, letters=letters: three_stages(seed, letters)
    for family in (
        four_stages,
        several_leaders,
        several_followers,
        two_decision_leaders,
        three_boxed_decisions,
        simultaneous,
        cubic,
        quartic,
        rational_with_poles,
        dense,
        shares_and_prices,
        late_roots,
        three_at_once,
    ):
        found[family.__name__] = family
    return found


def two_stages(seed: int) -> Declared:
    """A leads, B follows, one decision each; now and then both decisions are A's."""
    dice = _dice("two_stages", seed)
    return _quadratic_game(dice, "two_stages", seed, dice.choice(("AB", "AB", "AB", "AB", "AA")))


def three_stages(seed: int, ownership: str) -> Declared:
    """Three decisions one after the other; `ownership` says whose: ABC, ABA, AAB, ABB or AAA."""
    family = f"three_stages_{ownership}"
    return _quadratic_game(_dice(family, seed), family, seed, ownership)


def four_stages(seed: int) -> Declared:
    """Four decisions one after the other, whosever they are."""
    dice = _dice("four_stages", seed)
    letters = "A" + "".join(dice.choice("ABCD"[: number + 1]) for number in range(1, 4))
    return _quadratic_game(dice, "four_stages", seed, letters)


def several_leaders(seed: int) -> Declared:
    """A and B lead at once, C follows."""
    return _quadratic_game(_dice("several_leaders", seed), "several_leaders", seed, "ABC", (2, 1))


def several_followers(seed: int) -> Declared:
    """A leads; two or three others follow at once."""
    dice = _dice("several_followers", seed)
    count = dice.choice((2, 2, 3))
    return _quadratic_game(dice, "several_followers", seed, "ABCD"[: count + 1], (1, count))


def two_decision_leaders(seed: int) -> Declared:
    """A leads with two decisions at once, B follows."""
    return _quadratic_game(_dice("two_decision_leaders", seed), "two_decision_leaders", seed, "AAB", (2, 1))


def three_boxed_decisions(seed: int) -> Declared:
    """One player with three decisions at once, each in a box."""
    dice = _dice("three_boxed_decisions", seed)
    return _quadratic_game(dice, "three_boxed_decisions", seed, "AAA", (3,), boxed=1.0)


def simultaneous(seed: int) -> Declared:
    """Two or three players at once, one decision each."""
    dice = _dice("simultaneous", seed)
    count = dice.choice((2, 2, 3))
    return _quadratic_game(dice, "simultaneous", seed, "ABC"[:count], (count,))


def cubic(seed: int) -> Declared:
    """Payoffs of the third degree: one or two players, one or two stages."""
    return _polynomial_game("cubic", seed, 3)


def quartic(seed: int) -> Declared:
    """Payoffs of the fourth degree: one or two players, one or two stages."""
    return _polynomial_game("quartic", seed, 4)


def rational_with_poles(seed: int) -> Declared:
    """Payoffs with a denominator in the own decision, which may vanish where the decision is allowed."""
    dice = _dice("rational_with_poles", seed)

    def payoff(own: Decision, others: Sequence[Decision]) -> sp.Expr:
        below = own + dice.choice((-2, -1, 1, 1, 2, 3, 4))
        if dice.random() < 0.3:
            below = own**2 + dice.choice((-1, 1, 2)) * own + dice.choice((1, 2))
        if others and dice.random() < 0.3:
            below += others[0]
        above = sum((dice.randint(-3, 4) * own**power for power in range(dice.choice((2, 2, 3)))), sp.Integer(0))
        above += sum((dice.randint(-1, 1) * other for other in others), sp.Integer(0))
        return above / below - dice.choice((0, 0, 1, 2)) * own + dice.choice((0, 1)) * sum(others, sp.Integer(0))

    return _small_game(dice, "rational_with_poles", seed, payoff)


def dense(seed: int) -> Declared:
    """Two decisions, of one player or two, one after the other or at once: products of up to four factors."""
    dice = _dice("dense", seed)
    every = [_decision(dice, name) for name in _NAMES[:2]]
    x, y = every
    degree = dice.choice((3, 4))

    def payoff() -> sp.Expr:
        terms = [(i, j) for i in range(degree + 1) for j in range(degree + 1 - i)]
        return sum((dice.choice((-3, -2, -1, 0, 0, 1, 2, 3)) * x**i * y**j for i, j in terms), sp.Integer(0))

    owners = dice.choice(({"A": (x,), "B": (y,)}, {"A": (x,), "B": (y,)}, {"A": (x, y)}))
    limits = {}
    for name, own in owners.items():
        highest = [decision <= _room(dice) for decision in own if dice.random() < 0.9]
        lowest = [decision >= -_room(dice) for decision in own if not decision.is_nonnegative and dice.random() < 0.9]
        limits[name] = (*highest, *lowest)
    at_once = len(owners) > 1 and dice.random() < 0.4
    return Declared(
        owners=owners,
        payoffs={name: payoff() for name in owners},
        order=((x, y),) if at_once else ((x,), (y,)),
        constraints={name: relations for name, relations in limits.items() if relations},
        linear_quadratic=False,
        family="dense",
        seed=seed,
    )


def shares_and_prices(seed: int) -> Declared:
    """Three decisions in two or three stages, products of up to three of them, powers up to four before the last stage.

    The last decision enters every payoff squared at most, as a price or an effort does.
    """
    dice = _dice("shares_and_prices", seed)
    every = [_decision(dice, name) for name in _NAMES[:3]]
    letters = dice.choice(("ABC", "ABA", "ABB", "AAB", "AAA"))
    widths = dice.choice(((1, 1, 1), (1, 1, 1), (2, 1)) if letters[0] == letters[1] else ((1, 1, 1),))
    owners: dict[str, tuple[Decision, ...]] = {}
    for letter, decision in zip(letters, every, strict=True):
        owners[letter] = (*owners.get(letter, ()), decision)
    payoffs = {name: _products(dice, own, every) for name, own in owners.items()}
    limits: dict[str, tuple[sp.Basic, ...]] = {}
    for name, own in owners.items():
        found = []
        for decision in own:
            if dice.random() < 0.85:
                found.append(decision <= _room(dice))
            if not decision.is_nonnegative and dice.random() < 0.85:
                found.append(decision >= -_room(dice))
        limits[name] = tuple(found)
    starts = [sum(widths[:number]) for number in range(len(widths))]
    return Declared(
        owners=owners,
        payoffs=payoffs,
        order=tuple(tuple(every[start : start + width]) for start, width in zip(starts, widths, strict=True)),
        constraints={name: relations for name, relations in limits.items() if relations},
        linear_quadratic=False,
        family="shares_and_prices",
        seed=seed,
    )


def late_roots(seed: int) -> Declared:
    """Three stages; the last reply is a root of a quadratic or a cubic polynomial, linear in the decision before it."""
    dice = _dice("late_roots", seed)
    every = [_decision(dice, name) for name in _NAMES[:3]]
    x, y, z = every
    letters = dice.choice(("ABC", "ABC", "ABC", "ABA", "ABB", "AAB"))
    owners: dict[str, tuple[Decision, ...]] = {}
    for letter, decision in zip(letters, every, strict=True):
        owners[letter] = (*owners.get(letter, ()), decision)
    last = dice.choice((-1, 1, 1, 2)) * z * y * (x if dice.random() < 0.3 else 1)
    last += z * (dice.randint(-1, 4) + dice.choice((-1, 0, 1)) * x)
    last -= sp.Rational(1, dice.choice((1, 2, 3))) * z ** dice.choice((3, 3, 4)) + dice.choice((0, 0, 1)) * z**2
    payoffs = {
        name: _products(dice, [d for d in own if d is not z], [x, y, z]) if own != (z,) else last
        for name, own in owners.items()
    }
    if letters[-1] != "C" and len(owners[letters[-1]]) > 1:
        payoffs[letters[-1]] = last + dice.randint(0, 2) * (y if letters[-1] == "B" else x)
        payoffs[letters[-1]] -= sum((d**2 for d in owners[letters[-1]] if d is not z), sp.Integer(0)) / 2
    limits: dict[str, tuple[sp.Basic, ...]] = {}
    for name, own in owners.items():
        highest = [d <= _room(dice) for d in own if dice.random() < (0.3 if d is z else 0.85)]
        lowest = [d >= -_room(dice) for d in own if not d.is_nonnegative and (d is z or dice.random() < 0.85)]
        limits[name] = (*highest, *lowest)
    return Declared(
        owners=owners,
        payoffs=payoffs,
        order=tuple((d,) for d in every),
        constraints={name: relations for name, relations in limits.items() if relations},
        linear_quadratic=False,
        family="late_roots",
        seed=seed,
    )


def three_at_once(seed: int) -> Declared:
    """Three players at once, one decision each: powers up to four of the own one, products, and a contest's shares."""
    dice = _dice("three_at_once", seed)
    every = [_decision(dice, name) for name in _NAMES[:3]]
    rest = 1 + sum(every) if all(d.is_nonnegative for d in every) else None
    payoffs = {}
    for name, own in zip("ABC", every, strict=True):
        found = dice.randint(-1, 4) * own - sp.Rational(1, dice.choice((1, 2, 3))) * own ** dice.choice((2, 3, 4))
        for other in every:
            if other is not own:
                found += (
                    dice.choice((-1, 0, 0, 1)) * own * other ** dice.choice((1, 1, 2)) + dice.randint(-1, 1) * other
                )
        if rest is not None and dice.random() < 0.4:
            found = dice.randint(2, 6) * own / rest - dice.choice((1, sp.Rational(1, 2))) * own
        payoffs[name] = found
    limits: dict[str, tuple[sp.Basic, ...]] = {}
    for name, own in zip("ABC", every, strict=True):
        highest = [own <= _room(dice)] if dice.random() < 0.8 else []
        limits[name] = (*highest, *([] if own.is_nonnegative or dice.random() < 0.2 else [own >= -_room(dice)]))
    return Declared(
        owners={name: (own,) for name, own in zip("ABC", every, strict=True)},
        payoffs=payoffs,
        order=(tuple(every),),
        constraints={name: relations for name, relations in limits.items() if relations},
        linear_quadratic=False,
        family="three_at_once",
        seed=seed,
    )


def _products(dice: random.Random, own: Sequence[Decision], every: Sequence[Decision]) -> sp.Expr:
    found = sp.Integer(0)
    for decision in own:
        power = 2 if decision is every[-1] else dice.choice((2, 2, 3, 4))
        found += dice.choice((-2, -1, -1, -1, 0, 1)) * decision**power / dice.choice((1, 2))
        found += dice.choice((-2, -1, 0, 1, 1, 2, 3)) * decision
    for number, one in enumerate(every):
        for other in every[number + 1 :]:
            if dice.random() < 0.5:
                found += dice.choice((-2, -1, 1, 1, 2)) * one * other
    if dice.random() < 0.5:
        found += dice.choice((-1, 1)) * every[0] * every[1] * every[2]
    if dice.random() < 0.4:
        found += sp.Rational(dice.choice((-1, 1)), 2) * every[0] * dice.choice(every[1:]) ** 2
    return found


def _dice(family: str, seed: int) -> random.Random:
    return random.Random(zlib.crc32(family.encode()) * 1_000_003 + seed)


def _quadratic_game(
    dice: random.Random, family: str, seed: int, letters: str, widths: Sequence[int] = (), boxed: float | None = None
) -> Declared:
    """Draw a game: `letters` say whose the decisions are, `widths` how many are taken at once, stage by stage."""
    widths = widths or (1,) * len(letters)
    every = [_decision(dice, name) for name in _NAMES[: len(letters)]]
    owners: dict[str, tuple[Decision, ...]] = {}
    for letter, decision in zip(letters, every, strict=True):
        owners[letter] = (*owners.get(letter, ()), decision)
    starts = [sum(widths[:number]) for number in range(len(widths))]
    order = tuple(tuple(every[start : start + width]) for start, width in zip(starts, widths, strict=True))
    bends = {decision: _bend(dice) for decision in every}
    payoffs = {name: _quadratic(dice, own, every, bends) for name, own in owners.items()}
    limits: dict[str, list[sp.Basic]] = {name: [] for name in owners}
    for name, own in owners.items():
        for decision in own:
            unbent = bends[decision] >= 0
            chance = boxed if boxed is not None else (0.85 if unbent else 0.3)
            if dice.random() < chance:
                limits[name].append(decision <= _room(dice))
            if not decision.is_nonnegative and dice.random() < chance:
                limits[name].append(decision >= -_room(dice))
    _tie_together(dice, letters, order, limits, family)
    return Declared(
        owners=owners,
        payoffs=payoffs,
        order=order,
        constraints={name: tuple(relations) for name, relations in limits.items() if relations},
        family=family,
        seed=seed,
    )


def _tie_together(
    dice: random.Random,
    letters: str,
    order: Sequence[Sequence[Decision]],
    limits: dict[str, list[sp.Basic]],
    family: str,
) -> None:
    """Add joint constraints, each on one decision and an earlier one, or on two of one leader's."""
    owner = {decision: letter for letter, decision in zip(letters, (d for s in order for d in s), strict=True)}
    for _ in range(dice.choice((0, 0, 0, 1, 1, 2))):
        stage = dice.randrange(len(order))
        late = dice.choice(order[stage])
        earlier = [decision for before in order[:stage] for decision in before]
        if not earlier and family in ("two_decision_leaders", "three_boxed_decisions"):
            earlier = [decision for decision in order[0] if decision is not late]
        if not earlier:
            continue
        early, room = dice.choice(earlier), _room(dice)
        limits[owner[late]].append(
            dice.choice(
                (
                    late + early <= room,
                    late <= early + room,
                    late >= early - room,
                    late + 2 * early <= room,
                    2 * late - early <= room,
                )
            )
        )


def _decision(dice: random.Random, name: str) -> Decision:
    return decisions(name, real=True) if dice.random() < 0.25 else decisions(name, nonnegative=True)


def _bend(dice: random.Random) -> sp.Rational:
    """Return the coefficient of the own decision's square."""
    return sp.Rational(dice.choices((-1, -2, -3, 0, 1, 2), weights=(4, 4, 1, 3, 2, 2))[0], dice.choice((1, 2, 2)))


def _quadratic(
    dice: random.Random, own: Sequence[Decision], every: Sequence[Decision], bends: Mapping[Decision, sp.Rational]
) -> sp.Expr:
    payoff = sp.Integer(0)
    for decision in own:
        if bends[decision] == 0 and dice.random() < 0.4:
            continue  # not in the own payoff, except where it meets others
        payoff += bends[decision] * decision**2 + dice.choice((-2, -1, 0, 1, 1, 2, 3)) * decision
    others = [decision for decision in every if decision not in own]
    for number, decision in enumerate(own):
        for other in [*others, *own[number + 1 :]]:
            if dice.random() < 0.55:
                payoff += (
                    sp.Rational(dice.choice((-3, -2, -1, -1, 1, 1, 2, 3)), dice.choice((1, 1, 2))) * decision * other
                )
    for other in others:
        if dice.random() < 0.5:
            payoff += dice.choice((-2, -1, 1, 2, 3, 4)) * other
        if dice.random() < 0.15:
            payoff += sp.Rational(dice.choice((-1, 1)), 2) * other**2
    if len(others) > 1 and dice.random() < 0.2:
        first, second = dice.sample(others, 2)
        payoff += dice.choice((-1, 1)) * first * second
    return payoff


def _room(dice: random.Random) -> sp.Rational:
    return sp.Rational(dice.choice((1, 2, 2, 3, 4, 5, 6, 8)), 2)


def _polynomial_game(family: str, seed: int, degree: int) -> Declared:
    dice = _dice(family, seed)

    def payoff(own: Decision, others: Sequence[Decision]) -> sp.Expr:
        found = sp.Integer(0)
        for power in range(1, degree + 1):
            low = 1 if power == degree else 0
            size = dice.choice((-3, -2, -1, -1, 0, 1, 2, 3)) or low
            found += sp.Rational(size, dice.choice((1, 1, power))) * own**power
        for other in others:
            found += dice.choice((-2, -1, 0, 1, 1, 2)) * own * other + dice.choice((-1, 0, 1)) * other
            if dice.random() < 0.2:
                found += dice.choice((-1, 1)) * own * other**2
        return found

    return _small_game(dice, family, seed, payoff)


def _small_game(
    dice: random.Random, family: str, seed: int, payoff: Callable[[Decision, Sequence[Decision]], sp.Expr]
) -> Declared:
    every = [_decision(dice, name) for name in _NAMES[: dice.choice((1, 1, 2, 2, 2))]]
    owners = {letter: (decision,) for letter, decision in zip("AB", every, strict=False)}
    payoffs = {
        letter: payoff(own[0], [decision for decision in every if decision is not own[0]])
        for letter, own in owners.items()
    }
    limits: dict[str, tuple[sp.Basic, ...]] = {}
    for letter, (decision,) in owners.items():
        found = [decision <= _room(dice)] if dice.random() < 0.6 else []
        if not decision.is_nonnegative and dice.random() < 0.6:
            found.append(decision >= -_room(dice))
        limits[letter] = tuple(found)
    at_once = len(every) == 1 or dice.random() < 0.5
    return Declared(
        owners=owners,
        payoffs=payoffs,
        order=(tuple(every),) if at_once else tuple((decision,) for decision in every),
        constraints={letter: relations for letter, relations in limits.items() if relations},
        linear_quadratic=False,
        family=family,
        seed=seed,
    )


def _rational_text(value: sp.Basic) -> str:
    """Return an expression as Python text in which 1/2 stays exact."""
    names = {r: sp.Symbol(f"Rational({r.p}, {r.q})") for r in value.atoms(sp.Rational) if not r.is_Integer}
    return str(value.xreplace(names))
