"""What may be declared of a bargain and of a choice after decisions, and what is refused with a way out."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from lsec_models import Bargain, Choice, Game, Player, decisions, parameters
from lsec_models.errors import DeclarationError, UnknownName

a, beta = parameters("a beta", positive=True)
w, m, q, r = decisions("w m q r")
below = sp.Symbol("below", negative=True)
PAIR = ["maker", "shop"]
MAKER = Player("maker", decides=[], payoff=w * (a - w - m))
SHOP = Player("shop", decides=[m], payoff=m * (a - w - m))


@pytest.mark.parametrize(
    ("players", "terms", "words"),
    [
        (["maker"], {}, "between two players, not ('maker',); write one for each pair"),
        (["maker", "maker"], {}, "between two players"),
        ([1, 2], {}, "which are not names; write ['maker', 'shop']"),
        (PAIR, {"over": [a]}, "bargain over a, which is not a decision; declare decisions()"),
        (PAIR, {"over": []}, "bargain over nothing; write over=[w]"),
        (PAIR, {"weights": None}, "leave them out for equal powers"),
        (PAIR, {"readjust": 1}, "Bargain: readjust = 1; write True or False"),
        (PAIR, {"secret": "no"}, "Bargain: secret = 'no'; write True or False"),
        (PAIR, {"weights": [beta, beta]}, "they must sum to 1, as [beta, 1 - beta]"),
        (PAIR, {"weights": [below, 1 - below]}, "a power is from 0 to 1"),
        (PAIR, {"weights": [1]}, "give one for each of the two"),
        (PAIR, {"outside": ["1", 0]}, "'1' is not an expression; build it from symbols"),
        (PAIR, {"breakdown": [m]}, "is not a mapping; write breakdown={q: 0}"),
        (PAIR, {"breakdown": {m: True}}, "True is not an expression"),
        (PAIR, {"breakdown": {m: -1}}, "fixes m at -1, against its sign; declare it real"),
        (PAIR, {"breakdown": {m: 0}, "disagreement": [0, 0]}, "leave out disagreement="),
    ],
)
def test_a_bargain_that_has_no_meaning_is_refused(players: Any, terms: dict[str, Any], words: str) -> None:
    with pytest.raises(DeclarationError) as refused:
        Bargain(players, **{"over": [w], **terms})
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("order", "error", "words"),
    [
        ([Bargain(["maker", "shp"], over=[w]), "shop"], UnknownName, "'shp' bargains, who does not play"),
        ([Bargain(PAIR, over=[w, m]), "shop"], DeclarationError, "over m, which is decided elsewhere; rename one"),
        ([Bargain(PAIR, over=[w], outside=[m, 0]), "shop"], DeclarationError, "depends on m, which is agreed or"),
        ([Bargain(PAIR, over=[w], breakdown={q: 0}), "shop"], DeclarationError, "q, which no player decides later"),
        (["shop", Bargain(PAIR, over=[w])], DeclarationError, "not the first slot, or shares it with a mover"),
    ],
)
def test_a_bargain_that_does_not_fit_its_game_is_refused(order: list[Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error) as refused:
        Game(players=[MAKER, SHOP], order=order)
    assert words in str(refused.value)


def test_what_is_fixed_without_agreement_takes_numbers() -> None:
    bargain = Bargain(PAIR, over=[w], weights=[beta, 1 - beta], disagreement=[a, 0], outside=[0, a])
    assert bargain.symbols == {a, beta}
    there = bargain.with_values({a: sp.Integer(3), beta: sp.Rational(1, 4)})
    assert (there.weights, there.disagreement) == ((sp.Rational(1, 4), sp.Rational(3, 4)), (3, 0))
    assert there.outside == (0, 3)
    assert (there.name, there.symbols) == ("maker and shop", set())


def mode(**changes: Any) -> Game:
    return Game(**{"players": [MAKER, Player("shop", decides=[m], payoff=m * (a - w - m))], "given": [w], **changes})


def answered(price: Any) -> Game:
    return mode(players=[Player("shop", decides=[m], payoff=m * (a - price - m))], given=[price])


LATER = mode(
    players=[Player("maker", decides=[r], payoff=-((r - w) ** 2)), Player("shop", decides=[], payoff=0)],
    then=Choice(by="shop", among={"one": answered(r), "two": answered(r)}),
)


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (lambda: Choice(among={("x", "y"): mode()}, by=["maker", "shop"]), "choose at once; let one player choose"),
        (lambda: Choice(by="shop", among={"sell": SHOP}), "give a Game"),
        (lambda: Choice(by="shop", among={"sell": LATER}), "ends in a further choice"),
        (
            lambda: Choice(by="shop", among={"sell": mode(given=[w, r])}),
            "depends on r, which nobody decides before the choice",
        ),
        (
            lambda: Choice(
                by="shop", among={"sell": mode(players=[Player("shop", decides=[w], payoff=-(w**2))], given=[])}
            ),
            "decides w, which is decided before the choice; name it in given=",
        ),
    ],
)
def test_a_choice_after_decisions_that_does_not_fit_is_refused(then: Any, words: str) -> None:
    with pytest.raises(DeclarationError) as refused:
        Game(players=[Player("maker", decides=[w], payoff=0)], order=["maker"], then=then())
    assert words in str(refused.value)


def two_shops(order: Any) -> Game:
    """A maker agrees with each of two shops on a price that the other does not see."""
    shops = {"one": q, "two": r}
    agreed = tuple(
        Bargain(["maker", name], over=[price], breakdown={sold: 0}, secret=True)
        for price, (name, sold) in zip((w, m), shops.items(), strict=True)
    )
    sellers = [
        Player(name, decides=[d], payoff=(a - q - r - t) * d)
        for (name, d), t in zip(shops.items(), (w, m), strict=True)
    ]
    return Game(players=[Player("maker", decides=[], payoff=w * q + m * r), *sellers], order=[agreed, *order])


def test_terms_are_not_secret_from_who_sees_what_is_decided_under_them() -> None:
    with pytest.raises(DeclarationError, match="two decides r after one, and sees"):
        two_shops(["one", "two"])


def test_an_order_without_bargains_is_of_who_moves_after_them() -> None:
    game = two_shops([("one", "two")])
    assert game.with_order([("two", "one")]).bargains == game.bargains
    public = Game(players=[MAKER, SHOP], order=[Bargain(PAIR, over=[w]), "shop"])
    assert public.with_order(["shop"]).stages == public.stages
    assert public.with_order(public.order or []) == public
