"""How members of a population switch to other strategies: the rules by name, and the number that a rule has."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError, require_known

REPLICATOR, BEST_RESPONSE, LOGIT, IMITATION = "replicator", "best response", "logit", "imitation"
# What each rule is called in a sentence, and the field of a game that has its number.
WORDS: Mapping[str, str] = {
    REPLICATOR: "the replicator dynamics",
    BEST_RESPONSE: "the best-response dynamics",
    LOGIT: "the logit dynamics",
    IMITATION: "imitation with mutation",
}
NUMBERS: Mapping[str, str] = {LOGIT: "noise", IMITATION: "mutation"}


def checked_numbers(dynamics: object, given: Mapping[str, object]) -> dict[str, sp.Expr | None]:
    """Return the numbers of a rule by field, exactly: None for those that it does not have.

    Parameters
    ----------
    dynamics : str
    given : mapping from str to number, expression or None

    Raises
    ------
    UnknownName
        If there is no such rule.
    DeclarationError
        If the number of the rule is missing or not positive, or another one is given.

    Examples
    --------
    >>> checked_numbers("logit", {"noise": 0.1, "mutation": None})
    {'noise': 1/10, 'mutation': None}
    """
    if not isinstance(dynamics, str):
        raise DeclarationError(f"dynamics = {dynamics!r}: give a name, one of {', '.join(map(repr, WORDS))}")
    require_known(dynamics, WORDS, f"no dynamics {dynamics!r}")
    for name, value in given.items():
        if value is None and NUMBERS.get(dynamics) == name:
            raise DeclarationError(f"dynamics={dynamics!r} has no {name}; add {name}=, a positive number or parameter")
        if value is not None and NUMBERS.get(dynamics) != name:
            others = next(rule for rule, number in NUMBERS.items() if number == name)
            raise DeclarationError(
                f"{name} = {value} belongs to dynamics={others!r}, not to {dynamics!r}; leave it out"
            )
    return {name: None if value is None else _positive(name, value) for name, value in given.items()}


def _positive(name: str, value: object) -> sp.Expr:
    if isinstance(value, sp.Expr) and not value.is_number:
        return value
    number = exact_number(value, name)
    if number <= 0:
        raise DeclarationError(f"{name} = {value}: give a positive number; without it, take the dynamics that has none")
    return to_sympy(number)
