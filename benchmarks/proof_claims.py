"""The propositions that `proofs.py` measures: fixed beforehand, hard and false ones included.

Power structures are written ``M>S>P`` (one after the other) and ``M>SP`` (streamer and platform at once).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import sympy as sp

from lsec_models import Equilibrium, solve
from lsec_models.models import load
from lsec_models.prove import decreasing, increasing, independent

_PLAYERS = {"M": "manufacturer", "S": "streamer", "P": "platform"}


@dataclass(frozen=True, kw_only=True)
class Proposition:
    """One claim, built when it is needed.

    Attributes
    ----------
    name : str
    words : str
    build : callable
        Returns the claim and what is given.
    """

    name: str
    words: str
    build: Callable[[], tuple[Any, list[Any]]]


def propositions() -> list[Proposition]:
    """Return the whole list."""
    parts = (
        _bilateral,
        _profits,
        _chain_and_consumers,
        _everybody,
        _quality,
        _statics,
        _streamer_types,
        _commission_and_platform,
        _encroachment,
        _platforms,
    )
    found = [proposition for part in parts for proposition in part()]
    names = [proposition.name for proposition in found]
    assert len(set(names)) == len(names)
    return found


# ---- building blocks -----------------------------------------------------------------------------------------------


@cache
def equilibrium(structure: str, streamer: str | None = None, model: str = "power_structures") -> Equilibrium:
    order = [tuple(_PLAYERS[letter] for letter in slot) for slot in structure.split(">")]
    return solve(load(model, order=order, streamer=streamer))


@cache
def integrated() -> Equilibrium:
    return solve(load("integrated_chain"))


def _bilateral_equilibrium(structure: str) -> Equilibrium:
    return equilibrium(structure, model="power_structures_bilateral")


def _three(structure: str) -> Equilibrium:
    return equilibrium(structure)


def _symbols(names: str) -> Any:
    return sp.symbols(names, positive=True)


_Solver = Callable[[str], Equilibrium]
_RELATIONS = {">": sp.Gt, ">=": sp.Ge, "<": sp.Lt, "<=": sp.Le, "=": sp.Eq, "!=": sp.Ne}


def _comparison(
    name: str, text: str, solver: _Solver = _three, given: Callable[[], list[Any]] | None = None
) -> Proposition:
    """Return ``quantity@structure relation quantity@structure`` as a claim on the joint domain."""
    left, symbol, right = text.split()

    def build() -> tuple[Any, list[Any]]:
        (first, at), (second, there) = left.split("@"), right.split("@")
        claim = _RELATIONS[symbol](solver(at)[first], solver(there)[second], evaluate=False)
        return claim, [solver(at), solver(there), *(given() if given is not None else [])]

    return Proposition(name=name, words=text, build=build)


# ---- manufacturer and streamer -------------------------------------------------------------------------------------


def _bilateral() -> Iterator[Proposition]:
    for text in (
        "manufacturer@M>S >= manufacturer@MS",
        "manufacturer@M>S > manufacturer@MS",
        "streamer@S>M >= streamer@MS",
        "manufacturer@M>S > manufacturer@S>M",
        "q@MS > q@M>S",
        "price@MS < price@S>M",
        "chain_profit@S>M >= chain_profit@M>S",
        "consumer_surplus@M>S > consumer_surplus@MS",
    ):
        yield _comparison(f"bilateral: {text}", text, _bilateral_equilibrium)
    for text in (
        "manufacturer@M>S > manufacturer@S>M",
        "chain_profit@MS > chain_profit@M>S",
        "consumer_surplus@MS > consumer_surplus@S>M",
        "streamer@MS > streamer@M>S",
    ):
        yield _comparison(f"bilateral, costly: {text}", text, _bilateral_equilibrium, lambda: _costly("gamma", "mu"))
    yield _comparison(
        "bilateral: the chain wants the better investor to follow",
        "chain_profit@M>S < chain_profit@S>M",
        _bilateral_equilibrium,
        lambda: [_strength("gamma") > _strength("mu")],
    )


_COSTS = {"gamma": "k", "mu": "eta", "tau": "upsilon"}


def _strength(effect: str) -> sp.Expr:
    """Return what a player's investment is worth: the square of its effect on demand over its cost."""
    symbols = {symbol.name: symbol for symbol in _three("MSP").ring.symbols}
    return symbols[effect] ** 2 / symbols[_COSTS[effect]]


def _costly(*effects: str, share: int = 1) -> list[Any]:
    """Return the assumption that every investment is worth less than b / share."""
    b = next(symbol for symbol in _three("MSP").ring.symbols if symbol.name == "b")
    return [_strength(effect) < b / share for effect in effects or _COSTS]


def _ordered() -> list[Any]:
    """Return the assumption that the manufacturer's investment is worth most, the platform's least."""
    return [_strength("gamma") > _strength("mu"), _strength("mu") > _strength("tau")]


# ---- manufacturer, streamer and platform ---------------------------------------------------------------------------


def _profits() -> Iterator[Proposition]:
    for text in (
        "manufacturer@M>SP >= manufacturer@MSP",
        "streamer@S>MP >= streamer@MSP",
        "platform@P>MS >= platform@MSP",
        "manufacturer@M>SP > manufacturer@MSP",
        "manufacturer@M>S>P >= manufacturer@MS>P",
        "streamer@S>M>P >= streamer@MS>P",
        "platform@P>S>M >= platform@SP>M",
        "platform@P>S>M > platform@SP>M",
        "manufacturer@M>S>P > manufacturer@S>M>P",
        "streamer@MS>P >= streamer@M>S>P",
        "platform@M>S>P > platform@S>M>P",
        "platform@M>P>S > streamer@M>S>P",
    ):
        yield _comparison(f"profits: {text}", text)
    for text in (
        "manufacturer@M>S>P > manufacturer@S>M>P",
        "manufacturer@MSP > manufacturer@SP>M",
        "streamer@S>M>P > streamer@M>S>P",
        "platform@MSP > platform@M>S>P",
        "platform@P>M>S > platform@M>P>S",
        "streamer@MSP > streamer@M>S>P",
        "manufacturer@M>SP > manufacturer@M>S>P",
    ):
        yield _comparison(f"profits, costly: {text}", text, given=_costly)


def _chain_and_consumers() -> Iterator[Proposition]:
    for text in (
        "chain_profit@MSP > chain_profit@M>S>P",
        "chain_profit@MS>P > chain_profit@P>MS",
        "chain_profit@S>M>P >= chain_profit@M>S>P",
        "consumer_surplus@MSP > consumer_surplus@M>S>P",
    ):
        yield _comparison(f"chain: {text}", text)
    for text in (
        "chain_profit@MSP > chain_profit@M>S>P",
        "chain_profit@MSP > chain_profit@M>SP",
        "chain_profit@M>SP > chain_profit@M>S>P",
        "chain_profit@SP>M > chain_profit@S>P>M",
        "consumer_surplus@MSP > consumer_surplus@P>S>M",
        "consumer_surplus@MP>S > consumer_surplus@M>P>S",
    ):
        yield _comparison(f"chain, costly: {text}", text, given=_costly)
    for text in ("chain_profit@SP>M > chain_profit@M>S>P", "price@SP>M < price@M>S>P", "price@MSP < price@M>S>P"):
        yield _comparison(f"chain, very costly: {text}", text, given=lambda: _costly(share=2))
    for text in (
        "chain_profit@M>S>P < chain_profit@P>S>M",
        "chain_profit@M>S>P < chain_profit@S>M>P",
        "chain_profit@M>P>S < chain_profit@S>P>M",
        "chain_profit@M>SP < chain_profit@S>MP",
        "consumer_surplus@MS>P <= consumer_surplus@SP>M",
        "price@M>S>P > price@P>S>M",
        "price@S>MP < price@MS>P",
        "price@M>P>S > price@S>P>M",
        "price@P>M>S < price@M>S>P",
        "price@M>SP > price@S>MP",
    ):
        yield _comparison(f"chain, manufacturer invests best: {text}", text, given=_ordered)
    yield Proposition(
        name="chain: one owner earns more than three",
        words="chain@integrated > chain_profit@MSP",
        build=lambda: (
            sp.Gt(integrated()["chain"], _three("MSP")["chain_profit"], evaluate=False),
            [integrated(), _three("MSP")],
        ),
    )


def _everybody() -> Iterator[Proposition]:
    """Whether all three earn more under one power structure than under another."""

    def better(first: str, second: str, streamer: str | None) -> Proposition:
        def build() -> tuple[Any, list[Any]]:
            here, there = equilibrium(first, streamer), equilibrium(second, streamer)
            gains = [sp.Gt(here[player], there[player], evaluate=False) for player in _PLAYERS.values()]
            return sp.And(*gains, evaluate=False), [here, there]

        words = f"all earn more at {first} than at {second}" + (f", {streamer} streamer" if streamer else "")
        return Proposition(name=f"everybody: {words}", words=words, build=build)

    pairs = [("MSP", "M>S>P"), ("M>SP", "M>S>P"), ("MSP", "P>S>M"), ("SP>M", "S>P>M"), ("S>MP", "S>M>P")]
    for first, second in pairs:
        yield better(first, second, None)
    for first, second in pairs[:3]:
        yield better(first, second, "ordinary")


def _quality() -> Iterator[Proposition]:
    for text in (
        "q@MSP > q@M>S>P",
        "e@M>S>P > e@S>M>P",
        "price@MSP < price@M>S>P",
        "w@M>S>P > w@S>M>P",
        "price@P>MS <= price@P>S>M",
    ):
        yield _comparison(f"quality: {text}", text)
    for text in ("q@MSP > q@M>S>P", "t@P>MS > t@P>S>M", "w@M>S>P > w@S>M>P"):
        yield _comparison(f"quality, costly: {text}", text, given=_costly)
    for text in ("q@S>M>P > q@M>S>P", "e@P>MS < e@SP>M"):
        yield _comparison(f"quality, manufacturer invests best: {text}", text, given=_ordered)
    for first, second, left, right in (
        ("MSP", "M>S>P", "q", "consumer_surplus"),
        ("M>S>P", "P>S>M", "q", "chain_profit"),
        ("S>M>P", "M>SP", "e", "demand"),
        ("MS>P", "P>MS", "q", "consumer_surplus"),
        ("M>S>P", "M>P>S", "q", "manufacturer"),
        ("S>MP", "SP>M", "q", "chain_profit"),
        ("M>S>P", "MS>P", "manufacturer", "streamer"),
    ):
        yield _same_ranking(first, second, left, right)


def _same_ranking(first: str, second: str, left: str, right: str) -> Proposition:
    def build() -> tuple[Any, list[Any]]:
        here, there = _three(first), _three(second)
        higher = [sp.Gt(here[quantity], there[quantity], evaluate=False) for quantity in (left, right)]
        return sp.Equivalent(*higher, evaluate=False), [here, there]

    words = f"{left} ranks {first} and {second} as {right} does"
    return Proposition(name=f"quality: {words}", words=words, build=build)


def _statics() -> Iterator[Proposition]:
    def static(structure: str, quantity: str, parameter: str, direction: Callable[..., Any], words: str) -> Proposition:
        def build() -> tuple[Any, list[Any]]:
            found = _three(structure)
            symbol = next(symbol for symbol in found.ring.symbols if symbol.name == parameter)
            return direction(found[quantity], symbol), [found]

        return Proposition(name=f"statics: {quantity}@{structure} {words} {parameter}", words=words, build=build)

    yield static("M>S>P", "q", "gamma", increasing, "rises in")
    yield static("M>S>P", "q", "mu", increasing, "rises in")
    yield static("MSP", "platform", "gamma", increasing, "rises in")
    yield static("MSP", "chain_profit", "k", decreasing, "falls in")
    yield static("S>M>P", "manufacturer", "eta", decreasing, "falls in")
    yield static("S>M>P", "price", "gamma", increasing, "rises in")
    yield static("MSP", "price", "b", decreasing, "falls in")
    yield static("MS>P", "w", "c", increasing, "rises in")
    yield static("P>M>S", "price", "c", increasing, "rises in")
    yield static("P>M>S", "q", "c", increasing, "rises in")
    yield static("M>SP", "price", "mu", increasing, "rises in")
    yield static("SP>M", "manufacturer", "tau", increasing, "rises in")
    yield static("M>S>P", "chain_profit", "b", decreasing, "falls in")


# ---- streamer types ------------------------------------------------------------------------------------------------


def _streamer_types() -> Iterator[Proposition]:
    def of(structure: str, streamer: str) -> Equilibrium:
        return equilibrium(structure, streamer, "power_structures_bilateral")

    def parameter(found: Equilibrium, name: str) -> sp.Symbol:
        return next(symbol for symbol in found.ring.symbols if symbol.name == name)

    def comparison(name: str, build: Callable[[], tuple[Any, list[Any]]]) -> Proposition:
        return Proposition(name=f"types: {name}", words=name, build=build)

    def between(quantity: str, first: str, second: str) -> Callable[[], tuple[Any, list[Any]]]:
        def build() -> tuple[Any, list[Any]]:
            left, right = of(first, "ordinary"), of(second, "ordinary")
            return sp.Gt(left[quantity], right[quantity], evaluate=False), [left, right]

        return build

    def moves(quantity: str, structure: str, streamer: str, by: str, rises: bool) -> Callable[..., Any]:
        def build() -> tuple[Any, list[Any]]:
            found = of(structure, streamer)
            direction = increasing if rises else decreasing
            return direction(found[quantity], parameter(found, by)), [found]

        return build

    def both_lose() -> Callable[[], tuple[Any, list[Any]]]:
        def build() -> tuple[Any, list[Any]]:
            first, second = of("M>S", "ordinary"), of("S>M", "ordinary")
            losses = [
                sp.Gt(first["manufacturer"], second["manufacturer"], evaluate=False),
                sp.Gt(second["streamer"], first["streamer"], evaluate=False),
            ]
            return sp.And(*losses, evaluate=False), [first, second]

        return build

    yield comparison("leading pays an ordinary streamer", between("streamer", "S>M", "MS"))
    yield comparison("leading pays the manufacturer of an ordinary streamer", between("manufacturer", "M>S", "MS"))
    yield comparison("both earn less under the other's lead", both_lose())
    yield comparison("quality with an ordinary streamer, no leader against a leader", between("q", "MS", "M>S"))
    yield comparison("chain profit with an ordinary streamer", between("chain_profit", "MS", "M>S"))
    yield comparison("quality falls in the commission, streamer leads", moves("q", "S>M", "ordinary", "lambda", False))
    yield comparison("quality falls in the commission, no leader", moves("q", "MS", "ordinary", "lambda", False))
    yield comparison("effort rises in the commission", moves("e", "S>M", "ordinary", "lambda", True))
    yield comparison("a top streamer's profit rises in its influence", moves("streamer", "S>M", "top", "phi", True))
    yield comparison("the brand's own host: profit rises in phi", moves("manufacturer", "M", "self_run", "phi", True))

    def commission_under_a_leader() -> tuple[Any, list[Any]]:
        found = of("M>S", "ordinary")
        return independent(found["manufacturer"], parameter(found, "lambda")), [found]

    yield comparison("a leading manufacturer does not feel the commission", commission_under_a_leader)


def _commission_and_platform() -> Iterator[Proposition]:
    """Three players, and a commission on what the manufacturer earns: the largest polynomials of the list."""

    def ordinary(structure: str) -> Equilibrium:
        return equilibrium(structure, "ordinary")

    for first in ("S>M>P", "M>S>P"):
        for quantity in ("q", "manufacturer", "streamer", "chain_profit", "demand"):
            text = f"{quantity}@{first} > {quantity}@MSP"
            yield _comparison(f"three with commission: {text}", text, ordinary)
    for structure in ("MSP", "S>M>P"):
        for quantity in ("q", "manufacturer", "chain_profit"):

            def falls(structure: str = structure, quantity: str = quantity) -> tuple[Any, list[Any]]:
                found = ordinary(structure)
                rate = next(symbol for symbol in found.ring.symbols if symbol.name == "lambda")
                return decreasing(found[quantity], rate), [found]

            words = f"{quantity}@{structure} falls in the commission"
            yield Proposition(name=f"three with commission: {words}", words=words, build=falls)


# ---- formulas of the literature ------------------------------------------------------------------------------------


def _encroachment() -> Iterator[Proposition]:
    """Arya, Mittendorf and Sappington (2007), The Bright Side of Supplier Encroachment, Marketing Science 26(5)."""
    a, b, c = _symbols("a b c")
    k = sp.Symbol("k", positive=True)
    encroaches = c < 3 * a / 5
    alone = {"retailer": a**2 / (16 * b), "manufacturer": a**2 / (8 * b), "consumers": a**2 / (32 * b)}
    with_channel = {
        "retailer": 2 * c**2 / (9 * b),
        "manufacturer": (3 * a**2 - 6 * a * c + 7 * c**2) / (12 * b),
        "consumers": (3 * a - c) ** 2 / (72 * b),
    }
    yield from (
        Proposition(name=f"encroachment: {name}", words=name, build=partial(_pair, claim, given))
        for name, claim, given in (
            ("the manufacturer gains", with_channel["manufacturer"] > alone["manufacturer"], [encroaches]),
            ("consumers gain", with_channel["consumers"] > alone["consumers"], [encroaches]),
            (
                "the retailer gains iff c > 3a/(4 sqrt 2)",
                sp.Equivalent(with_channel["retailer"] > alone["retailer"], c > 3 * a / (4 * sp.sqrt(2))),
                [encroaches],
            ),
            ("the retailer gains", with_channel["retailer"] > alone["retailer"], [encroaches]),
            (
                "industry profit rises iff c < 3a/(2(6+sqrt 7)) or c > 3a/(2(6-sqrt 7))",
                sp.Equivalent(
                    with_channel["retailer"] + with_channel["manufacturer"] > alone["retailer"] + alone["manufacturer"],
                    sp.Or(c < 3 * a / (2 * (6 + sp.sqrt(7))), c > 3 * a / (2 * (6 - sp.sqrt(7)))),
                ),
                [encroaches],
            ),
            (
                "simultaneous quantities: the manufacturer sells directly iff c < 5a/7",
                sp.Equivalent((5 * a - 7 * c) / (10 * b) > 0, c < 5 * a / 7),
                [],
            ),
            (
                "differentiated: the retailer sells wherever the manufacturer does",
                sp.Implies((a - c) * (8 - 3 * k**2) > 2 * a * k, 2 * (a * (1 - k) + c * k) / (8 - 5 * k**2) > 0),
                [k < 1, c < a],
            ),
            (
                "differentiated: encroach iff c < (8-2k-3k^2)a/(8-3k^2)",
                sp.Equivalent(
                    ((a - c) * (8 - 3 * k**2) - 2 * a * k) / (2 * (8 - 5 * k**2)) > 0,
                    c < (8 - 2 * k - 3 * k**2) * a / (8 - 3 * k**2),
                ),
                [k < 1],
            ),
        )
    )


def _pair(claim: Any, given: list[Any]) -> tuple[Any, list[Any]]:
    return claim, given


def _platforms() -> Iterator[Proposition]:
    """Ha, Tong and Wang (2022), Channel Structures of Online Retail Platforms, M&SOM."""
    a, k, r = _symbols("a k r")
    z = 2 * (k * (3 - r) - 1) * (k - r + 1)
    agency = {"M": a**2 * k**2 * (1 - r) / (2 * k - r) ** 2, "I": a**2 * k * r / (4 * k - 2 * r)}
    reselling = {"M": a**2 * k / (4 * (2 * k - 1)), "I": a**2 * k / (8 * (2 * k - 1))}
    w = a * k * (1 - r) * (2 * k**2 * (3 - r) - k * r * (4 - r) - 2 * (1 - r)) / (z * (2 * k - r))
    q_i, q_m = a * k * (2 - r) * (1 - r) / z, a * k * (k * (3 - r) - r + 1) / z
    effort = a * ((3 - r) * r * k + 2 * (1 - r)) / z
    price = a - q_m - q_i + effort
    dual_m, dual_i = w * q_i + (1 - r) * price * q_m, (price - w) * q_i + r * price * q_m - k * effort**2 / 2
    given = [k >= 1, r < 1]
    yield from (
        Proposition(name=f"platform: {name}", words=name, build=partial(_pair, claim, [*given, *more]))
        for name, claim, more in (
            (
                "agency effort is below reselling effort",
                a * r / (2 * k - r) < a / (2 * (2 * k - 1)),
                [r < sp.Rational(1, 2)],
            ),
            ("the manufacturer prefers agency to reselling", agency["M"] > reselling["M"], []),
            ("the manufacturer prefers dual to agency", dual_m >= agency["M"], []),
            ("the intermediary prefers dual to agency", dual_i >= agency["I"], []),
            ("the intermediary prefers dual to reselling", dual_i >= reselling["I"], []),
            (
                "the manufacturer prefers dual to reselling if r <= 1/2, k >= 2",
                dual_m >= reselling["M"],
                [k >= 2, r <= sp.Rational(1, 2)],
            ),
            ("direct sales rise in the commission under agency", increasing(a * k / (2 * k - r), r), []),
            ("the agency manufacturer loses by the commission", decreasing(agency["M"], r), []),
        )
    )
