"""What the package says of a claim, in one word."""

from __future__ import annotations

from typing import Any

from claims.known import Known
from lsec_models.errors import ClaimError, ContradictoryAssumptions, DeclarationError, NotRational
from lsec_models.prove import prove

STATUSES = ("proved", "refuted", "mixed", "undecided", "contradictory", "refused", "undefined", "crashed")
_SECONDS = {"quick": 0.3, "normal": 1.0, "thorough": 5.0}
_SECONDS_PER_UNIT = 0.001


def decide(claim: Any, given: list[Any], effort: str | float) -> Any:
    """Ask `prove`, in the one place that knows how an effort is said to it.

    Parameters
    ----------
    effort : str or float
        ``"quick"``, ``"normal"``, ``"thorough"`` or a number of units of work.
    """
    seconds = _SECONDS[effort] if isinstance(effort, str) else effort * _SECONDS_PER_UNIT
    return prove(claim, given, seconds=seconds)


def answer(known: Known) -> tuple[str, str]:
    """Return what was said of a claim: one of `STATUSES`, and the words.

    A claim that can not be read is refused; one that is said to divide by zero somewhere is "undefined"; an error that
    is none of the package's own is a crash.
    """
    try:
        claim = known.claim() if callable(known.claim) else known.claim
        verdict = decide(claim, list(known.given), known.effort)
    except ContradictoryAssumptions as error:
        return "contradictory", str(error)
    except ClaimError as error:
        return "undefined" if "vanishes" in str(error) else "refused", str(error)
    except (DeclarationError, NotRational) as error:
        return "refused", str(error)
    except Exception as error:
        return "crashed", f"{type(error).__name__}: {error}"
    return verdict.status, str(verdict)
