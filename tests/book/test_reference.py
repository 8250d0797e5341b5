"""The reference: every public name is there, once, with its docstring, and Sphinx has nothing to complain of."""

from __future__ import annotations

import inspect
import re
import sys
import types
from functools import cached_property
from importlib import import_module
from pkgutil import walk_packages

import pytest

pytest.importorskip("jupyter_book", reason="the extra 'book' is not installed")

from docutils import nodes
from sphinx import addnodes

import lsec_models
from lsec_models.book.generated import reference
from lsec_models.book.generated.reference import public_names, reference_pages
from lsec_models.games.result import Result

pytestmark = pytest.mark.slow

ROOMS = ("games", "solve", "prove", "evaluate", "audits", "models", "show", "live", "papers")


@pytest.fixture(scope="module")
def described(read) -> list[str]:
    """The full name of each class, function and constant that a page describes; members left out."""
    found = [
        d
        for page in read.values()
        for d in page.findall(addnodes.desc)
        if not isinstance(d.parent, addnodes.desc_content)
    ]
    return [
        signature["ids"][0] for d in found for signature in d.findall(addnodes.desc_signature) if signature.parent is d
    ]


@pytest.mark.parametrize("path", ["lsec_models", *(f"lsec_models.{room}" for room in ROOMS)])
def test_every_public_name_has_its_place(path, described):
    import_module(path)
    room = sys.modules[path]
    known = public_names()
    for name in getattr(room, "__all__", ()):
        places = [place for place, value in known.items() if value is getattr(room, name)]
        assert len(places) == 1
        assert places[0] in described


def test_nothing_is_described_twice(described):
    assert len(described) == len(set(described))


def test_every_error_is_described(described):
    kinds = [
        kind for kind in vars(lsec_models.errors).values() if inspect.isclass(kind) and issubclass(kind, Exception)
    ]
    assert len(kinds) > 10
    for kind in kinds:
        name = "lsec_models.LsecError" if kind is lsec_models.LsecError else f"lsec_models.errors.{kind.__name__}"
        assert name in described


def test_the_overview_links_to_every_description(read, described):
    links = {link["refuri"].partition("#")[2] for link in read["reference.md"].findall(nodes.reference)}
    assert links >= set(described)


def test_the_overview_says_what_everything_is(read):
    rows = [[cell.astext() for cell in row.findall(nodes.entry)] for row in read["reference.md"].findall(nodes.row)]
    said = dict(row for row in rows if row != ["name", "what it is"])
    assert all(said.values())
    assert said["CATALOGUE"] == "The models by name."
    assert said["Player"] == "A player of a game."
    assert said["read_paper"].startswith("Read paper.toml;")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Read ``a_b.toml``; see :func:`solve`.", r"Read `a_b.toml`\; see `solve`\."),
        ("Of `players`: all, 1_000 *", r"Of `players`\: all\, 1\_000 \*"),
    ],
)
def test_summaries_are_markdown(line, shown):
    assert reference._from_restructured(line) == shown


def test_a_new_public_name_appears_by_itself(monkeypatch):
    def brand_new() -> None:
        """Do something new."""

    brand_new.__module__ = "lsec_models.prove.brand"
    monkeypatch.setattr(sys.modules["lsec_models.prove"], "brand_new", brand_new, raising=False)
    monkeypatch.setattr(sys.modules["lsec_models.prove"], "__all__", ["brand_new"])
    pages = reference_pages()
    assert "brand_new` | Do something new" in pages["reference.md"].replace(" <lsec_models.prove.brand_new>", "")
    assert ".. autofunction:: lsec_models.prove.brand_new" in pages["reference/prove.md"]


def test_a_name_from_nowhere_is_refused(monkeypatch):
    stranger = types.SimpleNamespace()
    monkeypatch.setattr(lsec_models, "stranger", stranger, raising=False)
    monkeypatch.setattr(lsec_models, "__all__", ["stranger"])
    with pytest.raises(LookupError, match="stranger"):
        reference_pages()


def test_what_verbs_return_is_described(described):
    classes = {name.rpartition(".")[2] for name in described}
    for value in public_names().values():
        if inspect.isfunction(value):
            returned = set(re.findall(r"\w+", str(inspect.signature(value).return_annotation)))
            ours = {name for name in returned if hasattr(sys.modules[value.__module__], name) and name[0].isupper()}
            module = sys.modules[value.__module__]
            ours = {name for name in ours if getattr(module, name).__module__.startswith("lsec_models")}
            assert ours <= classes


def test_every_kind_of_result_is_described(described):
    for module in walk_packages(lsec_models.__path__, "lsec_models."):
        import_module(module.name)
    kinds, left = set(), [Result]
    while left:
        derived = left.pop().__subclasses__()
        kinds |= {kind for kind in derived if kind.__module__.startswith("lsec_models.") and not kind.__subclasses__()}
        left += derived
    assert len(kinds) > 20
    assert {kind.__name__ for kind in kinds} <= {name.rpartition(".")[2] for name in described}


def test_what_a_base_gives_is_described_with_each_kind(read):
    members = {ids for page in read.values() for part in page.findall(addnodes.desc_signature) for ids in part["ids"]}
    assert {"lsec_models.Equilibrium.at", "lsec_models.Equilibrium.payoffs"} <= members
    assert {"lsec_models.DifferenceGame.with_order", "lsec_models.DifferentialGame.with_order"} <= members
    assert not [name for name in members if name.endswith(("Thresholds.count", "Solutions.index", "Random.subs"))]


def test_no_property_is_taken_for_a_type():
    """Sphinx reads what stands before a colon in the first line of a property as its type."""
    for value in public_names().values():
        members = vars(value).items() if inspect.isclass(value) else ()
        for name, member in members:
            if isinstance(member, property | cached_property) and not name.startswith("_"):
                first = (inspect.getdoc(member) or "").partition("\n")[0]
                assert first
                assert ":" not in re.sub("``.*?``", "", first), f"{value.__name__}.{name}: {first}"


def test_every_attribute_has_a_line_of_its_own():
    """Sphinx takes all but the last of several names before a colon for a type."""
    for value in public_names().values():
        attributes = re.search(r"^Attributes\n-+\n(.*?)(?:^\w+\n-+\n|\Z)", inspect.getdoc(value) or "", re.M | re.S)
        together = re.findall(r"^\w+, .*", attributes[1], re.M) if attributes else []
        assert not together, f"{value}: {together}"
