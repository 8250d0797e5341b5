"""Which models there are, and how to get one by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias, overload

from lsec_models.algebra.domains.domain import domain_of
from lsec_models.algebra.domains.symbols import Parameter
from lsec_models.errors import DeclarationError, nearest, require_known
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.order import order_label
from lsec_models.models.channels import channel_choice, power_structures
from lsec_models.models.mechanisms import (
    after_sales,
    business_model,
    consumer_demand,
    content,
    customer_relationship,
    exclusivity,
    information_sharing,
    inventory,
    levers,
    live_pricing,
    logistics,
    partnership,
    product_selection,
    promotion,
    regulation,
    streamer_training,
    technology,
)
from lsec_models.models.over_time import dynamic_quality
from lsec_models.models.parts.streamers import STREAMER_TYPES, streamer_type

CataloguedGame: TypeAlias = Game | DifferentialGame | EvolutionaryGame


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The comparison that shows a model at a glance: a quantity of some games over one parameter, at the baseline.

    Attributes
    ----------
    quantity : str
        What is compared.
    over : tuple of (str, number, number)
        The parameter that moves, and the ends of its range.
    games : mapping from str to tuple of (str, mapping)
        By the words for a curve, the model and its options.
    """

    quantity: str
    over: tuple[str, Fraction, Fraction]
    games: Mapping[str, tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class StabilityHeadline:
    """What shows a game of populations at a glance: which rest points are stable where, at the baseline.

    Attributes
    ----------
    over : mapping from str to tuple of number
        Two parameters and their ends: the map; the answer in words is along the first.
    """

    over: Mapping[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True, kw_only=True)
class Model:
    """An entry of the catalogue.

    Attributes
    ----------
    name : str
        How :func:`load` and the command line refer to it.
    question : str
        What it answers, in one line.
    build : callable
        Returns the game; its keyword arguments are the model's options.
    baseline : mapping from str to Fraction
        Parameter values at which figures are drawn.
    headline : Headline or StabilityHeadline
        What the book's gallery shows of it.
    other_baselines : sequence of mapping from str to Fraction
        What takes the place of some of these values in games of other options, which do not admit them.
    """

    name: str
    question: str
    build: Callable[..., CataloguedGame]
    baseline: Mapping[str, Fraction]
    headline: Headline | StabilityHeadline
    other_baselines: Sequence[Mapping[str, Fraction]] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options of `build`."""
        return tuple(inspect.signature(self.build).parameters)

    @property
    def module(self) -> str:
        """The module of the catalogue that declares it."""
        return self.build.__module__.rpartition(".")[2]


_MAKER, _STREAMER, _PLATFORM = "manufacturer", "streamer", "platform"


def _orders(model: str, *orders: Sequence[Slot]) -> dict[str, tuple[str, dict[str, Any]]]:
    return {order_label(order): (model, {"order": list(order)}) for order in orders}


CATALOGUE: Mapping[str, Model] = {
    model.name: model
    for model in (
        Model(
            name="power_structures",
            question="How do quality, price and profits of manufacturer, streamer and platform depend on who leads?",
            build=power_structures.power_structures,
            baseline=power_structures.BASELINE,
            headline=Headline(
                quantity="q",
                over=("gamma", Fraction(0), Fraction(3, 2)),
                games=_orders(
                    "power_structures",
                    [_MAKER, (_STREAMER, _PLATFORM)],
                    [_STREAMER, (_MAKER, _PLATFORM)],
                    [_PLATFORM, (_MAKER, _STREAMER)],
                    [(_MAKER, _STREAMER, _PLATFORM)],
                ),
            ),
        ),
        Model(
            name="power_structures_bilateral",
            question="The same for manufacturer and streamer without a platform.",
            build=power_structures.bilateral,
            baseline=power_structures.BASELINE,
            headline=Headline(
                quantity="price",
                over=("gamma", Fraction(0), Fraction(7, 5)),
                games=_orders(
                    "power_structures_bilateral", [_MAKER, _STREAMER], [_STREAMER, _MAKER], [(_MAKER, _STREAMER)]
                ),
            ),
        ),
        Model(
            name="integrated_chain",
            question="The same with one owner: the benchmark that no power structure can beat.",
            build=power_structures.integrated,
            baseline=power_structures.BASELINE,
            headline=Headline(
                quantity="chain_profit",
                over=("gamma", Fraction(0), Fraction(1)),
                games={
                    "one owner": ("integrated_chain", {}),
                    **_orders("power_structures", [_MAKER, (_STREAMER, _PLATFORM)], [(_MAKER, _STREAMER, _PLATFORM)]),
                },
            ),
        ),
        Model(
            name="channel_choice",
            question="Should a manufacturer open a live channel: with its own host, a reseller or an agent?",
            build=channel_choice.channel_choice,
            baseline=channel_choice.BASELINE,
            headline=Headline(
                quantity="manufacturer",
                over=("lambda", Fraction(1, 100), Fraction(9, 10)),
                games={
                    words: ("channel_choice", {"mode": mode, "compete": "quantities"})
                    for mode, words in {
                        "none": "no live channel",
                        "self_run": "own host",
                        "reselling": "reselling",
                        "agency": "agency",
                    }.items()
                },
            ),
        ),
        Model(
            name="dynamic_quality",
            question="Who invests how much in quality and live effort while goodwill builds up, and who shares costs?",
            build=dynamic_quality.dynamic_quality,
            baseline=dynamic_quality.BASELINE,
            headline=Headline(
                quantity="e",
                over=("rho_M", Fraction(5, 4), Fraction(15, 4)),
                games={
                    mode.replace("_", " "): ("dynamic_quality", {"mode": mode})
                    for mode in ("centralised", "nash", "cost_sharing", "quality_sharing")
                },
            ),
        ),
        Model(
            name="inventory",
            question="How much is stocked for a show of uncertain demand, and which contract gets it right?",
            build=inventory.inventory,
            baseline=inventory.BASELINE,
            headline=Headline(
                quantity="chain_profit",
                over=("h", Fraction(1, 10), Fraction(1)),
                games={
                    "one owner": ("inventory", {"contract": "none"}),
                    "commission, stock": ("inventory", {}),
                    "commission, quick response": ("inventory", {"supply": "quick_response"}),
                    "commission, on demand": ("inventory", {"supply": "on_demand"}),
                },
            ),
        ),
        Model(
            name="promotion",
            question="Who does how much for a platform's recommendation, and does the platform want equal streamers?",
            build=promotion.promotion,
            baseline=promotion.BASELINE,
            headline=Headline(
                quantity="total_effort",
                over=("v_2", Fraction(8, 5), Fraction(29, 10)),
                games={
                    "two streamers": ("promotion", {}),
                    "three streamers": ("promotion", {"streamers": "three"}),
                    "two, traffic decided": ("promotion", {"traffic": "decided"}),
                },
            ),
        ),
        Model(
            name="content",
            question="Who pays for content that draws viewers to all brands of a show, and does it raise live effort?",
            build=content.content,
            baseline=content.BASELINE,
            headline=Headline(
                quantity="appeal",
                over=("lambda", Fraction(1, 50), Fraction(9, 10)),
                games={
                    "the streamer pays": ("content", {}),
                    "one brand pays": ("content", {"payer": "brand"}),
                    "each brand pays": ("content", {"payer": "brands"}),
                },
            ),
        ),
        Model(
            name="live_pricing",
            question="What is it worth to adjust the price during a show, to whom, and should one experiment?",
            build=live_pricing.live_pricing,
            baseline=live_pricing.BASELINE,
            other_baselines=(live_pricing.BASELINE_ABOVE,),
            headline=Headline(
                quantity="consumer_surplus",
                over=("V", Fraction(1, 2), Fraction(9)),
                games={
                    f"{sold}, {pricing}": ("live_pricing", {"sold": sold, "pricing": pricing})
                    for sold in ("agency", "reselling")
                    for pricing in ("adjusted", "kept")
                },
            ),
        ),
        Model(
            name="after_sales",
            question="Which refund is right, who should pay for returns, and what does a streamer exaggerate?",
            build=after_sales.after_sales,
            baseline=after_sales.BASELINE,
            headline=Headline(
                quantity="consumer_surplus",
                over=("z", Fraction(1, 20), Fraction(1)),
                games={
                    "one owner": ("after_sales", {"who": "owner"}),
                    **_orders("after_sales", [_MAKER, (_STREAMER, _PLATFORM)], [(_MAKER, _STREAMER, _PLATFORM)]),
                },
            ),
        ),
        Model(
            name="customer_relationship",
            question="Who invests in whose loyal customers, and what does the end of a contract change?",
            build=customer_relationship.customer_relationship,
            baseline=customer_relationship.BASELINE,
            headline=Headline(
                quantity="S",
                over=("psi", Fraction(1, 20), Fraction(2)),
                games={
                    "one owner": ("customer_relationship", {"mode": "centralised"}),
                    "brand and streamer": ("customer_relationship", {}),
                    "own host": ("customer_relationship", {"streamer": "self_run"}),
                },
            ),
        ),
        Model(
            name="consumer_demand",
            question="Does a seller gain by adapting its price, when buyers wait for it, and by buyers who trust it?",
            build=consumer_demand.consumer_demand,
            baseline=consumer_demand.BASELINE,
            headline=Headline(
                quantity="seller",
                over=("delta_c", Fraction(1, 20), Fraction(9, 10)),
                games={
                    "one show": ("consumer_demand", {"commitment": "show"}),
                    "two shows": ("consumer_demand", {}),
                    "two shows, values move": ("consumer_demand", {"shock": True}),
                },
            ),
        ),
        Model(
            name="streamer_training",
            question="How much does a brand train a streamer who may leave, and what should a hidden effort be paid?",
            build=streamer_training.streamer_training,
            baseline=streamer_training.BASELINE,
            headline=Headline(
                quantity="h",
                over=("beta", Fraction(1, 20), Fraction(19, 20)),
                games={
                    "no contract": ("streamer_training", {}),
                    "exit penalty": ("streamer_training", {"contract": "exit_penalty"}),
                    "penalty and shared cost": ("streamer_training", {"contract": "shared_cost"}),
                },
            ),
        ),
        Model(
            name="partnership",
            question="What do brand and streamer agree on, and who gains by power, exclusivity and lowest prices?",
            build=partnership.partnership,
            baseline=partnership.BASELINE,
            headline=Headline(
                quantity="streamer",
                over=("beta", Fraction(1, 20), Fraction(19, 20)),
                games={
                    "two brands": ("partnership", {"story": "rivals"}),
                    "one brand, by bargaining": ("partnership", {"story": "rivals", "contract": "exclusive"}),
                    "one brand, by auction": ("partnership", {"story": "rivals", "contract": "auction"}),
                },
            ),
        ),
        Model(
            name="information_sharing",
            question="Does a streamer who sees demand coming tell, and who gains when it does?",
            build=information_sharing.information_sharing,
            baseline=information_sharing.BASELINE,
            headline=Headline(
                quantity="streamer",
                over=("s", Fraction(1, 10), Fraction(3)),
                games={
                    f"{how}, {words}": ("information_sharing", {"how": how, "sharing": sharing})
                    for how in ("reselling", "agency")
                    for sharing, words in {"none": "not told", "told": "told"}.items()
                },
            ),
        ),
        Model(
            name="product_selection",
            question="Who vets what is sold, does vetting replace quality, and what is a streamer's name worth?",
            build=product_selection.product_selection,
            baseline=product_selection.BASELINE,
            other_baselines=(product_selection.BASELINE_SEEN, product_selection.BASELINE_NAME),
            headline=Headline(
                quantity="x",
                over=("lambda", Fraction(1, 100), Fraction(7, 20)),
                games={
                    "refused": ("product_selection", {}),
                    "replaced, unseen": ("product_selection", {"found": "replaced"}),
                    "replaced, seen": ("product_selection", {"found": "replaced", "accuracy": "seen"}),
                },
            ),
        ),
        Model(
            name="logistics",
            question="Who should deliver, how fast, by which carrier, and does a star's spike keep buyers waiting?",
            build=logistics.logistics,
            baseline=logistics.BASELINE,
            headline=Headline(
                quantity="x",
                over=("l", Fraction(1, 4), Fraction(7, 4)),
                games={
                    "all at once": ("logistics", {}),
                    **{
                        f"manufacturer leads, {runner} delivers": (
                            "logistics",
                            {"order": [_MAKER, (_STREAMER, _PLATFORM)], "runner": runner},
                        )
                        for runner in (_MAKER, _STREAMER)
                    },
                },
            ),
        ),
        Model(
            name="technology",
            question="Who adopts virtual hosts, what is one worth that is never used, and who gains by joint research?",
            build=technology.technology,
            baseline=technology.BASELINE,
            headline=Headline(
                quantity="welfare",
                over=("beta", Fraction(1, 20), Fraction(1)),
                games={
                    f"research {how}": ("technology", {"story": "research", "research": how})
                    for how in ("apart", "joint")
                },
            ),
        ),
        Model(
            name="business_model",
            question="Who gains where buyers draw buyers, and when does a referral bonus or a bundle pay?",
            build=business_model.business_model,
            baseline=business_model.BASELINE,
            other_baselines=(business_model.BASELINE_BUNDLE,),
            headline=Headline(
                quantity="consumer_surplus",
                over=("nu", Fraction(1, 20), Fraction(3, 4)),
                games={
                    "prices not seen": ("business_model", {}),
                    "prices seen": ("business_model", {"expectations": "responsive"}),
                    "prices seen, platform leads": (
                        "business_model",
                        {"expectations": "responsive", "order": [_PLATFORM, (_MAKER, _STREAMER)]},
                    ),
                },
            ),
        ),
        Model(
            name="levers",
            question="Are content and promotion, vetting and service, training and traffic complements, and for whom?",
            build=levers.levers,
            baseline=levers.BASELINE,
            headline=Headline(
                quantity="streamer",
                over=("gamma", Fraction(1, 4), Fraction(7, 4)),
                games={
                    words: ("levers", {"levers": which})
                    for which, words in {
                        "both": "content and promotion",
                        "content": "content alone",
                        "promotion": "promotion alone",
                    }.items()
                },
            ),
        ),
        Model(
            name="exclusivity",
            question="Two brands, two streamers, secret contracts: when does a brand or a streamer want exclusivity?",
            build=exclusivity.exclusivity,
            baseline=exclusivity.BASELINE,
            headline=Headline(
                quantity="consumer_surplus",
                over=("sigma", Fraction(1, 20), Fraction(19, 20)),
                games={
                    "each brand at its own": ("exclusivity", {}),
                    "one brand at both streamers": ("exclusivity", {"links": "single"}),
                },
            ),
        ),
        Model(
            name="regulation",
            question="Who keeps streamers honest: platforms that supervise, consumers who complain, or an association?",
            build=regulation.regulation,
            baseline=regulation.BASELINE,
            headline=StabilityHeadline(over={"k": (Fraction(0), Fraction(8)), "f": (Fraction(0), Fraction(20))}),
        ),
    )
}
"""The models by name."""


@overload
def load(name: Literal["dynamic_quality", "customer_relationship"], **options: Any) -> DifferentialGame: ...
@overload
def load(name: Literal["regulation"], **options: Any) -> EvolutionaryGame: ...
@overload
def load(name: str, **options: Any) -> Game: ...
def load(name: str, **options: Any) -> CataloguedGame:
    """Return a game of the catalogue.

    Parameters
    ----------
    name : str
        A key of ``CATALOGUE``; ``lsec models`` lists them.
    **options
        The model's options, such as ``order=["streamer", ("manufacturer", "platform")]`` or ``streamer="top"``.

    Returns
    -------
    Game, DifferentialGame or EvolutionaryGame

    Raises
    ------
    UnknownName
        If there is no such model or streamer type.
    DeclarationError
        If the model has no such option.

    Examples
    --------
    >>> load("power_structures", order=["streamer", ("manufacturer", "platform")], streamer="top").parameters
    (F, a, b, c, eta, gamma, k, lambda, mu, phi, tau, upsilon)
    """
    require_known(name, CATALOGUE, f"no model {name!r} in the catalogue")
    model = CATALOGUE[name]
    for option in options:
        if option not in model.options:
            raise DeclarationError(f"model {name!r} has no option {option!r}; {nearest(option, model.options)}")
    return model.build(**options)


def baseline(model: Model, game: CataloguedGame, streamer: str | None = None) -> dict[Parameter, Fraction]:
    """Return a value for every parameter of a model's game: the model's baseline, and the streamer type's terms.

    Where the game does not admit them, and one of the model's other baselines is admissible, they are those of that.

    Raises
    ------
    DeclarationError
        If the game has a parameter that neither covers.

    Examples
    --------
    >>> bundle = load("business_model", story="bundle")
    >>> bundle.assuming, baseline(CATALOGUE["business_model"], bundle)
    ((4*c <= 1,), {c: Fraction(1, 5)})
    """
    terms: Mapping[str, Fraction] = {}
    if streamer is not None:
        kind = streamer_type(streamer)
        own = {"phi": kind.influence, "eta": kind.effort_cost, "lambda": kind.commission}
        own |= {"F": kind.slot_fee, "W": kind.wage, "T": kind.technology_cost}
        # What a type does not ask for, but the options do, is as high as without a type.
        terms = {name: value for name, value in own.items() if value or name not in model.baseline}
    numbers = [{**model.baseline, **other, **terms} for other in ({}, *model.other_baselines)]
    missing = [parameter.name for parameter in game.parameters if parameter.name not in numbers[0]]
    if missing:
        raise DeclarationError(
            f"no baseline for {', '.join(missing)}; name the streamer type ({', '.join(STREAMER_TYPES)}) or give values"
        )
    points = [{parameter: values[parameter.name] for parameter in game.parameters} for values in numbers]
    if len(points) == 1:
        return points[0]
    admissible = domain_of(game.parameters, game.assuming)
    return next(filter(admissible.contains, points), points[0])
