"""What is written as text is read as text: the round trip through MyST's own parser."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("myst_parser", reason="the extra 'book' is not installed")

import yaml
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser

from lsec_models.book.markdown import block, code, escaped, prose, table

CONFIGURATION = Path(__file__).parents[2] / "book" / "_config.yml"
EXTENSIONS = yaml.safe_load(CONFIGURATION.read_text(encoding="utf-8"))["parse"]["myst_enable_extensions"]
LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
MARKUP = st.sampled_from(
    [*"\\`*_{}[]()<>#+-.!|$&~:^=@'\"%/ \n\t", "```", "~~~", "$$", "{ref}", "http://a.b", "&amp;", "a_b"]
)
TEXTS = st.lists(LETTERS | MARKUP, max_size=30).map("".join)


@pytest.mark.slow
@given(TEXTS)
def test_a_paragraph_says_what_its_text_says(text):
    line = " ".join(text.split())
    paragraphs = parsed(escaped(text)).children
    assert [type(part) for part in paragraphs] == ([nodes.paragraph] if line else [])
    assert all(type(part) is nodes.Text for paragraph in paragraphs for part in paragraph.children)
    assert [part.astext() for part in paragraphs] == ([line] if line else [])


@pytest.mark.slow
@given(TEXTS)
def test_a_heading_says_what_its_text_says(text):
    document = parsed(f"# {escaped(text)} end")
    assert document.next_node(nodes.title).astext() == " ".join([*text.split(), "end"])


@pytest.mark.slow
@given(TEXTS)
def test_a_cell_says_what_its_text_says(text):
    document = parsed(table(["one", "two"], [[escaped(text), "end"]]))
    assert [entry.astext() for entry in document.findall(nodes.entry)] == ["one", "two", " ".join(text.split()), "end"]


@pytest.mark.slow
@given(TEXTS.filter(str.split))
def test_code_says_what_its_text_says(text):
    (paragraph,) = parsed(f"see {code(text)} here").children
    assert [type(part) for part in paragraph.children] == [nodes.Text, nodes.literal, nodes.Text]
    assert paragraph.children[1].astext() == " ".join(text.split())


@pytest.mark.slow
@given(TEXTS)
def test_a_block_of_code_holds_its_text(text):
    (found,) = parsed(block("text", text)).children
    assert isinstance(found, nodes.literal_block)
    assert found.astext().rstrip("\n") == text.rstrip("\n")


@pytest.mark.slow
@given(TEXTS.filter(str.split), TEXTS.filter(str.split))
def test_a_directive_has_its_title_and_what_stands_in_it(title, text):
    inner = block("text", text)
    (found,) = parsed(block(f"{{admonition}} {escaped(title)}", inner)).children
    assert isinstance(found, nodes.admonition)
    assert found[0].astext() == " ".join(title.split())
    assert found[1].astext().rstrip("\n") == text.rstrip("\n")


@pytest.mark.slow
@given(TEXTS.filter(str.split))
def test_options_of_a_directive_hold_their_text(text):
    line = " ".join(text.split())
    document = parsed(block("{figure} picture.svg", escaped(text), {"alt": line}))
    assert document.next_node(nodes.image)["alt"] == line
    assert document.next_node(nodes.caption).astext() == line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("s_i and Φ_0", "s{sub}`i` and Φ{sub}`0`"),
        ("2 eta_o sigma > r_I", r"2 η{sub}`o` σ \> r{sub}`I`"),
        ("kappa*phi**2 - 1", "κ φ² − 1"),
        ("(q_r)", r"\(q{sub}`r`\)"),
        ("two_part_tariff", r"two\_part\_tariff"),
        ("sin_x", r"sin\_x"),
        ("x_12", r"x\_12"),
        ("_a_", r"\_a\_"),
        ("p_r_l", r"p\_r\_l"),
    ],
)
def test_subscripts_are_one_letter_or_digit(text, shown):
    assert prose(text) == shown


def parsed(text: str) -> nodes.document:
    settings = {"myst_enable_extensions": EXTENSIONS, "_disable_config": True, "halt_level": 2, "report_level": 2}
    return publish_doctree(text, parser=Parser(), settings_overrides=settings)
