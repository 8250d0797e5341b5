"""Manufacturer > streamer > platform by hand in python-flint: what is left where nothing is asked or kept.

Polynomials are divided by their greatest common divisors; decisions, payoffs, demand, price and second-order minors end
as factors. There is no domain, no sign, no evidence and no SymPy. It is an opponent to be measured against
(`derivation.py`), and shares no code with the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import flint

NAMES = ["a", "b", "c", "k", "eta", "upsilon", "gamma", "mu", "tau", "w", "q", "m", "e", "f", "t"]
CONTEXT = flint.fmpz_mpoly_ctx.get(NAMES, flint.Ordering.degrevlex)
SYMBOLS = dict(zip(NAMES, CONTEXT.gens(), strict=True))
ONE = CONTEXT.constant(1)
LABEL = "manufacturer > streamer > platform"
# Who decides what, the last mover first.
MOVES = {"platform": ("f", "t"), "streamer": ("m", "e"), "manufacturer": ("w", "q")}

Quotient = tuple[flint.fmpz_mpoly, flint.fmpz_mpoly]


@dataclass(frozen=True)
class Factored:
    """A quotient of polynomials as FLINT factors them."""

    above: tuple
    below: tuple

    def at(self, point: Mapping[str, int]) -> Fraction:
        """Return the exact value at a point; decisions do not occur."""
        numbers = [point.get(name, 0) for name in NAMES]
        value = Fraction(int(self.above[0]), int(self.below[0]))
        for (_, powers), sign in ((self.above, 1), (self.below, -1)):
            for factor, exponent in powers:
                value *= Fraction(int(factor(*numbers))) ** (sign * int(exponent))
        return value


def derive() -> dict[str, Factored]:
    """Return decisions, payoffs, demand and price by name; second-order minors are factored too."""
    s = SYMBOLS
    demand = s["a"] - s["b"] * (s["w"] + s["m"] + s["f"]) + s["gamma"] * s["q"] + s["mu"] * s["e"] + s["tau"] * s["t"]
    quantities: dict[str, Quotient] = {
        "manufacturer": (2 * (s["w"] - s["c"]) * demand - s["k"] * s["q"] ** 2, 2 * ONE),
        "streamer": (2 * s["m"] * demand - s["eta"] * s["e"] ** 2, 2 * ONE),
        "platform": (2 * s["f"] * demand - s["upsilon"] * s["t"] ** 2, 2 * ONE),
        "demand": (demand, ONE),
        "price": (s["w"] + s["m"] + s["f"], ONE),
    }
    answers, minors = [], {}
    for player, decided in MOVES.items():
        payoff = quantities[player]
        answer, (first, second) = best_reply(payoff[0], *decided)
        minors |= {f"{player} 1": reduced(-first, payoff[1]), f"{player} 2": reduced(second, payoff[1] ** 2)}
        answers.append(answer)
        quantities = {name: inserted(quantity, answer) for name, quantity in quantities.items()}
    decisions: dict[str, Quotient] = {}  # No minor has any in it.
    for answer in reversed(answers):
        decisions |= {name: inserted(quantity, decisions) for name, quantity in answer.items()}
    found = {**decisions, **quantities, **minors}
    factored = {name: Factored(top.factor(), bottom.factor()) for name, (top, bottom) in found.items()}
    return {name: quantity for name, quantity in factored.items() if name not in minors}


def best_reply(payoff: flint.fmpz_mpoly, x: str, y: str) -> tuple[dict[str, Quotient], Quotient]:
    """Return where a quadratic payoff is stationary in two decisions, and its second derivative and Hessian."""
    i, j = NAMES.index(x), NAMES.index(y)
    along_x, along_y = payoff.derivative(i), payoff.derivative(j)
    xx, xy, yy = along_x.derivative(i), along_x.derivative(j), along_y.derivative(j)
    at_x = along_x - xx * SYMBOLS[x] - xy * SYMBOLS[y]
    at_y = along_y - xy * SYMBOLS[x] - yy * SYMBOLS[y]
    hessian = xx * yy - xy**2
    answer = {x: reduced(xy * at_y - yy * at_x, hessian), y: reduced(xy * at_x - xx * at_y, hessian)}
    return answer, (xx, hessian)


def inserted(quotient: Quotient, images: Mapping[str, Quotient]) -> Quotient:
    """Return a quotient with images for some symbols, all at once, in lowest terms."""
    if not images:
        return quotient
    (top, top_scale), (bottom, bottom_scale) = (_composed(part, images) for part in quotient)
    return reduced(top * bottom_scale, bottom * top_scale)


def _composed(polynomial: flint.fmpz_mpoly, images: Mapping[str, Quotient]) -> Quotient:
    """Return numerator and denominator of a polynomial with images, over their common denominator."""
    degrees = polynomial.degrees()
    images = {name: image for name, image in images.items() if degrees[NAMES.index(name)] > 0}
    if not images:
        return polynomial, ONE
    places = [NAMES.index(name) for name in images]
    common = ONE
    for _, bottom in images.values():
        common = common * (bottom / common.gcd(bottom))
    arguments = list(CONTEXT.gens())
    for i, (top, bottom) in zip(places, images.values(), strict=True):
        arguments[i] = top * (common / bottom)
    by_degree: dict[int, dict] = {}
    for powers, coefficient in polynomial.terms():
        by_degree.setdefault(sum(powers[i] for i in places), {})[powers] = coefficient
    degree, total = max(by_degree), CONTEXT.constant(0)
    for own, terms in by_degree.items():
        total = total + CONTEXT.from_dict(terms).compose(*arguments, ctx=CONTEXT) * common ** (degree - own)
    return total, common**degree


def reduced(top: flint.fmpz_mpoly, bottom: flint.fmpz_mpoly) -> Quotient:
    """Return a quotient in lowest terms."""
    common = top.gcd(bottom)
    return (top, bottom) if common.is_one() else (top / common, bottom / common)
