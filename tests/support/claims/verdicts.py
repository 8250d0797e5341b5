"""What the package says of a claim, in one word."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import sympy as sp

from claims.exact import NotTold
from claims.known import Known, fails_there, is_admissible
from lsec_models.errors import ClaimError, ContradictoryAssumptions, DeclarationError, NotRational
from lsec_models.prove import prove
from lsec_models.prove.results.verdicts import ByRegime

STATUSES = ("proved", "refuted", "mixed", "undecided", "contradictory", "refused", "undefined", "misplaced", "crashed")


def answer(known: Known) -> tuple[str, str]:
    """Return what was said of a claim: one of `STATUSES`, and the words.

    A claim that cannot be read is refused; one that is said to divide by zero somewhere is "undefined"; one that is
    said to fail at a point that is not admissible, or where it holds, is "misplaced"; an error that is none of the
    package's own is a crash.
    """
    try:
        claim = known.claim() if callable(known.claim) else known.claim
        verdict = prove(claim, list(known.given), effort=known.effort)
    except ContradictoryAssumptions as error:
        return "contradictory", str(error)
    except ClaimError as error:
        return "undefined" if "divides by" in str(error) else "refused", str(error)
    except (DeclarationError, NotRational) as error:
        return "refused", str(error)
    except Exception as error:
        return "crashed", f"{type(error).__name__}: {error}"
    return "misplaced" if _misplaced(known, verdict) else verdict.status, str(verdict)


def _misplaced(known: Known, verdict: Any) -> bool:
    """Whether a point at which the claim is said to fail is not admissible, or the claim holds there."""
    if known.meaning is not None and not isinstance(verdict, ByRegime):
        return False
    claim = known.claim if known.meaning is None else known.meaning
    relations = [relation for relation in known.given if isinstance(relation, sp.Basic)]
    symbols = {symbol for part in (claim, *relations) for symbol in part.free_symbols}
    for case in verdict.cases.values() if isinstance(verdict, ByRegime) else (verdict,):
        values = getattr(case, "counterexample", None)
        if values is not None:
            place = replace(known, counterexample={s: values.get(s.name, sp.S.One) for s in symbols})
            with suppress(NotTold):
                if not (is_admissible(place) and fails_there(place)):
                    return True
    return False
