"""What may be declared of players who are alike, and what is refused with a way out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sympy import Max, Rational, latex

from lsec_models import (
    Bargain,
    Choice,
    DifferentialGame,
    Game,
    Player,
    comparative_statics,
    decisions,
    increasing,
    others,
    parameters,
    prove,
    solve,
    states,
    total,
)
from lsec_models.errors import ClaimError, DeclarationError, NoClosedForm

a, b = parameters("a b", positive=True)
n, m = parameters("n m", integer=True)
q, w, x, k = decisions("q w x k")
own = q * (a - q - others(q))


@pytest.mark.parametrize("copies", [0, -2, 2.5, "3", True, None, a, n / 2, n + a, q])
def test_copies_are_a_positive_integer(copies: Any) -> None:
    with pytest.raises(DeclarationError, match=r"is not a positive integer; .*integer=True"):
        Player("firm", decides=[q], payoff=own, copies=copies)


@pytest.mark.parametrize("copies", [1, 3, np.int64(2), n, n + m, 2 * n - 1])
def test_what_copies_may_be(copies: Any) -> None:
    player = Player("firm", decides=[q], payoff=own, copies=copies)
    assert Game(players=[player]).representative.parameters


def test_the_way_out_exists() -> None:
    counted = parameters("n", integer=True)
    assert solve(Game(players=[Player("firm", decides=[q], payoff=own, copies=counted)]))["q"].equals(a / (counted + 1))
    assert "one of n" in Player("firm", decides=[q], payoff=own, copies=counted).description().title


def test_sums_are_typeset_as_sums() -> None:
    assert (latex(others(q)), latex(total(q))) == (r"\sum_{j \neq i} q_{j}", r"\sum_{j} q_{j}")


@pytest.mark.parametrize("verb", [others, total])
@pytest.mark.parametrize("given", [a, 3, "q", q + x])
def test_sums_are_over_a_decision(verb: Any, given: Any) -> None:
    with pytest.raises(DeclarationError, match="not a decision"):
        verb(given)


def firms(payoff: Any = own, **more: Any) -> Game:
    """Firms after a maker who may be told more."""
    maker = Player("maker", decides=[w, k], payoff=more.pop("maker", w * total(q) - w**2 - k**2))
    shop = Player("shop", decides=[x], payoff=more.pop("shop", -((x - total(q)) ** 2)))
    firm = Player("firm", decides=[q], payoff=payoff, copies=more.pop("copies", n))
    return Game(players=[maker, firm, shop], order=more.pop("order", ["maker", "firm", "shop"]), **more)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"maker": w * q}, r"payoff of 'maker' speaks of q, .* write total\(q\)"),
        ({"shop": -((x - others(q)) ** 2)}, r"write total\(q\)"),
        ({"shop": x * others(b * 0 + w)}, "others of whoever decides w"),
        ({"report": {"all": total(decisions("z"))}}, "no player decides it"),
        ({"constraints": [total(q) <= 5]}, "keeps to its own decision"),
        ({"constraints": [x <= q]}, "keeps to its own decision"),
        ({"constraints": {"maker": [w <= total(q)], "firm": [q + others(q) <= 3]}}, "keeps to its own decision"),
        ({"constraints": {"maker": [w <= q]}}, "keeps to its own decision"),
    ],
)
def test_nobody_speaks_of_one_of_several(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        firms(**changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"constraints": [q <= k]},
        {"constraints": [x <= total(q)]},
        {"constraints": {"firm": [q <= k]}},
        {"report": {"each": q, "all": total(q), "rest": others(q)}},
        {"copies": 1},
        {"copies": 1, "maker": w * total(q) - w**2},
    ],
)
def test_what_may_be_said_of_copies(changed: dict[str, Any]) -> None:
    assert firms(**changed).representative.stages


def test_an_expectation_is_nothing_to_sum() -> None:
    with pytest.raises(DeclarationError, match=r"total\(N\): no player decides N; sum what copies of a player decide"):
        Game(players=[Player("firm", decides=[q], payoff=q * (a - q - total(N)))], expectations={N: q})


def test_copies_that_move_twice_are_refused() -> None:
    firm = Player("firm", decides=[q, x], payoff=q * (a - total(q) + x + others(x)) - x**2, copies=3)
    with pytest.raises(DeclarationError, match="moves in stages 1 and 2"):
        Game(players=[firm], order=[x, q])
    assert solve(Game(players=[firm]))["q"]


def test_copies_that_decide_nothing_are_refused() -> None:
    with pytest.raises(DeclarationError, match="decides nothing"):
        Game(players=[Player("maker", decides=[w], payoff=-(w**2)), Player("crowd", decides=[], payoff=w, copies=3)])


def test_a_sum_over_one_is_the_decision() -> None:
    alone = Player("firm", decides=[q], payoff=q * (a - q - others(q)))
    maker = Player("maker", decides=[w], payoff=w * total(q) - w**2)
    found = solve(Game(players=[alone, maker], report={"all": total(q)}))
    assert found["q"] == found["all"] == a / 2


def test_a_game_with_copies_prints_as_it_is_declared() -> None:
    text = str(firms())
    assert "firm, one of n" in text
    assert "others(q)" in text
    assert "q_others" not in text
    assert firms().with_order(["firm", "maker", "shop"]).label == "firm > maker > shop"
    assert firms(shop=-(x**2)).representative.with_order(["firm", "shop", "maker"]).label == "firm > shop > maker"


def test_games_over_time_have_no_copies() -> None:
    stock = states("K")
    firm = Player("firm", decides=[q], payoff=stock - q**2, copies=2)
    with pytest.raises(DeclarationError, match="declare each as a player of its own"):
        DifferentialGame(states={stock: q - stock / 5}, players=[firm], discount=b, initial={stock: 1})


N = decisions("N", real=True)
SIMPLIFIED = {
    "copies": {"payoff": x * (a - total(x)), "copies": 2},
    "a sum": {"payoff": x * (a - total(x)) - w * x},
    "an expectation": {"payoff": x * (a + N / 2 - x)},
    "a kink": {"payoff": x * Max(0, a - x)},
}
REPLACED = {
    "copies": {"payoff": x * (a - 2 * x), "copies": 1},
    "a sum": {"payoff": x * (a - x) - w * x},
    "an expectation": {"payoff": x * (a - x)},
    "a kink": {"payoff": x * (a - x)},
}


def followers(payoff: Any, copies: int = 1, **more: Any) -> Game:
    """A maker who earns what does not depend on a firm, and the firm."""
    expects = {"expectations": {N: total(x)}} if payoff.has(N) else {}
    players = [Player("maker", decides=[], payoff=a), Player("firm", decides=[x], payoff=payoff, copies=copies)]
    return Game(players=players, **expects, **more)


@pytest.mark.parametrize("kind", SIMPLIFIED)
def test_a_game_that_begins_with_something_given_has_single_movers(kind: str) -> None:
    with pytest.raises(DeclarationError, match="together with given="):
        followers(**SIMPLIFIED[kind], given=[w])
    assert followers(**REPLACED[kind], given=[w]).stages


@pytest.mark.parametrize("kind", SIMPLIFIED)
def test_a_game_before_a_choice_has_single_movers_and_so_have_its_modes(kind: str) -> None:
    simple, replaced = ({**side[kind], "payoff": side[kind]["payoff"].subs(w, 0)} for side in (SIMPLIFIED, REPLACED))
    alone = Game(players=[Player("maker", decides=[q], payoff=-((q - a) ** 2))])

    def then(mode: Game) -> Choice:
        return Choice(by="maker", among={"one": mode, "other": alone})

    with pytest.raises(DeclarationError, match="together with then="):
        followers(**simple, then=then(alone))
    assert followers(**replaced, then=then(alone)).then
    first = [Player("maker", decides=[k], payoff=-((k - a) ** 2))]
    with pytest.raises(DeclarationError, match="which a mode after decisions has not"):
        Game(players=first, then=then(followers(**simple)))
    assert Game(players=first, then=then(followers(**replaced))).then


@pytest.mark.parametrize("kind", SIMPLIFIED)
def test_a_game_with_bargains_has_single_movers(kind: str) -> None:
    def bargained(payoff: Any, copies: int = 1) -> Game:
        expects = {"expectations": {N: total(x)}} if payoff.has(N) else {}
        return Game(
            players=[
                Player("maker", decides=[], payoff=w * (a - w) / 2),
                Player("seller", decides=[], payoff=(a - w) ** 2 / 4),
                Player("firm", decides=[x], payoff=payoff.subs(w, 0), copies=copies),
            ],
            order=[Bargain(["maker", "seller"], over=[w]), "firm"],
            **expects,
        )

    with pytest.raises(DeclarationError, match="together with a bargain in order="):
        bargained(**SIMPLIFIED[kind])
    assert bargained(**REPLACED[kind]).bargains


def test_what_is_in_terms_of_a_root_moves_with_real_parameters_only() -> None:
    """Between whole numbers the root may not exist, so that a derivative says nothing of the next value."""
    share, price, size = decisions("share", within=(0, 1)), decisions("price"), parameters("n", integer=True)
    players = [
        Player("streamer", decides=[share], payoff=share * price * (size + 1 - price)),
        Player("firm", decides=[price], payoff=((1 - share) * price - 1) * (size + 1 - price)),
    ]
    found = solve(Game(players=players, order=["streamer", "firm"], constraints=[price <= size + 1]))
    with pytest.raises(ClaimError, match="declare n positive"):
        prove(increasing(found["share"], size), given=[found])
    with pytest.raises(ClaimError, match="name the other parameters"):
        comparative_statics(found, ["share"])
    assert prove(found["share"] > 0, given=[found])


@pytest.mark.parametrize(("size", "fee", "sold"), [(3, "12/19", "30/19"), ("9/5", "3/10", 1)])
def test_first_movers_who_foresee_answers_among_expectations_are_solved_at_points(
    size: Any, fee: Any, sold: Any
) -> None:
    """With N passive, x = (a + N/2 - w)/2 and N = x: w = (a + N/2)/6, unless 10 a/19 < 1."""
    maker = Player("maker", decides=[w], payoff=w * x - w**2)
    shop = Player("shop", decides=[x], payoff=x * (a + N / 2 - w - x))
    limits = {"maker": [x >= 1]}
    game = Game(players=[maker, shop], order=["maker", "shop"], constraints=limits, expectations={N: x})
    with pytest.raises(NoClosedForm, match=r"solve the game at a point, solve\(game, at="):
        solve(game, corners=True)
    found = solve(game, at={"a": size}).only()
    assert (found["w"], found["x"], found["N"]) == (Rational(fee), Rational(sold), Rational(sold))
