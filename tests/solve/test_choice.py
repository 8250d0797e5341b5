from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.path import Path

from lsec_models.algebra.decomposition.plane_outlines import outline
from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, LsecError, OutsideDomain, UnknownName
from lsec_models.games.choice.at_point import NO_MODE, NO_PURE_EQUILIBRIUM, OUTSIDE
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.solve import solve
from lsec_models.solve.choice import solve_choice

a, F, k, r, s, low, high, u = parameters("a F k r s low high u", positive=True)
q, z, w, q_m, q_i, e = decisions("q z w q_m q_i e")


def fixed(assuming: tuple[Any, ...] = (), **payoffs: Any) -> Game:
    """Return a game whose payoffs nobody's decision moves."""
    clock = Player("clock", decides=[z], payoff=2 * z - z**2)
    return Game(
        players=[*(Player(name, decides=[], payoff=sp.sympify(v)) for name, v in payoffs.items()), clock],
        assuming=assuming,
    )


def entry(**fields: Any) -> ChoiceEquilibrium:
    """Return a firm that may open a second market at cost F, with a host who is paid F and may ask for u."""
    closed = Game(
        players=[Player("firm", decides=[q], payoff=q * (a - q)), Player("host", decides=[], payoff=sp.S.Zero)]
    )
    opened = Game(
        players=[
            Player("firm", decides=[q], payoff=q * (2 * a - q) - F),
            Player("host", decides=[e], payoff=F - (e - 1) ** 2),
        ]
    )
    return solve_choice(Choice(by="firm", among={"closed": closed, "open": opened}, **fields))


# One chooser


@pytest.mark.parametrize(("market", "mode", "profit"), [(1, "closed", "1/4"), (2, "open", "3")])
def test_the_chooser_takes_the_better_mode(market: int, mode: str, profit: str) -> None:
    point = entry().at({"a": market, "F": 1})
    assert point.mode == mode
    assert point.payoffs["firm"] == sp.Rational(profit)
    assert point.values["closed"]["firm"] == sp.Rational(market**2, 4)


def test_ties_are_stated_and_go_to_the_first_declared() -> None:
    point = entry().at({"a": 2, "F": 3})
    assert point.chosen == ("closed", "open")
    assert point.mode == "closed"
    assert point.label == "closed = open"


def test_a_contract_that_is_refused_is_not_available() -> None:
    choice = entry(participation={"host": u})
    refused = choice.at({"a": 2, "F": 1, "u": 2})
    assert refused.mode == "closed"
    assert refused.unavailable["open"] == "host refuses 'open': the payoff 1 is below the reservation 2"
    assert refused.values["closed"]["host"] == 2
    assert choice.at({"a": 2, "F": 1, "u": 1}).mode == "open"


def test_reservations_of_one_mode_bind_there_only() -> None:
    choice = entry(participation={"firm": {"open": 2}})
    assert choice.at({"a": Fraction(1, 2), "F": Fraction(1, 9)}).mode == "closed"
    assert "firm refuses 'open'" in choice.at({"a": 1, "F": Fraction(1, 9)}).unavailable["open"]


def test_no_mode_at_all() -> None:
    choice = entry(participation={"firm": 5})
    with pytest.raises(
        OutsideDomain, match=r"no mode is available at F = 1, a = 1: closed: firm refuses .*; open: firm"
    ):
        choice.at({"a": 1, "F": 1})
    assert choice.thresholds("a", at={"F": 1}, over=(0, 9)).pieces[0].label == NO_MODE


@pytest.mark.parametrize("asked", [{}, {"corners": True}, {"at": {"a": 3}}], ids=["interior", "corners", "at a point"])
def test_a_game_in_which_nobody_decides_is_refused(asked: dict[str, Any]) -> None:
    a = parameters("a", positive=True)
    idle = Game(players=[Player("maker", decides=[], payoff=a)])
    with pytest.raises(DeclarationError, match="nobody decides anything in this game; give a player decisions"):
        solve(idle, **asked)
    if "at" not in asked:
        with pytest.raises(DeclarationError, match="nobody decides anything"):
            solve(Choice(by="maker", among={"out": idle, "still": idle}), **asked)


def test_a_mode_without_equilibrium_says_why() -> None:
    linear = Game(players=[Player("firm", decides=[q], payoff=a * q)])
    square = Game(players=[Player("firm", decides=[q], payoff=q * (1 - q))])
    choice = solve_choice(Choice(by="firm", among={"linear": linear, "square": square}))
    assert choice.at({"a": 1}).mode == "square"
    assert "linear in q" in choice.at({"a": 1}).unavailable["linear"]
    assert "not compared: " in str(choice.conditions["linear"])


def test_a_mode_whose_equilibrium_ends_is_available_on_one_side_only() -> None:
    bounded = Game(players=[Player("firm", decides=[q], payoff=q * (a - q))], constraints=[q <= 1])
    poor = Game(players=[Player("firm", decides=[q], payoff=q * (a / 2 - q))])
    choice = solve_choice(Choice(by="firm", among={"bounded": bounded, "poor": poor}))
    found = choice.thresholds("a", at={})
    assert [(piece.label, str(piece.low)) for piece in found.pieces] == [("bounded", "0"), ("poor", "2")]
    assert "constraint" in choice.at({"a": 3}).unavailable["bounded"]
    cornered = solve_choice(choice.choice, solver=lambda game: solve(game, corners=True))
    assert [piece.label for piece in cornered.thresholds("a", at={}).pieces] == ["bounded", "poor"]
    assert cornered.thresholds("a", at={}).thresholds[0].expression() == 8 + 4 * sp.sqrt(3)


def test_solved_equilibria_stand_for_their_games() -> None:
    declared = entry().choice
    solved = Choice(
        by="firm", among={name: solve(game) for name, game in declared.among.items() if isinstance(game, Game)}
    )
    assert solve_choice(solved).at({"a": 2, "F": 1}).payoffs == entry().at({"a": 2, "F": 1}).payoffs


# Exact conditions, thresholds, maps


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.fractions("1/10", 6, max_denominator=20),
    st.fractions("1/10", 6, max_denominator=20),
    st.fractions(0, 4, max_denominator=9),
)
def test_conditions_say_exactly_when_a_mode_is_chosen(market: Fraction, cost: Fraction, asked: Fraction) -> None:
    choice = entry(participation={"host": u}, assuming=[a < 5])
    point = {a: market, F: cost, u: asked or Fraction(1)}
    if not choice.domain.contains(point):
        return
    chosen = choice.at(point).chosen
    where = choice.ring.exact_point(point)
    possible = {
        mode: [case for case in found.cases if case.domain.contains(point)] for mode, found in choice.conditions.items()
    }
    for mode, cases in possible.items():
        holds = any(
            all(
                preference.condition is None
                or preference.path not in {case.path for case in possible[preference.rival]}
                or preference.condition.holds_at(where)
                for preference in case.preferences
            )
            for case in cases
        )
        assert holds is (mode in chosen)


def test_thresholds_are_exact() -> None:
    found = entry().thresholds("a", at={"F": 1})
    (threshold,) = found.thresholds
    assert threshold.expression() == 2 * sp.sqrt(3) / 3
    assert [int(c) for c in threshold.minimal.coeffs()] == [-4, 0, 3]
    assert [piece.label for piece in found.pieces] == ["closed", "open"]
    assert [str(t) for t in entry().thresholds("F", at={"a": 2}).thresholds] == ["3"]


def test_a_line_may_leave_the_assumptions() -> None:
    found = entry(assuming=[a < 3]).thresholds("a", at={"F": 12}, over=(-1, 5))
    assert [(piece.label, str(piece.low)) for piece in found.pieces] == [
        (OUTSIDE, "-1"),
        ("closed", "0"),
        (OUTSIDE, "3"),
    ]


def hosts() -> ChoiceEquilibrium:
    """Return a manufacturer with four ways to sell, curved boundaries, refusals and a mode that ends."""
    modes = {
        "none": fixed(firm=k, host=0),
        "fee": fixed(firm=r**2 + 1 - F, host=F + r / 5),
        "share": fixed(firm=3 * r * (1 - r) + k * r, host=r**2 + k / 3, assuming=(r < 2,)),
        "both": fixed(firm=r * k**2 + sp.Rational(1, 2), host=1 / (1 + r)),
    }
    return solve_choice(Choice(by="firm", among=modes, participation={"host": u}))


HOSTS_AT = {"F": Fraction(1, 3), "u": Fraction(3, 5)}
HOSTS_OVER = {"r": (Fraction(-1, 4), Fraction(9, 4)), "k": (Fraction(0), Fraction(3))}


@pytest.mark.slow
@pytest.mark.parametrize("view", ["chosen", "preferred", "agreement", "gains"])
def test_maps_agree_with_exact_evaluation_everywhere(view: str) -> None:
    choice = hosts()
    views = {
        "chosen": None,
        "preferred": choice.preferred_by("host"),
        "agreement": choice.agreement("host"),
        "gains": choice.gains("firm", "host", against="none"),
    }
    found = choice.regions("r", "k", at=HOSTS_AT, over=HOSTS_OVER, view=views[view])
    polygons = outline(found, tolerance=2e-7)
    grid = [
        (Fraction(5 * i + 2, 66) - Fraction(1, 4), Fraction(3 * j + 1, 100))
        for i in range(0, 33, 2)
        for j in range(0, 33, 2)
    ]
    places = np.array(grid, dtype=float)
    inside = {region: _inside(region.rings, places) for region in polygons.regions}
    for i, (across, up) in enumerate(grid):
        if _distance(polygons, places[i]) <= 1e-6:
            continue
        point = {**HOSTS_AT, "r": across, "k": up}
        expected = _label(choice, point, views[view])
        assert found.label_at(across, up) in (expected, None)
        assert [region.label for region in polygons.regions if inside[region][i]] == [expected]


def _label(choice: ChoiceEquilibrium, point: Mapping[str, Fraction], view: Any) -> str:
    """Return the label by way of full equilibria, reasons and all, not by polynomials on the slice."""
    try:
        found = choice.at(point)
    except OutsideDomain as failure:
        return NO_MODE if "no mode is available" in str(failure) else OUTSIDE
    return found.label if view is None else str(view.label(found))


def _inside(rings: Any, places: np.ndarray) -> np.ndarray:
    crossings = np.sum([Path(ring).contains_points(places) for ring in rings], axis=0)
    return np.asarray(crossings % 2 == 1)


def _distance(polygons: Any, place: np.ndarray) -> float:
    nearest = np.inf
    for boundary in polygons.boundaries:
        start, step = boundary.points[:-1], np.diff(boundary.points, axis=0)
        along = np.clip(((place - start) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-300), 0, 1)
        nearest = min(nearest, float(np.linalg.norm(start + along[:, None] * step - place, axis=1).min()))
    return nearest


def test_the_map_has_all_kinds_of_regions() -> None:
    labels = set(hosts().regions("r", "k", at=HOSTS_AT, over=HOSTS_OVER).labels)
    assert {OUTSIDE, "none", "fee", "share", "both"} <= labels


def test_order_and_names_of_modes_do_not_matter() -> None:
    declared = hosts().choice
    line = hosts().thresholds("r", at={**HOSTS_AT, "k": 1}, over=(0, 2))
    for names in list(permutations(declared.among))[::7]:
        renamed = {f"mode {name}": declared.among[name] for name in names}
        other = solve_choice(Choice(by="firm", among=renamed, participation=declared.participation))
        found = other.thresholds("r", at={**HOSTS_AT, "k": 1}, over=(0, 2))
        assert [piece.label for piece in found.pieces] == [f"mode {piece.label}" for piece in line.pieces]
        assert list(found.thresholds) == list(line.thresholds)


# What others would have wanted


def test_views_compare_what_everybody_has() -> None:
    modes = {"none": fixed(firm=1, shop=2), "live": fixed(firm=r, shop=3 - r), "deal": fixed(firm=0, shop=4)}
    choice = solve_choice(Choice(by="firm", among=modes))
    assert [p.label for p in choice.thresholds("r", at={}, over=(0, 3), view=choice.preferred_by("shop")).pieces] == [
        "deal"
    ]
    conflict = choice.thresholds("r", at={}, over=(0, 3), view=choice.agreement())
    assert [p.label for p in conflict.pieces] == ["none; shop prefers deal", "live; shop prefers deal"]
    gains = choice.thresholds("r", at={}, view=choice.gains("firm", "shop", against="none"))
    assert [p.label for p in gains.pieces] == ["none is chosen", "firm gains, shop loses"]
    both = solve_choice(Choice(by="firm", among={"none": fixed(firm=1, shop=2), "live": fixed(firm=r, shop=r)}))
    gains = both.thresholds("r", at={}, view=both.gains("firm", "shop", against="none"))
    assert [(p.label, str(p.low)) for p in gains.pieces] == [
        ("none is chosen", "0"),
        ("firm gains, shop loses", "1"),
        ("win-win", "2"),
    ]


def test_who_takes_no_part_has_the_reservation() -> None:
    point = entry(participation={"host": u}).at({"a": 4, "F": 3, "u": 2})
    assert point.preferred_by("host") == ("open",)
    assert entry(participation={"host": u}).at({"a": 4, "F": 3, "u": 3}).preferred_by("host") == ("closed", "open")


# Choices inside choices


def commission() -> ChoiceEquilibrium:
    """Return a platform that sets a low or a high fee, and a firm that then joins (worth s) or stays out."""
    out = fixed(firm=0, platform=0)
    regimes = {
        name: Choice(by="firm", among={"join": fixed(firm=s - fee, platform=fee), "out": out})
        for name, fee in (("cheap", low), ("dear", high))
    }
    return solve_choice(Choice(by="platform", among=regimes, assuming=[low < high]))


@pytest.mark.parametrize(
    ("worth", "path", "income"), [(1, ("cheap", "out"), 0), (3, ("cheap", "join"), 2), (9, ("dear", "join"), 5)]
)
def test_the_outer_chooser_anticipates_the_inner_one(worth: int, path: tuple[str, ...], income: int) -> None:
    point = commission().at({"s": worth, "low": 2, "high": 5})
    assert point.path == path
    assert point.payoffs["platform"] == income


def test_thresholds_of_nested_choices_by_hand() -> None:
    found = commission().thresholds("s", at={"low": 2, "high": 5})
    assert [(piece.label, str(piece.low)) for piece in found.pieces] == [
        ("cheap: out = dear: out", "0"),
        ("cheap: join", "2"),
        ("dear: join", "5"),
    ]


def test_conditions_of_nested_choices_point_inside() -> None:
    case = commission().conditions["cheap"].cases[0]
    assert case.path == ("join",)
    assert not case.is_complete
    assert "the inner choice falls on join" in str(case)


def test_nested_maps_agree_with_exact_evaluation() -> None:
    choice = commission()
    found = choice.regions("low", "high", at={"s": 3}, over={"low": (0, 5), "high": (0, 5)})
    for i in range(23):
        for j in range(23):
            point = {"low": Fraction(5 * i + 2, 24), "high": Fraction(5 * j + 1, 24)}
            here = found.label_at(point["low"], point["high"])
            assert here in (None, _label(choice, {**point, "s": Fraction(3)}, None))


# Simultaneous choices


def table(rows: str, columns: str, **payoffs: tuple[Any, Any]) -> ChoiceEquilibrium:
    """Return a game of two players from payoffs by joined names of actions."""
    among = {(x, y): fixed(row=payoffs[x + y][0], column=payoffs[x + y][1]) for x in rows for y in columns}
    return solve_choice(Choice(by=("row", "column"), among=among))


FINITE: dict[str, tuple[ChoiceEquilibrium, set[tuple[str, str]], int]] = {
    "prisoners": (table("cd", "cd", cc=(2, 2), cd=(0, 3), dc=(3, 0), dd=(1, 1)), {("d", "d")}, 1),
    "pennies": (table("ht", "ht", hh=(1, -1), ht=(-1, 1), th=(-1, 1), tt=(1, -1)), set(), 1),
    "sexes": (table("bo", "bo", bb=(2, 1), bo=(0, 0), ob=(0, 0), oo=(1, 2)), {("b", "b"), ("o", "o")}, 3),
}


@pytest.mark.parametrize("name", FINITE)
def test_finite_games_by_hand(name: str) -> None:
    choice, pure, number = FINITE[name]
    point = choice.at({})
    assert set(point.chosen) == pure
    mixed = point.mixed_equilibria()
    assert len(mixed) == number
    assert {tuple(m.words.split(" / ")) for m in mixed if m.is_pure} == pure
    assert set(point.equilibria.pure) == pure


def test_mixed_equilibria_of_the_battle_of_the_sexes() -> None:
    point = FINITE["sexes"][0].at({})
    (lots,) = (m for m in point.mixed_equilibria() if not m.is_pure)
    third = sp.Rational(1, 3)
    assert lots.probabilities["row"] == {"b": 2 * third, "o": third}
    assert lots.probabilities["column"] == {"b": third, "o": 2 * third}
    assert lots.payoffs == {"row": 2 * third, "column": 2 * third}
    assert "also an equilibrium: 2/3 b + 1/3 o / 1/3 b + 2/3 o: row 2/3, column 2/3" in repr(point).splitlines()[-2]


def test_a_degenerate_choice_has_a_continuum() -> None:
    point = table("ud", "lr", ul=(-3, 2), ur=(3, 7), dl=(-3, 4), dr=(5, 2)).at({})
    assert point.chosen == (("d", "l"),)
    (line,) = point.equilibria.continua
    assert line.words == "anything from 2/7 u + 5/7 d to d / l"
    assert point.mixed_equilibria() == line.extreme
    assert repr(point).splitlines()[-2:] == [f"  also an equilibrium: {line!r}", f"  {point.evidence.line()}"]


def test_no_equilibrium_is_lost_to_rounding() -> None:
    numbers = {"ul": (8, 4), "um": (1, 6), "ur": (3, 9), "dl": (2, 2), "dm": (0, 8), "dr": (6, 2)}
    only = table("ud", "lmr", **numbers).at({}).equilibria.only()
    assert only.words == "2/3 u + 1/3 d / 3/4 m + 1/4 r"


def test_mixed_equilibria_rest_on_the_modes() -> None:
    held = FINITE["sexes"][0].at({}).equilibria.evidence
    assert [label for label, _ in held.rests_on] == ["b / b", "b / o", "o / b", "o / o"]
    assert held.established == all(below.established for _, below in held.rests_on)
    unsure = _of_candidates().at({}).equilibria.evidence
    assert not unsure.established
    assert unsure.status(About.COMPLETE) is Status.OPEN


def _of_candidates() -> ChoiceEquilibrium:
    """Return a choice among candidates: the leader of each may gain by driving its follower out."""
    q, s = decisions("q s")
    row = Player("row", decides=[q], payoff=7 * s - (q - 4) ** 2)
    column = Player("column", decides=[s], payoff=-((s - 1 + q) ** 2))
    game = Game(players=[row, column], order=["row", "column"])
    return solve_choice(Choice(by=("row", "column"), among={(x, y): game for x in "ud" for y in "lr"}))


def test_three_choosers_have_their_pure_equilibria() -> None:
    among = {
        (x, y, w): fixed(row=int(x == y), column=int(y == w), third=int(w == "a"))
        for x in "ab"
        for y in "ab"
        for w in "ab"
    }
    point = solve_choice(Choice(by=("row", "column", "third"), among=among)).at({})
    assert point.chosen == point.equilibria.pure == (("a", "a", "a"),)
    with pytest.raises(DeclarationError, match="for two simultaneous choosers, not 3"):
        point.mixed_equilibria()


@settings(max_examples=25)
@given(st.lists(st.integers(-4, 4), min_size=12, max_size=12))
def test_pure_equilibria_are_those_of_the_definition(numbers: list[int]) -> None:
    cells = [x + y for x in "ud" for y in "lmr"]
    payoffs = {cell: (numbers[2 * i], numbers[2 * i + 1]) for i, cell in enumerate(cells)}
    expected = {
        (x, y)
        for x in "ud"
        for y in "lmr"
        if payoffs[x + y][0] == max(payoffs[v + y][0] for v in "ud")
        and payoffs[x + y][1] == max(payoffs[x + v][1] for v in "lmr")
    }
    assert set(table("ud", "lmr", **payoffs).at({}).chosen) == expected


def test_several_or_no_pure_equilibria_are_not_decided() -> None:
    several, none = FINITE["sexes"][0].at({}), FINITE["pennies"][0].at({})
    assert several.label == "b / b or o / o"
    assert none.label == NO_PURE_EQUILIBRIUM
    with pytest.raises(OutsideDomain, match="has 2 pure equilibria"):
        _ = several.mode
    with pytest.raises(OutsideDomain, match="no pure equilibrium"):
        _ = none.payoffs


def test_a_combination_that_is_refused_is_no_alternative() -> None:
    among = {(x, y): fixed(row=value, column=1) for x, value in (("u", 1), ("d", 2)) for y in "lr"}
    free = solve_choice(Choice(by=("row", "column"), among=among))
    assert set(free.at({}).chosen) == {("d", "l"), ("d", "r")}
    bound = solve_choice(Choice(by=("row", "column"), among=among, participation={"column": {("d", "l"): 2}}))
    assert set(bound.at({}).chosen) == {("u", "l"), ("d", "r")}
    with pytest.raises(OutsideDomain, match="mixed equilibria need every combination"):
        bound.at({}).mixed_equilibria()


def test_thresholds_of_simultaneous_choices() -> None:
    choice = table("cd", "cd", cc=(2, 2), cd=(0, r), dc=(r, 0), dd=(1, 1))
    found = choice.thresholds("r", at={}, over=(0, 4))
    assert [(piece.label, str(piece.low)) for piece in found.pieces] == [("c / c or d / d", "0"), ("d / d", "2")]


def test_an_undecided_inner_choice_is_not_available() -> None:
    inner = FINITE["pennies"][0]
    among: dict[str, Any] = {"play": inner, "leave": fixed(row=-5, column=0)}
    point = solve_choice(Choice(by="row", among=among)).at({})
    assert point.mode == "leave"
    assert "no pure equilibrium" in point.unavailable["play"]


# A printed result: channel structures of Ha, Tong and Wang (2022)


def channels(by: str, *modes: str) -> ChoiceEquilibrium:
    price = a - q_m - q_i + e
    effort = k * e**2 / 2

    def game(maker: sp.Expr, seller: sp.Expr, decides: Any, order: Any, without: dict[Any, int]) -> Game:
        players = [
            Player("manufacturer", decides=decides[0], payoff=maker.subs(without)),
            Player("intermediary", decides=decides[1], payoff=seller.subs(without)),
        ]
        return Game(players=players, order=order, assuming=[r < 1, k >= 1])

    sold = (1 - r) * q_m * price, r * q_m * price - effort
    bought = w * q_i, (price - w) * q_i
    games = {
        "agency": game(*sold, ([q_m], [e]), [(q_m, e)], {q_i: 0}),
        "reselling": game(bought[0], bought[1] - effort, ([w], [q_i, e]), [w, "intermediary"], {q_m: 0}),
        "dual": game(sold[0] + bought[0], sold[1] + bought[1], ([w, q_m], [q_i, e]), [w, q_i, (q_m, e)], {}),
    }
    return solve_choice(Choice(by=by, among={mode: games[mode] for mode in modes}))


def test_printed_profits() -> None:
    point = channels("manufacturer", "dual", "agency", "reselling").at({"a": 1, "k": 2, "r": 0.1})
    printed = {"dual": (0.25050, 0.03299), "agency": (0.23669, 0.02564), "reselling": (0.16667, 0.08333)}
    for mode, (maker, seller) in printed.items():
        assert float(point.values[mode]["manufacturer"]) == pytest.approx(maker, abs=1e-5)
        assert float(point.values[mode]["intermediary"]) == pytest.approx(seller, abs=1e-5)
    assert point.mode == "dual"
    assert point.preferred_by("intermediary") == ("reselling",)


@pytest.mark.parametrize(
    ("by", "cost", "printed"),
    [
        ("intermediary", "1.5", 0.3071),
        ("intermediary", "2", 0.2915),
        ("intermediary", "3", 0.2777),
        ("manufacturer", "1.5", 0.5068),
        ("manufacturer", "2", 0.5047),
        ("manufacturer", "3", 0.5024),
    ],
)
def test_printed_thresholds(by: str, cost: str, printed: float) -> None:
    found = channels(by, "dual", "reselling").thresholds(
        "r", at={"a": 1, "k": Fraction(cost)}, over=(Fraction(1, 50), Fraction(3, 5))
    )
    assert printed in [pytest.approx(float(threshold), abs=6e-5) for threshold in found.thresholds]


# Bad input

WRONG: list[tuple[str, Mapping[str, Any], type[LsecError], str]] = [
    ("at", {"point": {"a": 1}}, DeclarationError, "no value for F"),
    ("at", {"point": {"a": 1, "G": 1}}, UnknownName, "no parameter 'G'"),
    ("at", {"point": {"a": -1, "F": 1}}, OutsideDomain, "a is declared positive, given -1"),
    ("thresholds", {"parameter": "b", "at": {"F": 1}}, UnknownName, "no parameter 'b'"),
    ("thresholds", {"parameter": "a", "at": {}}, DeclarationError, "no value for F"),
    ("thresholds", {"parameter": "a", "at": {"F": 1, "a": 2}}, DeclarationError, "a moves, and at= fixes it too"),
    ("thresholds", {"parameter": "a", "at": {"F": 1}, "over": (2, 1)}, DeclarationError, "from 2 to 1, is empty"),
    ("thresholds", {"parameter": "a", "at": {"F": 1}, "over": 3}, DeclarationError, r"write \(low, high\)"),
    ("regions", {"x": "a", "y": "F", "at": {}, "over": {"a": (0, 1)}}, DeclarationError, "no range for F"),
    ("regions", {"x": "a", "y": "a", "at": {"F": 1}, "over": {"a": (0, 1)}}, DeclarationError, "two different symbols"),
    ("regions", {"x": "a", "y": "F", "at": {}, "over": {"a": (0, 1), "F": (1, 1)}}, DeclarationError, "is empty"),
    (
        "regions",
        {"x": "a", "y": "F", "at": {}, "over": {"a": (0, 1), "F": (1, None)}},
        DeclarationError,
        "needs two numbers",
    ),
    (
        "regions",
        {"x": "a", "y": "F", "at": {}, "over": {"a": (0, 1), "F": (0, 1), "u": (0, 1)}},
        DeclarationError,
        "a range for u, which is no axis",
    ),
    ("preferred_by", {"player": "hots"}, UnknownName, "no player 'hots'; did you mean 'host'"),
]


@pytest.mark.parametrize(("method", "given", "error", "message"), WRONG)
def test_bad_questions(method: str, given: Mapping[str, Any], error: type[LsecError], message: str) -> None:
    with pytest.raises(error, match=message):
        getattr(entry(), method)(**given)


def test_bad_views() -> None:
    with pytest.raises(UnknownName, match="no mode 'opne'; did you mean 'open'"):
        entry().gains("firm", against="opne")
    with pytest.raises(UnknownName, match="no player 'frim'"):
        entry().agreement("frim")
    with pytest.raises(UnknownName, match="no player 'frim'"):
        entry().at({"a": 1, "F": 1}).preferred_by("frim")
    with pytest.raises(DeclarationError, match="for two simultaneous choosers, not 1"):
        entry().at({"a": 1, "F": 1}).mixed_equilibria()
    with pytest.raises(DeclarationError, match="firm chooses alone"):
        _ = entry().at({"a": 1, "F": 1}).equilibria
    with pytest.raises(DeclarationError, match="takes a Choice, not Game"):
        solve_choice(fixed(firm=1))  # type: ignore[arg-type]


def test_it_reads_like_a_result() -> None:
    words = repr(entry(participation={"host": u}))
    assert words.startswith("Choice of firm\nclosed\n  is chosen where")
    assert "host takes part in open" in words
    assert "firm prefers it to closed, if that can be had: 3*a**2 >= 4*F" in words


def test_views_on_a_line_know_who_takes_no_part() -> None:
    choice = entry(participation={"host": {"closed": u}})
    found = choice.thresholds("u", at={"a": 4, "F": 3}, view=choice.preferred_by("host"))
    assert [(piece.label, str(piece.low)) for piece in found.pieces] == [("open", "0"), ("closed", "3")]


def test_a_mode_that_is_worse_in_any_event_is_chosen_never() -> None:
    found = solve_choice(Choice(by="firm", among={"less": fixed(firm=a), "more": fixed(firm=a + 1)}))
    (less,), (more,) = (found.conditions[name].cases for name in ("less", "more"))
    assert [str(one).split(": ")[-1] for one in (*less.preferences, *more.preferences)] == ["never", "always"]
    assert r"\text{firm prefers it to more, if that can be had: never}" in found._repr_html_()
    assert "firm prefers it to more, if that can be had: never</li>" in found._repr_html_()
