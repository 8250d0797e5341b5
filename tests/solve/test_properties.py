"""What must hold of every solved game, tried on randomly generated quadratic ones."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import flint
import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.errors import ContradictoryAssumptions, NoInteriorOptimum, SamplingFailed
from lsec_models.games.static.order import Move
from strategies import examples, orders, parameter_values, quadratic_games

Point = dict[str, Fraction]


def solved(game: Game) -> Equilibrium:
    """Solve, or drop the example if a leader's payoff turns out not to be concave."""
    try:
        return solve(game)
    except NoInteriorOptimum:
        assume(False)
        raise


def points_of(domain: Domain, count: int) -> list[dict[sp.Symbol, Fraction]]:
    try:
        return sample(domain, count, seed=7)
    except (SamplingFailed, ContradictoryAssumptions):
        assume(False)
        raise


def number(value: Fraction) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)


def moves_last_first(game: Game) -> list[tuple[Move, ...]]:
    return [stage.moves for stage in reversed(game.stages)]


# ---- the definition of an equilibrium, checked with SymPy alone -------------------------------------------------


@pytest.mark.slow
@examples(15)
@given(quadratic_games(most_players=3, most_decisions=4))
def test_first_order_conditions_vanish_identically(game: Game) -> None:
    """At every stage, for all earlier decisions, with the later stages' responses inserted by SymPy."""
    equilibrium = solved(game)
    payoffs = {player.name: player.payoff for player in game.players}
    for found in reversed(equilibrium.stages):
        responses = {d: found.best_responses[d.name] for d in found.stage.decisions}
        for move in found.stage.moves:
            for decision in move.decisions:
                marginal = sp.diff(payoffs[move.player], decision).subs(responses, simultaneous=True)
                assert sp.cancel(marginal) == 0, f"{move.player} would rather change {decision}"
        payoffs = {name: sp.cancel(payoff.subs(responses, simultaneous=True)) for name, payoff in payoffs.items()}
    for name, payoff in payoffs.items():
        assert sp.cancel(payoff - equilibrium[name]) == 0


@pytest.mark.slow
@examples(15)
@given(quadratic_games(most_players=3, most_decisions=5))
def test_responses_lead_to_the_equilibrium(game: Game) -> None:
    """Inserting decisions forwards gives what is reported, and responses know earlier decisions only."""
    equilibrium = solved(game)
    path: dict[sp.Symbol, sp.Expr] = {}
    for found in equilibrium.stages:
        for name, response in found.best_responses.items():
            assert response.free_symbols <= {*game.parameters, *path}
            assert sp.cancel(response.subs(path) - equilibrium[name]) == 0
        path |= {d: equilibrium[d.name] for d in found.stage.decisions}
    assert sp.cancel(game.report["total"].subs(path) - equilibrium["total"]) == 0
    assert set(equilibrium) == {d.name for d in game.decisions} | {p.name for p in game.players} | {"total"}


@pytest.mark.slow
@examples(30)
@given(quadratic_games())
def test_numbers_agree_with_numerical_backward_induction(game: Game) -> None:
    """Matrices of exact numbers at one admissible point, no symbolic step shared."""
    equilibrium = solved(game)
    for point in points_of(equilibrium.domain, 2):
        decided, concave = numerical_equilibrium(game, point)
        assert concave, "the second-order conditions of the domain are not those of the numbers"
        found = equilibrium.at({s.name: value for s, value in point.items()})
        assert {name: Fraction(int(v.p), int(v.q)) for name, v in found.decisions.items()} == decided
        values = {**{s: number(v) for s, v in point.items()}, **{d: number(decided[d.name]) for d in game.decisions}}
        for player in game.players:
            assert found.payoffs[player.name] == player.payoff.subs(values)
        assert all(decided[d.name] >= 0 for d in game.decisions if d.is_nonnegative)


@pytest.mark.slow
@examples(30)
@given(quadratic_games(), st.data())
def test_the_domain_is_where_it_holds(game: Game, data: st.DataObject) -> None:
    """A point is in the domain exactly if numbers are concave at every stage and keep to the declared signs."""
    equilibrium = solved(game)
    point = data.draw(parameter_values(game))
    decided, concave = numerical_equilibrium(game, point)
    assume(decided)
    holds = concave and all(decided[d.name] >= 0 for d in game.decisions if d.is_nonnegative)
    assert (equilibrium.domain.failures(point) == ()) is holds


@pytest.mark.slow
def test_most_random_games_are_solvable() -> None:
    """Else the tests above would test little."""
    counts: Counter[str] = Counter()

    @examples(30)
    @given(quadratic_games())
    def count(game: Game) -> None:
        counts["all"] += 1
        try:
            equilibrium = solve(game)
        except NoInteriorOptimum:
            return
        counts["solved"] += 1
        counts["several stages"] += len(game.stages) > 1
        counts["conditions"] += bool(equilibrium.conditions)
        counts["players who move twice"] += any(
            sum(player.name == move.player for stage in game.stages for move in stage.moves) > 1
            for player in game.players
        )

    count()
    assert counts["solved"] > counts["all"] / 2
    assert min(counts["several stages"], counts["conditions"], counts["players who move twice"]) > counts["all"] / 8


# ---- what must not matter ---------------------------------------------------------------------------------------


@pytest.mark.slow
@examples(20)
@given(quadratic_games(), st.randoms(use_true_random=False))
def test_names_do_not_matter(game: Game, random: Any) -> None:
    names = [f"{letter}{n}" for letter in "azMb" for n in range(8)]
    random.shuffle(names)
    symbols = [*game.parameters, *game.decisions]
    renamed = {s: type(s)(names.pop(), **_sign(s)) for s in symbols}
    callsigns = {player.name: names.pop() for player in game.players}
    twin = Game(
        players=[
            Player(callsigns[p.name], decides=[renamed[d] for d in p.decides], payoff=p.payoff.xreplace(renamed))
            for p in game.players
        ],
        order=[
            tuple(renamed[e] if isinstance(e, Decision) else callsigns[str(e)] for e in slot)
            for slot in game.order or ()
            if isinstance(slot, tuple)
        ],
        report={name: value.xreplace(renamed) for name, value in game.report.items()},
    )
    one, other = solved(game), solve(twin)
    key = {d.name: renamed[d].name for d in game.decisions} | callsigns | {"total": "total"}
    for name in one:
        assert ratio(other.ring, one[name].xreplace(renamed)) == other.exact[key[name]]
    assert_same_set(one.domain, other.domain, {p: renamed[p] for p in game.parameters})


@pytest.mark.slow
@examples(20)
@given(quadratic_games(), st.randoms(use_true_random=False))
def test_the_order_of_declaration_does_not_matter(game: Game, random: Any) -> None:
    players = [replace(p, decides=random.sample(p.decides, len(p.decides))) for p in game.players]
    random.shuffle(players)
    slots = [random.sample(slot, len(slot)) for slot in game.order or () if isinstance(slot, tuple)]
    one, other = solved(game), solve(replace(game, players=players, order=slots))
    assert dict(one.exact) == dict(other.exact)
    assert_same_set(one.domain, other.domain)


@pytest.mark.slow
@examples(12)
@given(quadratic_games(most_players=3))
def test_a_slot_may_name_a_player_or_all_its_decisions(game: Game) -> None:
    by_decision = [list(stage.decisions) for stage in game.stages]
    one, other = solved(game), solve(game.with_order(by_decision))
    assert dict(one.exact) == dict(other.exact)
    assert one.conditions == other.conditions


@pytest.mark.slow
@examples(12)
@given(quadratic_games(most_players=3))
def test_solving_again_gives_the_same_object_and_so_does_pickling(game: Game) -> None:
    one = solved(game)
    assert solve(game) == one
    again = pickle.loads(pickle.dumps(one))
    assert again == one
    assert dict(again.exact) == dict(one.exact)
    assert solve(pickle.loads(pickle.dumps(game))) == one


@pytest.mark.slow
@examples(15)
@given(quadratic_games(), st.data())
def test_units_of_money_do_not_matter(game: Game, data: st.DataObject) -> None:
    """Each payoff in its own currency: decisions stay, payoffs scale; the rate may be a parameter."""
    dollar = parameters("dollar", positive=True)
    rates = {p.name: data.draw(st.sampled_from([2, sp.Rational(1, 3), dollar, dollar**2])) for p in game.players}
    richer = replace(game, players=[replace(p, payoff=rates[p.name] * p.payoff) for p in game.players], report={})
    one, other = solved(game), solve(richer)
    ring = other.ring
    assert all(other.exact[d.name] == one.exact[d.name].convert(ring) for d in game.decisions)
    for player in game.players:
        assert other.exact[player.name] == one.exact[player.name].convert(ring) * ratio(ring, rates[player.name])


@pytest.mark.slow
@examples(15)
@given(quadratic_games(), st.data())
def test_units_of_decisions_do_not_matter(game: Game, data: st.DataObject) -> None:
    """Kilograms for pounds: payoffs stay; the rate may be a parameter."""
    gram = parameters("gram", positive=True)
    rates = {d: data.draw(st.sampled_from([1, 3, sp.Rational(2, 5), gram, 1 / gram])) for d in game.decisions}
    scaled = {d: rate * d for d, rate in rates.items()}
    finer = replace(game, players=[replace(p, payoff=p.payoff.xreplace(scaled)) for p in game.players], report={})
    one, other = solved(game), solve(finer)
    ring = other.ring
    assert all(other.exact[p.name] == one.exact[p.name].convert(ring) for p in game.players)
    for decision, rate in rates.items():
        assert other.exact[decision.name] * ratio(ring, sp.sympify(rate)) == one.exact[decision.name].convert(ring)


@pytest.mark.slow
@examples(15)
@given(quadratic_games(), st.data())
def test_solving_commutes_with_monomials_for_parameters(game: Game, data: st.DataObject) -> None:
    """Writing each parameter as a product of others before solving, or afterwards."""
    u, v = parameters("u v", positive=True)
    t = parameters("t", real=True)
    signed = {True: [u, u * v, u**2 / v, 3 / v], False: [t, t * u, -t, t / v]}
    images = {p: data.draw(st.sampled_from(signed[bool(p.is_positive)])) for p in game.parameters}
    assume(any(image.free_symbols for image in images.values()))
    one = solved(game)
    other = solve(
        replace(
            game,
            players=[replace(p, payoff=p.payoff.xreplace(images)) for p in game.players],
            report={name: value.xreplace(images) for name, value in game.report.items()},
        )
    )
    for name in one:
        assert other.exact[name] == ratio(other.ring, one[name].xreplace(images))


@pytest.mark.slow
@examples(15)
@given(quadratic_games(), st.data())
def test_what_a_player_can_not_influence_does_not_matter(game: Game, data: st.DataObject) -> None:
    """A term in decisions made before, or by others at the same time as, a player's last move changes nothing."""
    player = data.draw(st.sampled_from(game.players))
    first = next(stage for stage in game.stages if any(move.player == player.name for move in stage.moves))
    known = [d for stage in game.stages if stage.number <= first.number for d in stage.decisions]
    fixed = [d for d in known if d not in player.decides]
    assume(fixed)
    gift = data.draw(st.sampled_from([3 * fixed[0], fixed[-1] ** 3, sp.Mul(*fixed) ** 2]))
    players = [replace(p, payoff=p.payoff + gift) if p is player else p for p in game.players]
    one, other = solved(game), solve(replace(game, players=players))
    assert all(one.exact[d.name] == other.exact[d.name] for d in game.decisions)


@pytest.mark.slow
@examples(15)
@given(quadratic_games(), st.data())
def test_a_bystander_does_not_matter(game: Game, data: st.DataObject) -> None:
    """Somebody who decides something that nobody else cares for changes no one's decisions, wherever it moves."""
    idle = decisions("idle", real=True)
    extra = Player("bystander", decides=[idle], payoff=5 * idle - idle**2 + game.players[0].payoff)
    slots: list[Any] = list(game.order or ())
    slots.insert(data.draw(st.integers(0, len(slots))), ("bystander",))
    one, other = solved(game), solve(replace(game, players=[*game.players, extra], order=slots))
    for name in one:
        assert other.exact[name] == one.exact[name]
    assert other["idle"] == sp.Rational(5, 2)


@pytest.mark.slow
@examples(15)
@given(quadratic_games(most_players=3, most_decisions=5), st.data())
def test_leading_alone_is_never_worse_than_moving_together(game: Game, data: st.DataObject) -> None:
    """A leader against the rest could choose what it chooses in the simultaneous game, and the rest would follow."""
    names = [player.name for player in game.players]
    leader = data.draw(st.sampled_from(names))
    rest = tuple(name for name in names if name != leader)
    led, together = solved(game.with_order([leader, rest])), solved(game.with_order([tuple(names)]))
    domain = led.domain.where(together.domain.conditions)
    for point in points_of(domain, 2):
        values = {s.name: value for s, value in point.items()}
        assert led.at(values)[leader] >= together.at(values)[leader]


@examples(15)
@given(quadratic_games(most_players=3), st.data())
def test_structures_of_one_game_differ_in_the_order_only(game: Game, data: st.DataObject) -> None:
    order = data.draw(orders(list(game.players)))
    other = game.with_order(order)
    assert other.players == game.players
    assert other.with_order(game.order or ()) == game
    assert {d for stage in other.stages for d in stage.decisions} == set(game.decisions)
    assert [stage.number for stage in other.stages] == list(range(1, len(order) + 1))


# ---- helpers ----------------------------------------------------------------------------------------------------


def _sign(symbol: sp.Symbol) -> dict[str, bool]:
    if symbol.is_positive:
        return {"positive": True}
    return {"nonnegative": True} if symbol.is_nonnegative else {"real": True}


def assert_same_set(one: Domain, other: Domain, renamed: dict[Parameter, Parameter] | None = None) -> None:
    """Both domains hold at each other's admissible points."""
    there = renamed or {p: p for p in one.ring.symbols}
    back = {image: p for p, image in there.items()}
    for source, target, names in ((one, other, there), (other, one, back)):
        for point in points_of(source, 5):
            assert target.failures({names[s]: value for s, value in point.items()}) == ()


def numerical_equilibrium(game: Game, point: dict[sp.Symbol, Fraction]) -> tuple[Point, bool]:
    """Solve at given parameters by backward induction on matrices of exact numbers.

    Every payoff is z'Hz/2 + s'z + const in all decisions z. Stage by stage, last movers first, z is written as T z + t
    with zero rows in T for what has been decided. Returns the decisions and whether every player is strictly concave
    at every stage; no decisions where a stage is singular.
    """
    z = game.decisions
    place = {d: i for i, d in enumerate(z)}
    forms = {p.name: _quadratic_form(p.payoff.subs({s: number(v) for s, v in point.items()}), z) for p in game.players}
    reactions: list[tuple[list[int], flint.fmpq_mat, flint.fmpq_mat]] = []
    concave = True
    for moves in moves_last_first(game):
        chosen = [place[d] for move in moves for d in move.decisions]
        earlier = [i for i in range(len(z)) if i not in chosen]
        rows = [(forms[move.player], place[d]) for move in moves for d in move.decisions]
        own = flint.fmpq_mat([[hessian[i, j] for j in chosen] for (hessian, _), i in rows])
        cross = [[hessian[i, j] if j in earlier else flint.fmpq(0) for j in range(len(z))] for (hessian, _), i in rows]
        if own.det() == 0:
            return {}, False
        slope = own.solve(-flint.fmpq_mat(cross))
        intercept = own.solve(-flint.fmpq_mat([[gradient[i, 0]] for (_, gradient), i in rows]))
        for move in moves:
            block = [place[d] for d in move.decisions]
            hessian = forms[move.player][0]
            concave &= _positive_definite([[-hessian[i, j] for j in block] for i in block])
        reactions.append((chosen, slope, intercept))
        forms = {name: _reacted(form, chosen, slope, intercept) for name, form in forms.items()}
    values = flint.fmpq_mat(len(z), 1)
    for chosen, slope, intercept in reversed(reactions):
        reached = slope * values + intercept
        for row, i in enumerate(chosen):
            values[i, 0] = reached[row, 0]
    return {d.name: Fraction(int(values[i, 0].p), int(values[i, 0].q)) for d, i in place.items()}, concave


def _quadratic_form(payoff: sp.Expr, z: tuple[Decision, ...]) -> tuple[flint.fmpq_mat, flint.fmpq_mat]:
    terms = sp.Poly(payoff, *z).as_dict()
    size = len(z)
    hessian, gradient = flint.fmpq_mat(size, size), flint.fmpq_mat(size, 1)
    for powers, value in terms.items():
        coefficient = flint.fmpq(int(value.p), int(value.q))
        places = [i for i, n in enumerate(powers) for _ in range(n)]
        if len(places) == 1:
            gradient[places[0], 0] = coefficient
        elif len(places) == 2:
            i, j = places
            hessian[i, j] = hessian[j, i] = coefficient * 2 if i == j else coefficient
    return hessian, gradient


def _reacted(
    form: tuple[flint.fmpq_mat, flint.fmpq_mat], chosen: list[int], slope: flint.fmpq_mat, intercept: flint.fmpq_mat
) -> tuple[flint.fmpq_mat, flint.fmpq_mat]:
    hessian, gradient = form
    size = hessian.nrows()
    full, shift = flint.fmpq_mat(size, size), flint.fmpq_mat(size, 1)
    for i in range(size):
        if i not in chosen:
            full[i, i] = flint.fmpq(1)
    for row, i in enumerate(chosen):
        shift[i, 0] = intercept[row, 0]
        for j in range(size):
            full[i, j] = slope[row, j]
    return full.transpose() * hessian * full, full.transpose() * (hessian * shift + gradient)


def _positive_definite(matrix: list[list[flint.fmpq]]) -> bool:
    return all(flint.fmpq_mat([row[:n] for row in matrix[:n]]).det() > 0 for n in range(1, len(matrix) + 1))


def test_the_numerical_solver_itself() -> None:
    """On double marginalisation with a quality decision, by hand: w = 24/7, q = 4/7, m = 12/7."""
    a, k = parameters("a k", positive=True)
    w, q, m = decisions("w q m")
    demand = a - w - m + q
    game = Game(
        players=[
            Player("maker", decides=[w, q], payoff=w * demand - k * q**2 / 2),
            Player("seller", decides=[m], payoff=m * demand),
        ],
        order=["maker", "seller"],
    )
    decided, concave = numerical_equilibrium(game, {a: Fraction(6), k: Fraction(2)})
    assert concave
    # m = (6 - w + q)/2; the maker earns w(6 - w + q)/2 - q^2: w = (6 + q)/2 and q = w/4.
    assert decided == {"w": Fraction(24, 7), "q": Fraction(6, 7), "m": Fraction(12, 7)}


def test_a_ratio_of_payoffs_is_a_ratio() -> None:
    """The comparisons above are of exact objects, not of shown expressions."""
    equilibrium = solve(Game(players=[Player("one", decides=[decisions("x")], payoff=-(decisions("x") ** 2) + 1)]))
    assert isinstance(equilibrium.exact["one"], Ratio)
