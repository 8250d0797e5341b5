"""Whether a verdict survives where its claim is asked again, under another form of demand or another timing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lsec_models.papers.folder.ledger import CHANGES, Claim

_FOUND = {"proved": "holds everywhere", "refuted": "fails"}
ONE_MOVER = "does not apply, one player decides"
# A longer condition is not read in a line of words.
_READABLE = 60
_SAYS_NOTHING = {"undecided": "open", "contradictory": "nothing is asked"}


def survival(first: Claim, again: Claim) -> str:
    """Return in words what becomes of a verdict where its claim is asked again, from the verdicts of both.

    Parameters
    ----------
    first, again : Claim
        With the verdicts that the ledger records, which every reproduction decides anew.

    Examples
    --------
    >>> from dataclasses import replace
    >>> spike = Claim(
    ...     id="spike", words="A spike is sold out.", level="statement", where="inventory", form="increasing",
    ...     text="stock_outs in phi", given=(), expected="refuted", exactly="", remark="", erratum="",
    ... )
    >>> other = replace(spike, id="spike-timing", again="spike", changed="timing")
    >>> survival(spike, other)
    'survives'
    >>> survival(spike, replace(other, expected="mixed", exactly="phi > 2"))
    'does not survive, holds exactly where phi > 2'
    >>> survival(spike, replace(other, expected="mixed", exactly=" + ".join(["phi^2"] * 20) + " > 2"))
    'does not survive, holds in a part of the parameters, which spike-timing says exactly'
    """
    holds = verdict_in_words(again)
    if again.expected in _SAYS_NOTHING:
        return holds
    if first.expected in _SAYS_NOTHING:
        return f"no verdict before, {holds}"
    if again.expected != first.expected:
        return f"does not survive, {holds}"
    if again.expected != "mixed":
        return "survives"
    same = again.exactly and again.exactly == first.exactly
    return "survives, under the same condition" if same else f"depends here too, {holds}"


def verdict_in_words(claim: Claim) -> str:
    """Return the verdict on a claim in a few words: of a long condition, which claim of the ledger says it.

    Parameters
    ----------
    claim : Claim

    Examples
    --------
    >>> right = Claim(
    ...     id="right", words="One owner is right.", level="statement", where="one owner", form="statement",
    ...     text="a > b", given=(), expected="mixed", exactly="a > b", remark="", erratum="",
    ... )
    >>> verdict_in_words(right)
    'holds exactly where a > b'
    """
    if claim.expected in _SAYS_NOTHING:
        return _SAYS_NOTHING[claim.expected]
    if claim.expected in _FOUND:
        return _FOUND[claim.expected]
    if len(claim.exactly) > _READABLE:
        return f"holds in a part of the parameters, which {claim.id} says exactly"
    return f"holds exactly where {claim.exactly}" if claim.exactly else "holds in a part of the parameters"


def overturned(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield each claim that is asked again with another verdict, and the claim that does so.

    Parameters
    ----------
    claims : iterable of Claim
        A ledger's. Where one of the two says nothing, as an undecided claim does, no verdict is overturned.

    Examples
    --------
    >>> list(overturned([]))
    []
    """
    ledger = tuple(claims)
    again = asked_again(ledger)
    for first in ledger:
        for one in (one for ones in again.get(first.id, {}).values() for one in ones):
            if one.expected != first.expected and not {first.expected, one.expected} & _SAYS_NOTHING.keys():
                yield first, one


def asked_again(claims: Iterable[Claim]) -> Mapping[str, Mapping[str, tuple[Claim, ...]]]:
    """Return, by the id of a claim that is asked again, the claims that do so, by what is changed.

    Examples
    --------
    >>> asked_again([])
    {}
    """
    found: dict[str, dict[str, tuple[Claim, ...]]] = {}
    for claim in claims:
        if claim.again:
            changed = found.setdefault(claim.again, dict.fromkeys(CHANGES, ()))
            changed[claim.changed] += (claim,)
    return found


def in_words(first: Claim, again: Mapping[str, Iterable[Claim]]) -> Mapping[str, str]:
    """Return by what is changed where a claim is asked again, and what becomes of its verdict there.

    Parameters
    ----------
    first : Claim
    again : mapping from str to iterable of Claim
        What :func:`asked_again` returns of it, by what is changed. Nothing is said of a change with which it is not
        asked again, but where there is no other timing.

    Examples
    --------
    >>> from dataclasses import replace
    >>> right = Claim(
    ...     id="right", words="One owner is right.", level="statement", where="one owner", form="statement",
    ...     text="a > b", given=(), expected="proved", exactly="", remark="", erratum="", unchanged="timing",
    ... )
    >>> other = replace(right, id="right-demand", again="right", changed="demand form", where="added shock")
    >>> in_words(right, asked_again([other])["right"])
    {'demand form': 'added shock: survives', 'timing': 'does not apply, one player decides'}
    """
    found = {
        change: "; ".join(f"{one.where}: {survival(first, one)}" for one in again.get(change, ())) for change in CHANGES
    }
    if first.unchanged and not found[first.unchanged]:
        found[first.unchanged] = ONE_MOVER
    return {change: words for change, words in found.items() if words}
