"""Each mechanism in which a streamer is paid takes each contract: what is paid cancels, or the refusal says why."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest
import sympy as sp

from lsec_models import solve
from lsec_models.errors import DeclarationError
from lsec_models.models import load
from lsec_models.models.mechanisms.after_sales import BASELINE
from lsec_models.models.parts.contracts import CONTRACTS, contract

# Stories in which a streamer is paid out of revenue, and what is divided there: revenue and units.
STORIES: list[tuple[str, dict[str, Any]]] = [
    ("after_sales", {"story": "exaggeration"}),
    ("after_sales", {"story": "exaggeration", "commission": "net"}),
    ("content", {}),
    ("content", {"payer": "shared"}),
    ("content", {"story": "priced"}),
    ("customer_relationship", {}),
    ("information_sharing", {"how": "agency"}),
    ("information_sharing", {"how": "reselling"}),
    ("live_pricing", {}),
    ("live_pricing", {"sold": "reselling"}),
    ("live_pricing", {"sold": "chain"}),
    ("consumer_demand", {"segments": "trust"}),
    ("product_selection", {}),
    ("product_selection", {"found": "replaced", "accuracy": "seen"}),
    ("technology", {"story": "host"}),
    ("inventory", {}),
    ("inventory", {"stock": "units"}),
    ("promotion", {}),
    ("logistics", {}),
    ("logistics", {"story": "spike"}),
    ("business_model", {}),
    ("business_model", {"expectations": "responsive"}),
]


def _that_go_together() -> list[str]:
    found = []
    for size in range(1, len(CONTRACTS) + 1):
        for parts in combinations(CONTRACTS, size):
            try:
                found.append(contract(" + ".join(parts)).name)
            except DeclarationError:
                continue
    return found


CONTRACTS_IN_WORDS = _that_go_together()
TERMS = {"lambda", "F", "A", "G", "psi", "chi"}


def payments_cancel(game: Any, usual: Any) -> bool:
    """Return whether no term of a contract is left in what all earn together, whoever sets the price."""
    together = sp.expand(sp.Add(*(player.payoff for player in game.players if player.name != "later")))
    price = sp.Dummy("price")
    named = {symbol.name: symbol for player in game.players for symbol in player.decides}
    if {"w", "m"} <= set(named):
        together = sp.expand(together.subs(named["m"], price - named["w"]))
    left = {symbol.name for symbol in together.free_symbols}
    own = {symbol.name for player in usual.players for symbol in player.payoff.free_symbols} & {"psi"}
    return not left & ((TERMS | {"w"}) - own)


def test_training_says_why_it_takes_none() -> None:
    with pytest.raises(DeclarationError, match=r"divided by a bargain after it.*; write one of none, exit_penalty"):
        load("streamer_training", contract="commission")


@pytest.mark.parametrize(("name", "story"), STORIES, ids=str)
def test_what_is_paid_cancels_under_every_contract(name: str, story: dict[str, Any]) -> None:
    usual, taken = load(name, **story), []
    for words in CONTRACTS_IN_WORDS:
        try:
            game = load(name, contract=words, **story)
        except DeclarationError as refusal:
            told = str(refusal)
            assert words in told
            assert "has no meaning here: " in told
            ways = re.search(r"write one of (.*), or a sum", told)
            assert ways is not None
            assert load(name, contract=ways[1].split(", ")[0], **story)
            continue
        taken.append(words)
        assert payments_cancel(game, usual), words
        assert {symbol.name for symbol in game.parameters} >= {
            symbol.name for symbol in contract(words).fixed.free_symbols
        }
    assert len(taken) > 1


@pytest.mark.parametrize(("guaranteed", "works"), [(0.2, True), (0.5, False)])
def test_a_guarantee_pays_for_effort_only_where_the_commission_exceeds_it(guaranteed: float, works: bool) -> None:
    """Against the streamer's best exaggeration on a grid, from the words: the higher of commission and guarantee."""
    game = load("after_sales", story="exaggeration", contract="commission + minimum_guarantee")
    at = {symbol.name: BASELINE[symbol.name] for symbol in game.parameters} | {"G": str(guaranteed)}
    found = solve(game, at=at).only()
    v = {name: float(number) for name, number in BASELINE.items()}
    paid = {
        x / 1000: max(v["lambda"] * v["p"] * v["phi"] * (v["a"] + x / 1000), guaranteed)
        - v["eta"] * (x / 1000) ** 2 / 2
        for x in range(1001)
    }
    best = max(paid, key=lambda x: paid[x])
    assert (best > 0) == works
    assert float(found["x"]) == pytest.approx(best, abs=1e-3)
    assert float(found["streamer"]) == pytest.approx(paid[best], abs=1e-6)
