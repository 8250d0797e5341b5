"""A stationary point is an equilibrium only if no other decision is better, however far away: cases and brute force."""

from __future__ import annotations

import re

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.audits.search.nested import nested_solution
from lsec_models.errors import ContradictoryAssumptions, LsecError, NoClosedForm, NoInteriorOptimum, SamplingFailed
from lsec_models.games.evidence.evidence import About, Finding, Status
from lsec_models.solve.interior.backward_induction import backward_induction
from lsec_models.solve.interior.optimality.best_reply import LINE, PEAK, PROPOSITION
from strategies import examples

a, b, k = parameters("a b k", positive=True)
x, y, z, Q = decisions("x y z Q")
u = decisions("u", real=True)
CUBES = x**3 + y**3


def one(payoff: sp.Expr, decided: Decision = x, **more: object) -> Game:
    return Game(players=[Player("firm", decides=[decided], payoff=payoff)], **more)


def two(first: sp.Expr, second: sp.Expr, order: list[object] | None = None, **more: object) -> Game:
    players = [Player("A", decides=[x], payoff=first), Player("B", decides=[y], payoff=second)]
    return Game(players=players, order=order, **more)


def row_of(found: Equilibrium, about: About, player: str = "") -> Finding:
    return next(row for row in found.evidence.rows if row.about is about and player in ("", row.player))


def hill(slope: sp.Expr, decided: sp.Symbol = x) -> sp.Expr:
    return sp.integrate(sp.expand(slope), decided)


# ---- stationary points that are none -----------------------------------------------------------------------------

REFUSED = {
    "a local maximum below the corner": (
        one(57 * Q - (147 * Q - 24 * Q**2 + 2 * Q**3), Q),
        "'firm' gains at Q = 0: 0 there, -100 at the solution",
    ),
    "no optimum": (one(x**3 / 3 - 2 * x**2 + 3 * x), "the payoff of 'firm' grows without bound as x grows"),
    "no optimum below a cap": (
        one(x**3 / 3 - 2 * x**2 + 3 * x, constraints=[x <= 10]),
        "'firm' gains at x = 10: 490/3 there, 4/3 at the solution",
    ),
    "a contest that is better not entered": (
        two(x**3 / CUBES - x, y**3 / CUBES - y),
        "'A' gains at x = 0: 0 there, -1/4 at the solution",
    ),
    "unbounded for every parameter": (one(x * (a - x) ** 2), "the payoff of 'firm' grows without bound as x grows"),
    "unbounded below, of a real decision": (one(hill((u - 1) * (u - 3), u), u), "grows without bound as u grows"),
    "a local maximum beyond a pole": (
        one((x - 1) ** 2 / (3 - x)),
        "'firm' gains at x = 0: 1/3 there, -8 at the solution",
    ),
    "a follower at a local maximum": (two(-((x - 1) ** 2), y * (x + 1 - y) ** 2, ["A", "B"]), "stage 2: B (y)"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_stationary_point_that_is_no_optimum_is_refused(case: str) -> None:
    game, words = REFUSED[case]
    with pytest.raises(NoInteriorOptimum) as refusal:
        solve(game)
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("case", "best"), [("a local maximum below the corner", 0), ("no optimum below a cap", 10)], ids=["zero", "cap"]
)
def test_the_way_out_finds_what_is_best(case: str, best: float) -> None:
    game, _ = REFUSED[case]
    way_out = re.escape("nested_solution(game, {}) of lsec_models.audits.search.nested")
    with pytest.raises(NoInteriorOptimum, match=way_out):
        solve(game)
    assert list(nested_solution(game, {}).decisions.values()) == [pytest.approx(best, abs=1e-6)]


def test_where_some_gain_elsewhere_is_cut_off() -> None:
    """Of x*(a - x)^2 up to b, the end is better than a/3 where b > 4a/3."""
    found = solve(one(x * (a - x) ** 2, constraints=[x <= b]))
    assert {(str(c.relation), c.origin) for c in found.asked} == {
        ("3*b >= a", "constraint x <= b"),
        ("4*a >= 3*b", "firm gains nothing at x = b"),
    }
    assert found.evidence.established


def test_a_fixed_cost_of_entry_is_asked_for() -> None:
    """A bump of the payoff must make up for what lies before it: here a valley that deepens in k."""
    found = solve(one(hill(-(x - 1) * (x - k)), assuming=[k > 1]))
    assert [c.origin for c in found.asked] == ["firm gains nothing at x = 0"]
    assert found.at(k=3).decisions["x"] == 3
    with pytest.raises(LsecError, match="firm gains nothing at x = 0"):
        found.at(k=2)
    assert row_of(found, About.OPTIMAL).means == PROPOSITION


def test_a_deviation_inside_is_named_by_the_evidence() -> None:
    """Just below the pole at 2a the payoff is as high as anything, and at both ends no higher than at 3a."""
    hills = -((x - 3 * a) ** 2) * (x - a) ** 2 / (x - 2 * a)
    found = solve(one(hills, constraints=[x >= a]))
    row = row_of(found, About.OPTIMAL)
    assert row.status is Status.REFUTED
    at = {name: sp.Rational(value) for name, value in re.findall(r"(\w) = ([\d/]+)", row.detail)}
    assert at["a"] <= at["x"] < 2 * at["a"]
    assert found.title == "Candidate of firm"
    assert "optimal: refuted" in repr(found)
    with pytest.raises(NoInteriorOptimum, match="'firm' gains at x = 3/2"):
        solve(one(hills.subs(a, 1), constraints=[x >= 1]))


@pytest.mark.slow
def test_several_decisions_of_one_move() -> None:
    """x*y*(1 - x - y) is at most 1/27 where x and y are not negative; a saddle of a cubic is refused."""
    game = Game(players=[Player("firm", decides=[x, y], payoff=x * y * (a - x - y))])
    found = solve(game)
    assert row_of(found, About.OPTIMAL).means == PROPOSITION
    assert found.evidence.established
    with pytest.raises(NoInteriorOptimum, match="without bound as x grows"):
        solve(Game(players=[Player("firm", decides=[x, y], payoff=x * (a - x) ** 2 - (y - x) ** 2)]))


def test_where_either_of_two_gains_there_is_no_interior_optimum() -> None:
    """A stays inside where k is at least 3, and B where it is at most 4/3."""
    game = two(hill(-(x - 1) * (x - k)), y * (1 - y) ** 2, assuming=[k > 1], constraints=[y <= k])
    words = "'B' gains at y = k: k*(k - 1)**2 there, 4/27 at the solution"
    with pytest.raises(NoInteriorOptimum, match=re.escape(words)):
        solve(game)


def test_what_a_leader_gains_is_asked_where_the_follower_is_known_to_answer_as_stated() -> None:
    """B leaves its local maximum where x is small; what A would have there is not what the closed form says."""
    game = two(15 * x - x**3 - 3 * y, hill(-(y - 1) * (y - 2 - x), y), ["A", "B"])
    assert backward_induction(game).decisions["x"] == 2
    found = solve(game)
    assert found.title == "Candidate of A > B"
    assert row_of(found, About.OPTIMAL, "A").detail == "what stage 2 answers is not known to be optimal"


# ---- what is one, and how that is shown --------------------------------------------------------------------------

SHOWN = {
    "a cubic cost": (one(a**2 * x - x**3 / 3), PEAK),
    "a revenue share": (one(x * (1 - x) ** 2, constraints=[x <= 1]), PEAK),
    "a cubic below its valley": (one(x**3 / 3 - 2 * x**2 + 3 * x, constraints=[x <= 2]), PEAK),
    "a cubic below where it is as good again": (one(x**3 / 3 - 2 * x**2 + 3 * x, constraints=[x <= 4]), LINE),
    "a cubic up to an irrational end": (one(x**3 / 3 - 2 * x**2 + 3 * x, constraints=[x**2 <= 2]), LINE),
    "a quartic": (one(hill(-(x - a) * (x**2 + b))), PEAK),
    "a quartic of a real decision": (one(hill(-(u - a) * (u**2 + b), u), u), PEAK),
    "a rational payoff": (one(a * x / (1 + x) ** 2), PEAK),
    "a revenue of constant elasticity two": (one(1 - 1 / (1 + a * x) - a * x / (1 + k) ** 2), PEAK),
    "a contest": (two(a * x / (x + k * y) - x, a * k * y / (x + k * y) - y), PEAK),
    "a follower with a cubic cost": (two(x * (a - x) + y, x**2 * y - y**3 / 3, ["A", "B"], assuming=[a > 1]), PEAK),
    "a hill above the valley's other side": (one(hill(-(x - 1) * ((x - 3) ** 2 + k))), PROPOSITION),
}


@pytest.mark.parametrize("case", SHOWN)
def test_a_global_optimum_is_established(case: str) -> None:
    game, means = SHOWN[case]
    found = solve(game)
    last = game.stages[-1].moves[-1].player
    assert row_of(found, About.OPTIMAL, last).means == means
    assert found.evidence.established
    assert found.title.startswith("Equilibrium of")


def test_a_share_below_one_leaves_the_follower_an_answer() -> None:
    """A brand with margin k bears a share of a streamer's effort cost; both answers are best, after every share."""
    share, effort = decisions("s e")
    game = Game(
        players=[
            Player("brand", decides=[share], payoff=k * effort - share * effort**2 / 2),
            Player("streamer", decides=[effort], payoff=b * effort - (1 - share) * effort**2 / 2),
        ],
        order=["brand", "streamer"],
        constraints=[share < 1],
    )
    found = solve(game)
    assert found.evidence.established
    assert row_of(found, About.OPTIMAL, "brand").means == PEAK
    assert row_of(found, About.BOUNDS).means == "later movers stay off their bounds, whatever is decided before"


def test_a_payoff_that_is_not_defined_at_zero_asks_for_a_sign() -> None:
    """A follower that divides by its own decision: at zero there is no payoff, unless zero is excluded."""
    p, r = Decision("p", positive=True), Decision("r", positive=True)
    players = [
        Player("A", decides=[p], payoff=a * r - p**2),
        Player("B", decides=[r], payoff=-(p**2) / r - r),
    ]
    positive = solve(Game(players=players, order=["A", "B"]))
    assert positive.evidence.established
    at_zero = solve(two(a * y - x**2, -(x**2) / y - y, ["A", "B"]))
    assert at_zero.title == "Candidate of A > B"
    assert "by declared signs or a constraint" in row_of(at_zero, About.OPTIMAL, "B").detail


def test_what_cancels_is_still_not_defined() -> None:
    """As it is declared, the payoff is 0/0 at x = 2a."""
    payoff = -((x - a) ** 2) * (x**2 - 4 * a**2) / ((x - 2 * a) * (x + 2 * a))
    found = solve(one(payoff))
    assert found.decisions["x"] == a
    assert "not shown to be defined" in row_of(found, About.OPTIMAL).detail
    assert solve(one(payoff, constraints=[x < 2 * a])).evidence.established


def test_a_peak_is_the_only_equilibrium_of_one_player() -> None:
    assert row_of(solve(one(a**2 * x - x**3 / 3)), About.COMPLETE).status is Status.PROVED
    twice = solve(one(x**3 / 3 - 2 * x**2 + 3 * x, constraints=[x <= 4]))
    assert row_of(twice, About.COMPLETE).status is Status.OPEN


def test_a_contest_says_where_its_payoffs_are_not_defined() -> None:
    found = solve(two(a * x / (x + y) - x, a * y / (x + y) - y))
    assert row_of(found, About.COMPLETE).detail == "the payoff of A is not shown to be defined everywhere"


def test_a_deviation_far_off_the_path_is_named() -> None:
    """B would rather have y = 0 than y = 2 + x where x is below 1; A plays more on the path."""
    found = solve(two(4 * x - x**2 - y / 9, hill(-(y - 1) * (y - 2 - x), y), ["A", "B"]))
    assert found.title == "Candidate of A > B"
    assert row_of(found, About.OFF_PATH).detail.startswith("B gains at x = ")


# ---- brute force -------------------------------------------------------------------------------------------------

FAR, TOLERANCE = 1e4, 1e-7


def best_by_grid(
    payoff: sp.Expr, decided: sp.Symbol, low: float, high: float, apart_from: float | None = None
) -> float:
    """Return the highest payoff on a dense grid, at all real critical points, and close to poles and ends.

    Decisions close to one that may be left out do not count.
    """
    top, bottom = sp.fraction(sp.together(payoff))
    slope = sp.Poly(sp.expand(sp.diff(top, decided) * bottom - top * sp.diff(bottom, decided)), decided)
    special = [*np.roots([float(c) for c in slope.all_coeffs()])] if slope.degree() > 0 else []
    poles = sp.Poly(bottom, decided)
    near = [*np.roots([float(c) for c in poles.all_coeffs()])] if poles.degree() > 0 else []
    real = [float(r.real) for r in special if abs(r.imag) < 1e-9]
    real += [float(r.real) + s for r in near if abs(r.imag) < 1e-9 for s in (-1e-4, 1e-4)]
    spread = np.concatenate([np.linspace(0, 20, 4001), np.geomspace(20, FAR, 400)])
    tried = np.concatenate([spread, -spread, real, [low if np.isfinite(low) else 0, high if np.isfinite(high) else 0]])
    tried = tried[(tried >= low) & (tried <= high)]
    if apart_from is not None:
        tried = tried[np.abs(tried - apart_from) > 0.02]
    with np.errstate(all="ignore"):
        values = np.broadcast_to(sp.lambdify(decided, payoff, "numpy")(tried), tried.shape)
    return float(np.max(values[np.isfinite(values)]))


def solved(game: Game) -> Equilibrium | str:
    try:
        return solve(game)
    except (NoClosedForm, NoInteriorOptimum, ContradictoryAssumptions) as refusal:
        return str(refusal)


number = st.integers(-3, 6).map(sp.Integer)
size = st.integers(1, 4).map(sp.Integer)
sign = st.sampled_from([1, -1])


@st.composite
def payoffs(draw: st.DrawFn, roots: st.SearchStrategy[sp.Expr], decided: sp.Symbol) -> sp.Expr:
    """Draw a cubic, a quartic, or a rational payoff, mostly with rational stationary points."""
    first, second, third = (draw(roots) for _ in range(3))
    height = draw(sign) * draw(size)
    shape = draw(st.integers(0, 9))
    if shape == 0:
        return height * decided / (decided + draw(size)) ** 2 + draw(number)
    if shape == 1:
        width = draw(size) * (draw(size) + 2 * first)
        return height * (decided - first) / (decided**2 + width)
    if shape == 2:
        return height * (decided - first) ** 2 / (decided - second) + draw(number)
    if shape == 3:
        return height * (decided - first) / (decided - second) ** 2 + draw(number)
    factors = [decided - first, decided - second]
    if shape == 4:
        factors = [decided - first, (decided - second) ** 2 + draw(size)]
    elif shape == 5:
        factors.append(decided - third)
    return hill(height * sp.Mul(*factors), decided) + draw(number)


@st.composite
def single(draw: st.DrawFn, roots: st.SearchStrategy[sp.Expr]) -> tuple[Game, sp.Symbol, sp.Expr, float, float]:
    decided = draw(st.sampled_from([x, x, x, u]))
    payoff = draw(payoffs(roots, decided))
    high = draw(st.sampled_from([np.inf, 2, 5]))
    capped = {} if high == np.inf else {"constraints": [decided <= high]}
    return one(payoff, decided, **capped), decided, payoff, 0.0 if decided is x else -np.inf, float(high)


def check_single(found: Equilibrium, payoff: sp.Expr, decided: sp.Symbol, low: float, high: float, at: dict) -> None:
    numbers = {s: sp.Rational(v.numerator, v.denominator) for s, v in at.items()}
    stated = float(found.at(at).payoffs["firm"])
    best = best_by_grid(payoff.subs(numbers), decided, low, high)
    optimal = row_of(found, About.OPTIMAL)
    if found.evidence.established or optimal.status is Status.PROVED:
        assert best <= stated + TOLERANCE * (1 + abs(stated)), (found, at, best)
    if row_of(found, About.COMPLETE).status is Status.PROVED:
        chosen = float(found.at(at).decisions[decided.name])
        assert best_by_grid(payoff.subs(numbers), decided, low, high, apart_from=chosen) < stated, (found, at)
    if optimal.status is Status.REFUTED and not at:
        assert best > stated, (found, at, best)


@pytest.mark.slow
@examples(125)
@given(single(number))
def test_numbers_only(problem: tuple[Game, sp.Symbol, sp.Expr, float, float]) -> None:
    """What is stated of one decision and numbers is its global optimum; a refusal that names a gain is right."""
    game, decided, payoff, low, high = problem
    found = solved(game)
    if isinstance(found, Equilibrium):
        check_single(found, payoff, decided, low, high, {})
        assert row_of(found, About.OPTIMAL).status is not Status.REFUTED
    elif "no best reply" in found:
        best = best_by_grid(payoff, decided, low, high)
        inside = [r for r in sp.solve(sp.diff(payoff, decided), decided) if r.is_Rational and low <= r <= high]
        assert any(float(payoff.subs(decided, r)) < best for r in inside), (payoff, found)


@pytest.mark.slow
@examples(60)
@given(single(st.sampled_from([a, b, a + b, 2 * a, sp.Integer(0), sp.Integer(1), sp.Integer(2)])))
def test_with_parameters(problem: tuple[Game, sp.Symbol, sp.Expr, float, float]) -> None:
    """The same at random points of the stated domain."""
    game, decided, payoff, low, high = problem
    found = solved(game)
    if not isinstance(found, Equilibrium):
        return
    try:
        points = sample(found.domain, 6, seed=3)
    except SamplingFailed:
        assert row_of(found, About.EXISTS).status is not Status.PROVED
        return
    for at in points:
        check_single(found, payoff, decided, low, high, at)


@st.composite
def duopolies(draw: st.DrawFn) -> tuple[Game, list[sp.Expr], float]:
    """Draw two players who move at once, or one after the other."""
    mine = []
    for own, other in ((x, y), (y, x)):
        reply = own - draw(number) - draw(st.sampled_from([0, 0, 1, -1, sp.Rational(1, 2)])) * other
        shape = draw(st.integers(0, 6))
        if shape == 0:
            payoff = draw(size) * own / (own + other) - own / draw(size)
        elif shape == 1:
            payoff = draw(size) * own * (other + draw(size)) ** 2 - own**3 / 3
        elif shape == 2:
            payoff = hill(-reply * (own**2 + draw(size)), own)
        elif shape == 3:
            payoff = hill(-reply * (own - draw(number) - draw(st.integers(0, 1)) * other), own)
        elif shape == 4:
            payoff = -(reply**2) / (own + other + draw(size))
        else:
            payoff = -(reply**2) + draw(st.integers(-3, 3)) * other
        mine.append(payoff)
    order = draw(st.sampled_from([[("A", "B")], ["A", "B"]]))
    cap = draw(st.sampled_from([None, None, 2, 6]))
    limited = {} if cap is None else {"constraints": {"A": [x <= cap]}}
    return two(*mine, order, **limited), mine, np.inf if cap is None else float(cap)


@pytest.mark.slow
@examples(75)
@given(duopolies())
def test_two_players(problem: tuple[Game, list[sp.Expr], float]) -> None:
    """Nobody gains at the stated decisions; of two stages, the follower answers optimally after other decisions too."""
    game, mine, cap = problem
    found = solved(game)
    if not isinstance(found, Equilibrium):
        return
    stated = {d: found.exact[d.name].expression() for d in game.decisions}
    follower = game.stages[-1].moves[-1]
    assert follower.player == "B"
    if row_of(found, About.OPTIMAL, "B").status is Status.PROVED:
        assert_best(mine[1].subs(x, stated[x]), y, stated[y])
    if len(game.stages) == 1:
        if row_of(found, About.OPTIMAL, "A").status is Status.PROVED:
            assert_best(mine[0].subs(y, stated[y]), x, stated[x], cap)
        return
    if row_of(found, About.OFF_PATH).status is not Status.PROVED:
        return
    answer = found.stages[1].best_responses["y"]
    reached: list[tuple[sp.Rational, sp.Expr]] = []
    for history in (h for h in map(sp.Rational, ("1/10", "1", "7/3", "5", "40")) if h <= cap):
        said = sp.Max(0, answer.subs(x, history))
        assert_best(mine[1].subs(x, history), y, said)
        reached.append((history, said))
    if found.evidence.established:
        earned = float(mine[0].subs(stated))
        for history, said in reached:
            assert float(mine[0].subs({x: history, y: said})) <= earned + 1e-6 * (1 + abs(earned)), (found, history)


def assert_best(payoff: sp.Expr, decided: sp.Symbol, stated: sp.Expr, cap: float = np.inf) -> None:
    earned = float(payoff.subs(decided, stated))
    best = best_by_grid(payoff, decided, 0.0, cap)
    assert best <= earned + TOLERANCE * (1 + abs(earned)), (payoff, stated, best)
