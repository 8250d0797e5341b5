"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lsec_models import solve
from lsec_models.models import load
from lsec_models.models.mechanisms.inventory import BASELINE
from lsec_models.papers import Results, read_paper
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.ledger import Claim, read_claims
from lsec_models.papers.folder.robustness import asked_again, in_words

from . import tables
from .model import buyers, contest, stock

RESULTS = Results()
_SEEN = ("stock", "stock_outs")
_REPORTED = {"at once": _SEEN, "stock seen": _SEEN, "replenished": ("stock",)}
OUTCOMES = {"proved": "holds", "mixed": "holds exactly where", "refuted": "fails"}


@RESULTS.add("R1", title="The survey's advice, decided", tables=tables.statements)
def statements() -> dict[str, Any]:
    """Of the advice that everybody repeats, a part holds, a part holds somewhere, and a part fails.

    Each row is a claim of the ledger, whose verdict is the machine's: what holds is proved for all admissible
    parameters of the model named, what fails does so at every one of them, and else the condition is exact. First those
    that fail: a larger spike is not sold out more often, more traffic draws nobody in, no commission gets stock or
    effort right, a lowest price makes the shop dearer, and neither supervision nor complaints keep streamers honest for
    good.

    Each statement is asked again under another form of demand and in another timing; whether a verdict
    survives there follows from both verdicts. Where one player decides in each game there is no other timing.
    """
    claims = read_claims(read_paper(Path(__file__).parent))
    again = asked_again(claims)
    stated = sorted((c for c in claims if c.level == "statement"), key=lambda claim: _ORDER.index(claim.expected))
    return {claim.id: _row(claim, again[claim.id]) for claim in stated}


@RESULTS.add("R2", title="What the streamer's sight of the stock changes", tables=tables.sight)
def sight() -> dict[str, Any]:
    """A lot that the streamer sees commits effort: the manufacturer orders more of it, and is sold out less often.

    With replenishment effort is higher still: that swift replenishment takes this commitment away does not lower
    effort, since then no visitor is sent away.
    """
    options: dict[str, dict[str, Any]] = {
        "at once": {"stock": "units"},
        "stock seen": {"stock": "units", "order": ["manufacturer", "streamer"]},
        "replenished": {"supply": "quick_response"},
    }
    games = {name: load("inventory", **chosen) for name, chosen in options.items()}
    found = {
        name: solve(game, at={symbol.name: BASELINE[symbol.name] for symbol in game.parameters}).only()
        for name, game in games.items()
    }
    return {
        name: {wanted: f"{float(point[wanted]):.8g}" for wanted in ("e", "manufacturer", "streamer", *_REPORTED[name])}
        for name, point in found.items()
    }


@RESULTS.add("R3", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better.

    Those who move later answer each deviation by solving their own stage again; the closed forms are not used for this.
    """
    names = ("owner", "commission", "quick", "buy_back", "cost_sharing", "revenue_sharing", "price_only")
    chosen = {name: stock()[name] for name in names}
    return audited({**chosen, "two": contest()["two"], **buyers()}, draws=6)


_ORDER = ("refuted", "mixed", "proved")


def _row(claim: Claim, again: Mapping[str, Sequence[Claim]]) -> dict[str, str]:
    return {
        "statement": claim.words,
        "where": claim.where,
        "outcome": OUTCOMES[claim.expected],
        "condition": claim.remark,
        **in_words(claim, again),
    }
