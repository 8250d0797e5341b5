"""What a graph of operations computes as lines of Python, with as few names as will do."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import numpy as np

from lsec_models.errors import DeclarationError

Place: TypeAlias = int

_WRITTEN = {
    "add": "{} + {}",
    "multiply": "{} * {}",
    "exp": "exp({})",
    "log": "log({})",
    "erf": "erf({})",
}


class WrittenNode(NamedTuple):
    """One operation.

    Attributes
    ----------
    operation : str
        ``"number"``, ``"pi"``, ``"symbol"``, ``"add"``, ``"multiply"``, ``"power"``, ``"exp"``, ``"log"`` or ``"erf"``.
    operands : tuple of int
        The places of what it takes.
    value : Fraction, int or str, optional
        A number, an exponent, or the name of a symbol.
    """

    operation: str
    operands: tuple[Place, ...] = ()
    value: Fraction | int | str | None = None


def written(
    nodes: Mapping[Place, WrittenNode], names: Mapping[str, str], outputs: Sequence[Place]
) -> tuple[list[str], list[str]]:
    """Return lines of Python that compute outputs, and what each of these is called there.

    A name is taken again once nobody needs what it stands for: of many points, numbers that are no longer needed would
    fill the memory nearest to the processor.

    Parameters
    ----------
    nodes : mapping from int to WrittenNode
        All that outputs are computed from, operands first, and themselves.
    names : mapping from str to str
        What each symbol is called.
    outputs : sequence of int

    Examples
    --------
    >>> nodes = {0: WrittenNode("symbol", value="p"), 1: WrittenNode("exp", (0,)), 2: WrittenNode("add", (0, 1))}
    >>> nodes[3] = WrittenNode("exp", (2,))
    >>> written(nodes, {"p": "x[0]"}, [3])
    (['v0 = exp(x[0])', 'v0 = x[0] + v0', 'v0 = exp(v0)'], ['v0'])
    """
    words: dict[Place, str] = {}
    computed: list[tuple[Place, str, tuple[Place, ...]]] = []
    powers: dict[Place, dict[Fraction, Place]] = defaultdict(dict)
    for place, node in nodes.items():
        if node.operation == "symbol":
            words[place] = names[str(node.value)]
        elif node.operation == "number":
            words[place] = repr(as_float(Fraction(node.value)))  # type: ignore[arg-type]
        elif node.operation == "pi":
            words[place] = repr(math.pi)
        elif node.operation == "power":
            [base], exponent = node.operands, Fraction(node.value)  # type: ignore[arg-type]
            computed.append((place, *_power(base, exponent, powers[base])))
            powers[base][exponent] = place
        else:
            computed.append((place, _WRITTEN[node.operation], node.operands))
    left = Counter(operand for _, _, operands in computed for operand in {*operands}) + Counter(outputs)
    free: list[str] = []
    lines, count = [], 0
    for place, words_of, operands in computed:
        value = words_of.format(*(words[operand] for operand in operands))
        for operand in sorted({*operands}):
            left[operand] -= 1
            if not left[operand] and nodes[operand].operands:
                free.append(words[operand])
        if free:
            words[place] = free.pop()
        else:
            words[place], count = f"v{count}", count + 1
        lines.append(f"{words[place]} = {value}")
    return lines, [words[place] for place in outputs]


def as_float(value: Fraction, name: str = "") -> float:
    """Return a number as a float.

    Raises
    ------
    DeclarationError
        If it is too large, or so small that it would be zero.
    """
    try:
        number = float(value)
    except OverflowError:
        number = np.inf
    if np.isinf(number) or (number == 0) != (value == 0):
        digits = len(str(abs(value.numerator))) - len(str(value.denominator))
        raise DeclarationError(
            f"{name or 'a payoff'} has a number of about 1e{digits}, and payoffs with exp, log or free powers are "
            "computed in numbers from 1e-308 to 1e308; choose other units"
        )
    return number


def _power(base: Place, exponent: Fraction, known: Mapping[Fraction, Place]) -> tuple[str, tuple[Place, ...]]:
    """Return how a power is written: divided by its base where a power before it is known, which costs less.

    Both are infinite where the base is zero.
    """
    if exponent < -1 and exponent + 1 in known:
        return "{} / {}", (known[exponent + 1], base)
    # Whole numbers are faster than floats.
    number = repr(exponent.numerator) if exponent.denominator == 1 else repr(as_float(exponent))
    return f"{{}} ** ({number})", (base,)
