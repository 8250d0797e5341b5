"""Kinds of forgeries by name, and how a genuine certificate is spoiled."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy as sp

from certificates.genuine import (
    Certificate,
    Genuine,
)
from certificates.hand_certificates import (
    terms,
)

Point = dict[str, Fraction]
Forge = Callable[[Certificate, random.Random], Point | None]


class Kinds(dict[str, tuple[Genuine, Forge]]):
    """Kinds of forgeries by name: which genuine certificate is taken, and how it is spoiled."""

    def spoils(self, template: Genuine) -> Callable[[Forge], Forge]:
        """Enter a function that spoils certificates of a template."""

        def enter(forge: Forge) -> Forge:
            self[forge.__name__] = template, forge
            return forge

        return enter


def at_values(*values: Any) -> Point:
    return {name: Fraction(str(value)) for name, value in zip("xyz", values, strict=True)}


def proof_in(spoiled: Certificate) -> Any:
    return spoiled["clauses"][0]["proofs"][0]


def prove_by(spoiled: Certificate, *proofs: Any) -> None:
    spoiled["clauses"][0]["proofs"] = copy.deepcopy(list(proofs))


def claim(spoiled: Certificate, polynomial: Any, relation: str = ">") -> None:
    spoiled["clauses"][0]["atoms"][-1] = {"polynomial": terms(polynomial), "relation": relation}


def relate(spoiled: Certificate, relation: str) -> None:
    spoiled["clauses"][0]["atoms"][-1]["relation"] = relation


def give(spoiled: Certificate, *given: tuple[Any, bool]) -> None:
    spoiled["conditions"] = [{"polynomial": terms(p), "strict": strict, "origin": ""} for p, strict in given]


def declare(spoiled: Certificate, *ranges: str) -> None:
    for variable, allowed in zip(spoiled["variables"], ranges, strict=True):
        variable["range"] = allowed


def low_of(spoiled: Certificate) -> sp.Integer:
    return sp.Integer(spoiled["radicals"][0]["low"])


def given_number(spoiled: Certificate) -> int:
    """The number a in x + a*y = z."""
    return next(int(c) for c, powers in spoiled["conditions"][0]["polynomial"] if powers == [0, 1, 0])
