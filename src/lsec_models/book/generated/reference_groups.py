"""The pages of the reference: which public names stand together, as a user thinks of them."""

from __future__ import annotations

from dataclasses import dataclass

_STATIC = "lsec_models.games.static.results"
_SEARCHED = ("solutions.Solutions", "solutions.PointEquilibrium", "solutions.Continuum")
_ALONG = ("regimes_along.RegimesAlong", "regimes_along.RegimePiece", "regimes_along.RegimeChange")
_BAYESIAN = ("bayesian_equilibrium.BayesianEquilibrium", "bayesian_equilibrium.BayesianPoint")
_SIGNALLING = ("SignallingEquilibria", "SignallingEquilibrium", "SignalFamily", "SignalRange")
_VERDICTS = ("Verdict", "Proved", "Refuted", "Mixed", "Contradictory", "Undecided", "Interrupted", "ByRegime")


@dataclass(frozen=True, kw_only=True)
class ReferenceGroup:
    """What belongs together, on a page.

    Attributes
    ----------
    name : str
        The stem of the page.
    title, words : str
        Its heading and its first sentence.
    homes : tuple of str
        Modules, or rooms, in which the public names of the group are defined.
    returned : tuple of str
        What these names return: not for import, but good to know.
    """

    name: str
    title: str
    words: str
    homes: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()


_DECLARE = (
    ReferenceGroup(
        name="declare",
        title="Declare: players and games",
        words="Symbols, players, games with an order of moves, and game files.",
        homes=("lsec_models.algebra", "lsec_models.games"),
    ),
    ReferenceGroup(
        name="declare_demand_and_dealings",
        title="Declare: demand and dealings",
        words="Demand from buyers, discrete choices, bargaining, and players who shun risk.",
        homes=(
            "lsec_models.games.bargaining",
            "lsec_models.games.buyers",
            "lsec_models.games.choice",
            "lsec_models.games.static.chance.risk",
            "lsec_models.games.static.chance.risk_aversion",
        ),
        returned=("lsec_models.games.buyers.case.DemandCase",),
    ),
    ReferenceGroup(
        name="declare_chance",
        title="Declare: chance and knowledge",
        words="What is random, its law, and who has seen what.",
        homes=("lsec_models.games.laws", "lsec_models.games.static.chance"),
        returned=(
            "lsec_models.games.static.chance.random_symbol.Random",
            "lsec_models.games.static.chance.information.signal.Signal",
            *(f"lsec_models.games.laws.{law}" for law in ("Uniform", "Normal", "Exponential", "Discrete", "Sample")),
        ),
    ),
    ReferenceGroup(
        name="declare_time",
        title="Declare: time",
        words="Games and problems over time, in continuous time and in periods.",
        homes=(
            "lsec_models.games.difference",
            "lsec_models.games.differential",
            "lsec_models.games.one_state",
        ),
    ),
    ReferenceGroup(
        name="declare_populations",
        title="Declare: populations and tables",
        words="Populations that learn, and games in tables of payoffs.",
        homes=("lsec_models.games.evolutionary", "lsec_models.games.matrix"),
    ),
)

_SOLVE = (
    ReferenceGroup(
        name="solve",
        title="Solve: closed forms",
        words="From a declared game to its equilibrium, and what an equilibrium knows.",
        homes=(
            "lsec_models.solve",
            f"{_STATIC}.equilibrium",
            f"{_STATIC}.implicit",
            f"{_STATIC}.piecewise",
        ),
    ),
    ReferenceGroup(
        name="solve_parts",
        title="Solve: parts of closed forms",
        words="Regimes of a piecewise equilibrium, and factors that formulas share under a name.",
        returned=(f"{_STATIC}.piecewise.Regime", "lsec_models.games.summary.summary.NamedFactor"),
    ),
    ReferenceGroup(
        name="solve_at_numbers",
        title="Solve: at given numbers",
        words="What `solve(game, at={...})` returns, and what it returns along a parameter.",
        returned=tuple(f"{_STATIC}.{name}" for name in (*_SEARCHED, *_ALONG)),
    ),
    ReferenceGroup(
        name="solve_contracts",
        title="Solve: contracts",
        words="Equilibria in which somebody must agree, or bargains.",
        returned=tuple(f"{_STATIC}.constrained.{name}" for name in ("ConstrainedEquilibrium", "BargainedEquilibrium")),
    ),
    ReferenceGroup(
        name="solve_information",
        title="Solve: information",
        words="Equilibria in which somebody knows more than others.",
        returned=(
            *(f"{_STATIC}.{name}" for name in _BAYESIAN),
            *(f"{_STATIC}.signalling_equilibria.{name}" for name in _SIGNALLING),
        ),
    ),
    ReferenceGroup(
        name="solve_choices",
        title="Solve: discrete choices",
        words="Who chooses which mode where.",
        returned=(
            "lsec_models.games.choice.equilibrium.ChoiceEquilibrium",
            "lsec_models.games.choice.at_point.ChoicePoint",
            "lsec_models.games.choice.followed.FollowedEquilibrium",
        ),
    ),
    ReferenceGroup(
        name="solve_feedback",
        title="Solve: feedback over time",
        words="Strategies in continuous time that depend on what has built up.",
        returned=(
            "lsec_models.games.differential.feedback.FeedbackEquilibrium",
            "lsec_models.games.differential.feedback_at_point.FeedbackSolutions",
            "lsec_models.games.differential.feedback_at_point.FeedbackPoint",
            "lsec_models.games.differential.feedback_table.FeedbackTable",
            "lsec_models.games.differential.finite_horizon.FiniteFeedback",
            "lsec_models.games.differential.finite_horizon.FinitePoint",
        ),
    ),
    ReferenceGroup(
        name="solve_paths",
        title="Solve: paths and periods",
        words="Plans, periods, one state with thresholds between rest points, and levers that are switched.",
        homes=("lsec_models.solve.control",),
        returned=(
            "lsec_models.games.differential.open_loop.OpenLoopPoint",
            "lsec_models.games.difference.periods.PeriodsPoint",
            "lsec_models.games.difference.stationary.StationarySolutions",
            "lsec_models.games.difference.stationary.StationaryPoint",
            "lsec_models.solve.one_state.solution.OneStateSolution",
            "lsec_models.games.control.lever_path.LeverPath",
        ),
    ),
    ReferenceGroup(
        name="solve_populations",
        title="Solve: populations and tables",
        words="All equilibria of a table of payoffs, and all rest points of populations.",
        returned=(
            *(
                f"lsec_models.games.matrix.equilibria.{name}"
                for name in ("MatrixEquilibria", "Component", "NashSubset", "MixedEquilibrium")
            ),
            "lsec_models.games.evolutionary.rest_points.RestPoints",
            "lsec_models.games.evolutionary.rest_points.RestPoint",
            "lsec_models.games.evolutionary.at_point.RestPointsAt",
            "lsec_models.games.evolutionary.at_point.RestPointAt",
        ),
    ),
)

_PROVE = (
    ReferenceGroup(
        name="prove",
        title="Prove",
        words="Propositions, rankings, sign tables and thresholds, decided exactly.",
        homes=("lsec_models.prove",),
    ),
    ReferenceGroup(
        name="prove_verdicts",
        title="Prove: verdicts",
        words="What proofs, comparisons and thresholds return.",
        returned=(
            "lsec_models.prove.statements.claims.CrossesOnce",
            *(f"lsec_models.prove.results.verdicts.{name}" for name in _VERDICTS),
            "lsec_models.prove.results.signs.Comparison",
            "lsec_models.prove.results.signs.SignTable",
            "lsec_models.prove.results.threshold.Threshold",
            "lsec_models.prove.results.threshold.Thresholds",
            "lsec_models.prove.certificates.steps.Checked",
            "lsec_models.prove.smtlib.reader.Question",
        ),
    ),
)

_NUMBERS = (
    ReferenceGroup(
        name="evaluate",
        title="Evaluate: sweeps",
        words="Equilibria in numbers over parameters, point by point or summed up.",
        homes=("lsec_models.evaluate",),
    ),
    ReferenceGroup(
        name="evaluate_sensitivity",
        title="Evaluate: sensitivity",
        words="What moves an answer: elasticities, tornado, Monte Carlo, calibration.",
        homes=("lsec_models.evaluate.sensitivity",),
        returned=(
            "lsec_models.evaluate.sensitivity.calibration.Calibration",
            "lsec_models.evaluate.sensitivity.tornado.Tornado",
        ),
    ),
    ReferenceGroup(
        name="evaluate_audits",
        title="Evaluate: audits",
        words="Whether anybody gains by a numerical deviation.",
        homes=(
            "lsec_models.audits",
            f"{_STATIC}.audits",
            f"{_STATIC}.simulations",
            "lsec_models.games.evolutionary.audits",
        ),
    ),
)

GROUPS = (
    *_DECLARE,
    *_SOLVE,
    *_PROVE,
    *_NUMBERS,
    ReferenceGroup(
        name="show",
        title="Show: tables and exports",
        words="Tables, and exports to LaTeX, Mathematica, JSON and data frames.",
        homes=("lsec_models.show",),
    ),
    ReferenceGroup(
        name="show_pictures",
        title="Show: pictures and live pages",
        words="Figures, and pages that recompute in the browser.",
        homes=("lsec_models.show.figures", "lsec_models.live"),
        returned=("lsec_models.live.page.LivePage", "lsec_models.live.portrait.LivePortrait"),
    ),
    ReferenceGroup(
        name="models",
        title="Models",
        words="The catalogue of ready games.",
        homes=("lsec_models.catalogue", "lsec_models.models"),
    ),
    ReferenceGroup(
        name="papers",
        title="Papers",
        words="Paper folders: reading, declaring and reproducing them.",
        homes=("lsec_models.papers",),
    ),
    ReferenceGroup(
        name="errors",
        title="Errors",
        words="One tree under `LsecError`: to catch it is to catch them all. Each message says what to do.",
        homes=("lsec_models.errors",),
    ),
)
"""In the order of the contents; a name stands with the group that is its nearest home."""
