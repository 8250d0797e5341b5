"""Typical numbers: every variant of every model admits its baseline."""

from __future__ import annotations

import pytest

from lsec_models.algebra.domains.domain import domain_of
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
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
