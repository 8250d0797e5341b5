"""What symbols stand for, as a game is told it: words and a unit for each name, or an error that says what to write."""

from __future__ import annotations

import pytest

from lsec_models import Choice, Game, Player, decisions
from lsec_models.errors import DeclarationError
from lsec_models.games.meaning import Meaning, agreed_meanings, meaning_field


def test_a_meaning_is_kept_however_it_is_told() -> None:
    told = {"w": ("wholesale price", "euro"), "q": ["quantity", "units"], "beta": Meaning("patience", "1")}
    assert meaning_field(told) == {
        "w": Meaning("wholesale price", "euro"),
        "q": Meaning("quantity", "units"),
        "beta": Meaning("patience", "1"),
    }


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([("w", "price")], r"is not a mapping; write \{'w': \('wholesale price', 'euro'\)\}"),
        ({"w": "wholesale price"}, "meanings of 'w': 'wholesale price'; write words and a unit"),
        ({"w": ("wholesale price",)}, "meanings of 'w'"),
        ({"w": ("wholesale\nprice", "euro")}, "meanings of 'w'"),
        ({"w": ("wholesale price", "")}, "with '1' for the unit of a pure number"),
    ],
)
def test_what_is_no_meaning_is_an_error_that_says_what_to_write(told: object, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        meaning_field(told)


def test_what_follows_a_leader_says_what_its_names_mean_too() -> None:
    w, q = decisions("w q")
    units, euro = Meaning("quantity", "units"), Meaning("wholesale price", "euro")
    sell = Game(players=[Player("shop", decides=[q], payoff=q * (1 - q - w))], given=[w], meanings={"q": units})
    none = Game(players=[Player("shop", decides=[], payoff=0)], given=[w])
    leader = Player("maker", decides=[w], payoff=w)
    then = Choice(by="shop", among={"sell": sell, "none": none})
    led = Game(players=[leader], order=["maker"], then=then, meanings={"w": euro})
    assert agreed_meanings([led]) == {"w": euro, "q": units}
