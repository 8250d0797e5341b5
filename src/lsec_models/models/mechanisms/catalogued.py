"""Entries of the catalogue: the mechanisms of the survey, and several of them together."""

from __future__ import annotations

from fractions import Fraction

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
from lsec_models.models.parts.entry import Headline, Model, StabilityHeadline, by_order

_MAKER, _STREAMER, _PLATFORM = "manufacturer", "streamer", "platform"

ENTRIES = (
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
                **by_order("after_sales", [_MAKER, (_STREAMER, _PLATFORM)], [(_MAKER, _STREAMER, _PLATFORM)]),
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
                f"research {how}": ("technology", {"story": "research", "research": how}) for how in ("apart", "joint")
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
