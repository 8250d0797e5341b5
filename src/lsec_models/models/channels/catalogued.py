"""Entries of the catalogue: who leads in a chain, and which channels it has."""

from __future__ import annotations

from fractions import Fraction

from lsec_models.models.channels import channel_choice, power_structures
from lsec_models.models.parts.entry import Headline, Model, by_order

_MAKER, _STREAMER, _PLATFORM = "manufacturer", "streamer", "platform"

ENTRIES = (
    Model(
        name="power_structures",
        question="How do quality, price and profits of manufacturer, streamer and platform depend on who leads?",
        build=power_structures.power_structures,
        baseline=power_structures.BASELINE,
        headline=Headline(
            quantity="q",
            over=("gamma", Fraction(0), Fraction(3, 2)),
            games=by_order(
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
            games=by_order(
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
                **by_order("power_structures", [_MAKER, (_STREAMER, _PLATFORM)], [(_MAKER, _STREAMER, _PLATFORM)]),
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
)
