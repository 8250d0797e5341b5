"""Every game that the models declare: each model in all its options."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType

from lsec_models.errors import ContradictoryAssumptions, DeclarationError
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.one_state import OneStateProblem
from lsec_models.games.static.game import Game
from lsec_models.models.catalogue import CATALOGUE
from lsec_models.models.channels import channel_choice
from lsec_models.models.channels.two_channels import WAYS
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
    streamer_training,
    technology,
)
from lsec_models.models.over_time import dynamic_quality
from lsec_models.models.over_time.fame import fame
from lsec_models.models.parts.agreements import WORDS
from lsec_models.models.parts.contracts import CONTRACTS
from lsec_models.models.parts.entry import CataloguedGame, Model
from lsec_models.models.parts.streamers import STREAMER_TYPES

Declared = Game | DifferentialGame | OneStateProblem | Choice | EvolutionaryGame

BESIDE: Mapping[str, Callable[[], Declared]] = MappingProxyType({"fame": fame})
"""What `load` does not give, since it is not a game: by the module that declares it."""

_EITHER = (False, True)
_TYPES = (None, *STREAMER_TYPES)
_CONTRACTS = (None, *WORDS)
# The values of each option. An order, the mark of a streamer's parameters, buyers who may leave a channel, and a show
# without effort, change who moves first, what a parameter is called and who decides what, but bring in nothing new.
_SAME = ("order", "mark", "idle", "effort")
_VALUES: Mapping[str, Mapping[str, Sequence[object]]] = MappingProxyType(
    {
        "power_structures": {"streamer": _TYPES, "platform": _EITHER},
        "power_structures_bilateral": {"streamer": _TYPES},
        "integrated_chain": {"streamer": _TYPES},
        "channel_choice": {
            "mode": tuple(channel_choice.MODES),
            "streamer": _TYPES,
            "contract": (None, *CONTRACTS),
            "compete": tuple(WAYS),
            "guarantee": channel_choice.SIDES,
        },
        "dynamic_quality": {
            "mode": dynamic_quality.MODES,
            "streamer": _TYPES,
            "split": dynamic_quality.SPLITS,
            "shares": ("chosen", "fixed"),
            "quality": ("effort", "stock"),
            "direct": _EITHER,
            "price": _EITHER,
        },
        "inventory": {
            "contract": ("none", *WORDS),
            "streamer": (None, "top", "self_run", "virtual"),
            "stock": inventory.STOCKS,
            "supply": inventory.SUPPLIES,
            "terms": inventory.TERMS,
            "buy_back": _EITHER,
        },
        "content": {
            "story": tuple(content.PAYERS),
            "payer": tuple(dict.fromkeys(name for payers in content.PAYERS.values() for name in payers)),
            "streamer": _TYPES,
            "timing": content.TIMINGS,
            "contract": _CONTRACTS,
        },
        "live_pricing": {
            "story": tuple(live_pricing.STORIES),
            "pricing": live_pricing.STORIES["slope"],
            "sold": live_pricing.SOLD,
            "streamer": (None, "top", "self_run", "virtual"),
            "crossing": live_pricing.CROSSINGS,
            "contract": _CONTRACTS,
        },
        "after_sales": {
            "story": after_sales.STORIES,
            "who": tuple(after_sales.WHO),
            "refund": (None, "given", "decided"),
            "streamer": _TYPES,
            "commission": after_sales.COMMISSIONS,
            "contract": _CONTRACTS,
            "disappointed": _EITHER,
        },
        "customer_relationship": {
            "story": customer_relationship.STORIES,
            "mode": customer_relationship.MODES,
            "streamer": _TYPES,
            "ends": customer_relationship.ENDS,
            "contract": _CONTRACTS,
        },
        "consumer_demand": {
            "segments": consumer_demand.SEGMENTS,
            "commitment": consumer_demand.COMMITMENTS,
            "streamer": (None, "top", "self_run", "virtual"),
            "contract": _CONTRACTS,
            "shock": _EITHER,
        },
        "streamer_training": {
            "story": streamer_training.STORIES,
            "contract": streamer_training.CONTRACTS,
            "trainer": tuple(streamer_training.TRAINERS),
            "streamer": (None, "top", "self_run", "virtual"),
        },
        "partnership": {
            "story": tuple(partnership.CONTRACTS),
            "contract": tuple(dict.fromkeys(name for agreed in partnership.CONTRACTS.values() for name in agreed)),
            "sides": partnership.SIDES,
            "streamer": (None, "top", "self_run", "virtual"),
        },
        "information_sharing": {
            "how": tuple(information_sharing.SHARING),
            "sharing": ("none", "told", "first", "second", "both"),
            "streamer": (None, "top", "self_run", "virtual"),
            "contract": _CONTRACTS,
        },
        "product_selection": {
            "story": product_selection.STORIES,
            "contract": _CONTRACTS,
            "streamer": (None, "top", "self_run", "virtual"),
            "found": product_selection.FOUND,
            "accuracy": product_selection.ACCURACY,
            "record": product_selection.RECORDS,
        },
        "logistics": {
            "story": logistics.STORIES,
            "contract": _CONTRACTS,
            "streamer": (None, "top", "self_run", "virtual"),
            "runner": logistics.RUNNERS,
            "carrier": logistics.CARRIERS,
            "capacity": logistics.CAPACITIES,
            "platform": _EITHER,
        },
        "technology": {
            "story": technology.STORIES,
            "adopters": technology.ADOPTERS,
            "contract": _CONTRACTS,
            "streamer": (None, "top", "self_run", "virtual"),
            "fallback": technology.FALLBACKS,
            "research": technology.RESEARCH,
        },
        "business_model": {
            "story": business_model.STORIES,
            "contract": _CONTRACTS,
            "streamer": (None, "top", "self_run", "virtual"),
            "expectations": business_model.EXPECTATIONS,
            "networks": business_model.NETWORKS,
            "lever": business_model.LEVERS,
            "sold": business_model.SOLD,
        },
        "levers": {"pair": tuple(levers.PAIRS), "levers": levers.LEVERS, "prices": levers.PRICES},
        "exclusivity": {"links": tuple(exclusivity.LINKS)},
        "regulation": {"consumers": _EITHER, "pooled": _EITHER, "streamer": (None, "top")},
        "promotion": {
            "streamers": tuple(promotion.STREAMERS),
            "traffic": promotion.TRAFFIC,
            "contract": _CONTRACTS,
            "streamer": (None, "top", "self_run", "virtual"),
            "attention": _EITHER,
        },
    }
)


def variants(model: Model) -> Iterator[CataloguedGame]:
    """Yield a model's game for every combination of its options that goes together, all orders of play but one aside.

    Parameters, errors: see :func:`variants_by_options`.

    Examples
    --------
    >>> from lsec_models.models import CATALOGUE
    >>> len(list(variants(CATALOGUE["power_structures_bilateral"])))
    5
    """
    return (game for _, game in variants_by_options(model))


def variants_by_options(model: Model) -> Iterator[tuple[Mapping[str, object], CataloguedGame]]:
    """Yield each combination of options of a model that goes together, all orders of play but one aside, and its game.

    Parameters
    ----------
    model : Model
        An entry of the catalogue.

    Raises
    ------
    DeclarationError
        If the model has an option whose values are not listed here.

    Examples
    --------
    >>> from lsec_models.models import CATALOGUE
    >>> [options["streamer"] for options, _ in variants_by_options(CATALOGUE["power_structures_bilateral"])]
    [None, 'top', 'ordinary', 'self_run', 'virtual']
    """
    values = _VALUES.get(model.name, {})
    for option in model.options:
        if option not in values and option not in _SAME:
            raise DeclarationError(
                f"the values of option {option!r} of model {model.name!r} are not known; list them in "
                "lsec_models.models.variants"
            )
    for chosen in product(*values.values()):
        options = dict(zip(values, chosen, strict=True))
        try:
            game = model.build(**options)
        except (DeclarationError, ContradictoryAssumptions):
            continue
        yield options, game


def option_values(model: Model) -> dict[str, tuple[str, ...]]:
    """Return the words that the options of a model take, by option, of those that take some.

    Examples
    --------
    >>> from lsec_models.models import CATALOGUE
    >>> option_values(CATALOGUE["levers"])["prices"]
    ('decided', 'given')
    """
    values = _VALUES.get(model.name, {})
    values = {option: _TYPES if option == "streamer" else taken for option, taken in values.items()}
    return {
        option: tuple(str(value) for value in values[option] if value is not None)
        for option in model.options
        if option in values
    }


def declared_by_module() -> dict[str, tuple[Declared, ...]]:
    """Return all games of the catalogue, and what else the models declare, by the module that declares them.

    Examples
    --------
    >>> list(declared_by_module())  # doctest: +NORMALIZE_WHITESPACE
    ['power_structures', 'channel_choice', 'dynamic_quality', 'inventory', 'promotion', 'content', 'live_pricing',
    'after_sales', 'customer_relationship', 'consumer_demand', 'streamer_training', 'partnership',
    'information_sharing', 'product_selection', 'logistics', 'technology', 'business_model', 'levers', 'exclusivity',
    'regulation', 'fame']
    """
    found: dict[str, tuple[Declared, ...]] = {}
    for model in CATALOGUE.values():
        module = model.build.__module__.rpartition(".")[2]
        found[module] = (*found.get(module, ()), *variants(model))
    found["channel_choice"] += (_which_channel(),)
    return found | {module: (declare(),) for module, declare in BESIDE.items()}


def _which_channel() -> Choice:
    """The choice among all modes, which a streamer may decline."""
    modes = {mode: channel_choice.channel_choice(mode) for mode in channel_choice.MODES}
    asked = {mode: channel_choice.reservations(mode) for mode in modes}
    least = {mode: payoffs["streamer"] for mode, payoffs in asked.items() if "streamer" in payoffs}
    return Choice(by="manufacturer", among=modes, participation={"streamer": least})
