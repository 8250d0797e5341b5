"""The notation: every symbol of every model in every option has one meaning, and no meaning is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

import lsec_models.book.generated.notation as page
from lsec_models import DifferentialGame, EvolutionaryGame, parameters
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.one_state import OneStateProblem
from lsec_models.games.static.order import power_structures
from lsec_models.models import CATALOGUE
from lsec_models.models.channels import channel_choice
from lsec_models.models.channels.power_structures import PLAYERS
from lsec_models.models.notation import PECULIAR, SHARED, meaning
from lsec_models.models.over_time import dynamic_quality, fame
from lsec_models.models.parts.streamers import STREAMER_TYPES
from lsec_models.models.variants import Declared, declared_by_module, variants
from pages.generated_pages import Generated

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def declared() -> dict[str, tuple[Declared, ...]]:
    return declared_by_module()


@pytest.fixture(scope="module")
def lines(generated: Generated) -> dict[str, list[list[str]]]:
    """The cells of each table, by the heading above it; parameters of both alphabets under one."""
    text = "\n".join(generated.kinds["notation_pages"].values()).replace("\\", "")
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").removeprefix("Notation: ").capitalize()
        elif line.startswith("|"):
            name = "Parameters" if heading.startswith("Parameters") else heading
            found.setdefault(name, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return {name: [row for row in rows if row[0] not in ("name", "---")] for name, rows in found.items()}


def test_parameters_stand_with_their_alphabet(generated: Generated) -> None:
    pages = generated.kinds["notation_pages"]
    texts = {name: pages[f"notation/{name}_parameters.md"] for name in ("latin", "greek")}
    found = {name: re.findall(r"^\| \$(\\mathit|\S)", text, re.M) for name, text in texts.items()}
    assert min(map(len, found.values())) > 10
    assert set(found["greek"]) == {"\\"}
    assert "\\" not in found["latin"]


def names(game: Declared) -> Iterator[str]:
    yield from (parameter.name for parameter in game.parameters)
    if isinstance(game, OneStateProblem):
        yield from (game.state.name, game.control.name)
    elif not isinstance(game, Choice | EvolutionaryGame):
        yield from (decision.name for player in game.players for decision in player.decides)
        yield from (term.name for bargain in getattr(game, "bargains", ()) for term in bargain.over)
        yield from game.report
    if isinstance(game, DifferentialGame):
        yield from (state.name for state in game.states)


def test_meanings_are_those_of_the_symbols_that_occur(declared):
    occurring = {(module, name) for module, games in declared.items() for game in games for name in names(game)}
    peculiar = {(module, name) for module, meanings in PECULIAR.items() for name in meanings}
    assert {name for module, name in occurring if (module, name) not in peculiar} == set(SHARED)
    assert peculiar <= occurring


def test_a_meaning_of_its_own_is_another_one():
    for module, meanings in PECULIAR.items():
        for name, own in meanings.items():
            assert own != SHARED.get(name), f"{name} in {module}"


def test_words_are_short_and_no_sentences():
    for said in (*SHARED.values(), *(said for meanings in PECULIAR.values() for said in meanings.values())):
        assert said.unit
        assert 0 < len(said.words) < 90
        assert not said.words.endswith(".")


def test_every_baseline_has_a_meaning():
    for model in CATALOGUE.values():
        module = model.build.__module__.rpartition(".")[2]
        assert all(meaning(name, module) for name in model.baseline)
    assert all(meaning(name, "fame") for name in fame.BASELINE)


def test_a_symbol_without_meaning_is_told():
    with pytest.raises(UnknownName, match="alpha"):
        meaning("alhpa", "channel_choice")


@pytest.mark.parametrize("name", CATALOGUE)
def test_options_without_known_values_are_told(name):
    unheard_of = replace(CATALOGUE[name], name="unheard of")
    with pytest.raises(
        DeclarationError, match=rf"option '({'|'.join(CATALOGUE[name].options)})' of model 'unheard of'"
    ):
        next(variants(unheard_of))


def test_variants_differ_in_every_way():
    players = {frozenset(player.name for player in game.players) for game in variants(CATALOGUE["power_structures"])}
    assert players == {frozenset(PLAYERS), frozenset(PLAYERS[:2]), frozenset(PLAYERS[::2]), frozenset(PLAYERS[:1])}
    modes = {(len(game.states), game.cooperative) for game in variants(CATALOGUE["dynamic_quality"])}
    assert modes == {(1, False), (2, False), (1, True), (2, True)}


@pytest.mark.parametrize("streamer", [None, *STREAMER_TYPES])
def test_the_order_of_play_brings_no_symbol(streamer):
    build = CATALOGUE["power_structures"].build
    usual = build(streamer=streamer)
    players = [player.name for player in usual.players]
    for order in power_structures(players):
        assert set(names(build(order=order, streamer=streamer))) == set(names(usual))


def test_marks_only_rename():
    for mode, streamer in product(("agency", "reselling"), ("top", "ordinary", "virtual")):
        plain = set(names(channel_choice.channel_choice(mode, streamer)))
        marked = set(names(channel_choice.channel_choice(mode, streamer, mark="_x")))
        assert {name.removesuffix("_x") for name in marked} == plain


def test_no_decision_may_be_negative_but_bargained_fees_and_answers_to_signals(declared):
    for games in (games for name, games in declared.items() if name not in ("information_sharing", "live_pricing")):
        for game in games:
            chosen = [game.control] if isinstance(game, OneStateProblem) else getattr(game, "decisions", ())
            fees = {term for bargain in getattr(game, "bargains", ()) for term in bargain.over if term.name[0] == "F"}
            assert all(decision.is_nonnegative for decision in chosen if decision not in fees)


@pytest.mark.parametrize(
    ("table", "start", "expected"),
    [
        ("Parameters", "$lambda$ `lambda`", ["1", "$left(0, 1right)$"]),
        ("Parameters", "$theta$ `theta`", ["1", "$left(-1, 1right)$"]),
        ("Parameters", "$sigma$ `sigma`", ["1", "$left[0, 1right)$"]),
        ("Parameters", "$phi$ `phi`", ["1", "$left(0, inftyright)$"]),
        ("Parameters", "$psi_{q}$ `psi_q`", ["1", "$left[0, 1right)$"]),
        ("Decisions", "$f$ `f`", ["price", "platform"]),
        ("Decisions", "$s_{q}$ `s_q`", ["1", "streamer"]),
        (
            "Decisions",
            "$p$ `p`",
            [
                "price",
                "chain (power structures); manufacturer (dynamic quality, content, live pricing, logistics, "
                "business model); seller (consumer demand); manufacturer or streamer (information sharing)",
            ],
        ),
        ("Decisions", "$d_{l}$ `d_l`", ["demand", "manufacturer or streamer"]),
        ("States", "$G$ `G`", ["goodwill", "$left[0, inftyright)$"]),
        ("Reported quantities", "`welfare`", ["money / period", "channel choice, live pricing, technology"]),
    ],
)
def test_the_page_says_values_and_deciders(lines, table, start, expected):
    assert expected in [row[2:4] for row in lines[table] if row[0] == start]


def test_the_page_says_where_a_symbol_occurs(lines, declared):
    places = [row[-1] for rows in lines.values() for row in rows if row[0].endswith("`G`")]
    guaranteed = "content, after sales, consumer demand, logistics, technology, business model"
    assert sorted(places) == ["channel choice", guaranteed, "dynamic quality"]
    assert {row[1] for row in lines["Models"]} == {module.replace("_", " ") for module in declared}


def test_a_symbol_that_nobody_explained_stops_the_page(monkeypatch):
    game = fame.fame()
    odd = replace(game, payoff=game.payoff - parameters("stranger", positive=True))
    monkeypatch.setattr(page, "declared_by_module", lambda: {"fame": (odd,)})
    with pytest.raises(UnknownName, match="stranger"):
        page.notation_pages()


def test_values_hold_where_the_game_is_declared():
    for mode in dynamic_quality.MODES:
        game = dynamic_quality.dynamic_quality(mode, split="commission")
        values = {symbol.name: page._values(symbol, game) for symbol in game.parameters}
        assert all(value in values[name] for name, value in dynamic_quality.BASELINE.items() if name in values)
        assert 1 not in values["lambda"]
