"""Small certificates written by hand, over the variables x, y and z."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import sympy as sp

from lsec_models.errors import CertificateError
from lsec_models.prove.certificates.checker import FORMAT, check_with, digest
from lsec_models.prove.verification.partings import parting_of

x, y, z = SYMBOLS = sp.symbols("x y z")
NOTHING = {"rule": "identity", "sum": []}


def terms(polynomial: Any) -> list[list[Any]]:
    found = sp.Poly(polynomial, *SYMBOLS).terms()
    return [[str(coefficient), list(powers)] for powers, coefficient in found if coefficient]


def summand(coefficient: Any, monomial: Any = 1, *conditions: tuple[int, int]) -> dict[str, Any]:
    powers = sp.Poly(monomial, *SYMBOLS).monoms()[0]
    return {"coefficient": str(coefficient), "monomial": list(powers), "conditions": [list(c) for c in conditions]}


def identity(*summands: dict[str, Any]) -> dict[str, Any]:
    return {"rule": "identity", "sum": list(summands)}


def factor(polynomial: Any, power: int, sign: int, proof: Any) -> dict[str, Any]:
    return {"factor": terms(polynomial), "power": power, "sign": sign, "proof": proof}


def factors(constant: int, *items: dict[str, Any]) -> dict[str, Any]:
    return {"rule": "factors", "constant": str(constant), "items": list(items)}


def slack(condition: int, symbol: str, proof: Any) -> dict[str, Any]:
    return {"rule": "slack", "condition": condition, "symbol": symbol, "proof": proof}


def rescale(weights: Any, ones: Any, roots: Any, proof: Any) -> dict[str, Any]:
    return {"rule": "rescale", "weights": weights, "ones": ones, "roots": roots, "proof": proof}


def trim(condition: int, constant: int, rest: Any, *items: dict[str, Any], proof: Any) -> dict[str, Any]:
    return {
        "rule": "trim",
        "condition": condition,
        "constant": str(constant),
        "rest": terms(rest),
        "items": list(items),
        "proof": proof,
    }


def multiply(by: Any, positive: Any, product: Any) -> dict[str, Any]:
    return {"rule": "multiply", "factor": terms(by), "positive": positive, "product": product}


def square(symbol: str, leading: Any, discriminant: Any) -> dict[str, Any]:
    return {"rule": "square", "symbol": symbol, "leading": leading, "discriminant": discriminant}


def split(polynomial: Any, above: Any, below: Any) -> dict[str, Any]:
    return {"rule": "split", "polynomial": terms(polynomial), "above": above, "below": below}


def cases(polynomial: Any, above: Any, zero: Any, below: Any) -> dict[str, Any]:
    return {"rule": "cases", "polynomial": terms(polynomial), "above": above, "zero": zero, "below": below}


def solve(equation: Any, symbol: str, sign: int, slope: Any, proof: Any) -> dict[str, Any]:
    pair = list(equation)
    return {"rule": "solve", "equation": pair, "symbol": symbol, "sign": sign, "slope": slope, "proof": proof}


def modulo(proof: Any, *multiples: tuple[Any, Any]) -> dict[str, Any]:
    written = [{"equation": list(pair), "polynomial": terms(polynomial)} for pair, polynomial in multiples]
    return {"rule": "modulo", "multiples": written, "proof": proof}


def squares(*summands: tuple[Any, dict[str, Any]]) -> dict[str, Any]:
    return {"rule": "squares", "sum": [summand | {"root": terms(root)} for root, summand in summands]}


def equal(polynomial: Any) -> list[tuple[Any, bool]]:
    """The two conditions that a polynomial is zero."""
    return [(polynomial, False), (-polynomial, False)]


def signed(certificate: dict[str, Any]) -> dict[str, Any]:
    """Return a certificate with the factors that its steps leave out, as far as the checker follows, and its digest."""
    content = {key: value for key, value in certificate.items() if key not in ("partings", "digest")}
    partings: list[Any] = []

    def listed(polynomial: Any, ranges: tuple[str, ...]) -> Any:
        partings.append(parting_of(polynomial, ranges))
        return partings[-1]

    with suppress(CertificateError):
        check_with(content, listed)
    return with_digest(content | {"partings": partings})


def with_digest(certificate: dict[str, Any]) -> dict[str, Any]:
    content = {key: value for key, value in certificate.items() if key != "digest"}
    return content | {"digest": digest(content)}


def certificate(
    atoms: Any,
    proofs: Any,
    *,
    given: Any = (),
    ranges: tuple[str, str, str] = ("positive", "positive", "positive"),
    aim: int = 0,
    radicals: Any = (),
) -> dict[str, Any]:
    """A certificate with one clause; atoms and conditions as (polynomial, relation) and (polynomial, strict)."""
    clause = {"atoms": [{"polynomial": terms(p), "relation": relation} for p, relation in atoms]}
    return signed(
        {
            "format": FORMAT,
            "claim": "written by hand",
            "variables": [{"name": s.name, "range": r} for s, r in zip(SYMBOLS, ranges, strict=True)],
            "conditions": [{"polynomial": terms(p), "strict": strict, "origin": ""} for p, strict in given],
            "radicals": list(radicals),
            "clauses": [clause | {"aim": aim, "proofs": list(proofs)}],
        }
    )


ROOT_OF_TWO = {"name": "z", "radicand": "2", "low": "7/5", "high": "3/2"}
UNIT = identity(summand(1))
CONDITION = identity(summand(1, 1, (0, 1)))
FREE = ("free", "free", "free")
NONNEGATIVE = ("nonnegative", "nonnegative", "nonnegative")
