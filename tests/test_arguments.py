from __future__ import annotations

from fractions import Fraction

import pytest

from lsec_models.arguments import read_order, read_values
from lsec_models.errors import DeclarationError, LsecError, ParseError, UnknownName
from lsec_models.models import load

GAME = load("power_structures")
BY_NAME = {decision.name: decision for decision in GAME.decisions}


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("S > M = P", [("streamer",), ("manufacturer", "platform")]),
        ("  streamer>man =plat ", [("streamer",), ("manufacturer", "platform")]),
        ("m", [(BY_NAME["m"],)]),
        ("M", [("manufacturer",)]),
        ("w > S = P > q", [(BY_NAME["w"],), ("streamer", "platform"), (BY_NAME["q"],)]),
    ],
)
def test_orders(text: str, order: list[tuple[object, ...]]) -> None:
    assert read_order(text, GAME) == order


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", ParseError),
        ("S >", ParseError),
        ("S > > M", ParseError),
        ("S >= M", ParseError),
        (">" * 3000, ParseError),
        ("x" * 3000, ParseError),
        ("S > retailer", UnknownName),
        ("S, M", UnknownName),
    ],
)
def test_bad_orders(text: str, kind: type[LsecError]) -> None:
    with pytest.raises(kind):
        read_order(text, GAME)


def test_an_ambiguous_beginning_is_told() -> None:
    from lsec_models import Game, Player, decisions

    p, r = decisions("p r")
    twins = Game(players=[Player(n, decides=[d], payoff=d - d**2) for n, d in (("retailer A", p), ("retailer B", r))])
    assert read_order("retailer b > retailer a", twins) == [("retailer B",), ("retailer A",)]
    with pytest.raises(UnknownName, match="may be 'retailer A' or 'retailer B'"):
        read_order("ret", twins)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a=10", Fraction(10)),
        ("a = 1/3", Fraction(1, 3)),
        ("a=0.3", Fraction(3, 10)),
        ("a=.5", Fraction(1, 2)),
        ("a=5.", Fraction(5)),
        ("a=2e-3", Fraction(1, 500)),
        ("a=-1.5E2", Fraction(-150)),
        ("a=+7", Fraction(7)),
    ],
)
def test_values_are_exact(text: str, value: Fraction) -> None:
    assert list(read_values([text], GAME).values()) == [value]


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["a"], ParseError),
        (["a="], ParseError),
        (["a=b"], ParseError),
        (["a=1+1"], ParseError),
        (["a=nan"], ParseError),
        (["a=inf"], ParseError),
        (["a=1/0"], ParseError),
        (["a=0x10"], ParseError),
        (["a=1_000"], ParseError),
        (["a=1e999"], ParseError),
        (["a=١"], ParseError),
        (["a=" + "9" * 41], ParseError),
        (["a=__import__('os')"], ParseError),
        (["gama=1"], UnknownName),
        (["x" * 5000 + "=1"], UnknownName),
        (["a=1", "a=2"], DeclarationError),
    ],
)
def test_bad_values(texts: list[str], kind: type[LsecError]) -> None:
    with pytest.raises(kind) as error:
        read_values(texts, GAME)
    assert len(str(error.value)) < 500
