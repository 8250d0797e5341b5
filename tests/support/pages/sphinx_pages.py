"""Pages through Sphinx, every warning an error, without executing anything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from docutils import nodes

CONFIGURATION = Path(__file__).parents[3] / "book" / "_config.yml"
BOOK = yaml.safe_load(CONFIGURATION.read_text(encoding="utf-8"))
_ALL = "# All\n\n```{toctree}\n:glob:\n\n**\n```\n"
_NEEDED = ("sphinx_design", "sphinx.ext.autodoc", "sphinx.ext.napoleon")


def documents(pages: Mapping[str, str], folder: Path) -> dict[str, nodes.document]:
    """Return each page as Sphinx understands it with the book's settings, all references resolved."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    source = folder / "source"
    for name, text in {"all.md": _ALL, **pages}.items():
        file = source / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    own = {
        name: value for name, value in BOOK["sphinx"]["config"].items() if not name.startswith(("html", "nb", "bib"))
    }
    settings = own | {
        "extensions": ["myst_parser", *(name for name in own["extensions"] if name in _NEEDED)],
        "myst_enable_extensions": BOOK["parse"]["myst_enable_extensions"],
        "root_doc": "all",
    }
    with docutils_namespace():
        app = Sphinx(
            srcdir=source,
            confdir=None,
            outdir=folder / "out",
            doctreedir=folder / "doctrees",
            buildername="dummy",
            confoverrides=settings,
            status=None,
            freshenv=True,
            warningiserror=True,
        )
        app.build()
        names = [name.removesuffix(".md") for name in pages if name.endswith(".md")]
        return {f"{name}.md": app.env.get_and_resolve_doctree(name, app.builder) for name in names}
