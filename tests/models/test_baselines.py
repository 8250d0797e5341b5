"""Typical numbers: every variant of every model admits its baseline."""

from __future__ import annotations

from typing import Any

import pytest

from lsec_models.algebra.domains.relations import domain_of
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.mechanisms.catalogued import ENTRIES as MECHANISMS
from lsec_models.models.parts.streamers import STREAMER_TYPES
from lsec_models.models.variants import variants_by_options


@pytest.mark.slow
def test_every_variant_of_every_model_admits_its_baseline() -> None:
    """By plain substitution into what the game assumes, beside the domain that chose the numbers."""
    for model in CATALOGUE.values():
        for options, game in variants_by_options(model):
            numbers = baseline(model, game, options.get("streamer"))
            assert all(bool(condition.subs(numbers)) for condition in game.assuming), (model.name, options)
            assert domain_of(game.parameters, game.assuming).contains(numbers), (model.name, options)


@pytest.mark.parametrize(
    ("model", "options", "changed"),
    [
        ("business_model", {"story": "bundle"}, {"c"}),
        ("business_model", {}, set()),
        ("live_pricing", {"story": "slope", "crossing": "above"}, {"x"}),
        ("live_pricing", {"story": "slope"}, set()),
        ("product_selection", {"story": "name"}, {"v"}),
        ("product_selection", {"streamer": "self_run", "found": "replaced", "accuracy": "seen"}, {"kappa"}),
        ("product_selection", {}, set()),
    ],
)
def test_other_numbers_stand_only_where_they_are_needed(model: str, options: dict[str, str], changed: set[str]) -> None:
    game = load(model, **options)
    numbers = {
        symbol.name: value for symbol, value in baseline(CATALOGUE[model], game, options.get("streamer")).items()
    }
    usual = CATALOGUE[model].baseline
    assert {name for name, value in numbers.items() if name in usual and value != usual[name]} - {"phi"} == changed
    assert domain_of(game.parameters, game.assuming).contains({s: numbers[s.name] for s in game.parameters})


HOSTED = {
    "after_sales": {"story": "exaggeration"},
    "consumer_demand": {"segments": "trust"},
    "information_sharing": {"how": "agency"},
    "promotion": {"streamers": "alike"},
    "technology": {"story": "host"},
}


@pytest.mark.parametrize("kind", STREAMER_TYPES)
def test_each_mechanism_takes_each_type_of_streamer(kind: str) -> None:
    """With the type's audience, and its numbers are admissible; levers and exclusivity are two things at a time."""
    mechanisms = [model for model in MECHANISMS if model.name not in {"levers", "exclusivity"}]
    assert len(mechanisms) == 15
    for model in mechanisms:
        options = HOSTED.get(model.name, {})
        typed: Any = load(model.name, **options, streamer=kind)
        assert {"phi", "phi_v"} & {symbol.name for symbol in typed.parameters}, model.name
        numbers = baseline(model, typed, kind)
        assert domain_of(typed.parameters, typed.assuming).contains(numbers), model.name
