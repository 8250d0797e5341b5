"""Pages that document every public name, from its docstring, as a user thinks of them: declare, solve, prove, ..."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from string import punctuation
from textwrap import indent

import lsec_models.errors
from lsec_models.book.generated.reference_groups import GROUPS, ReferenceGroup
from lsec_models.book.markdown import block, code, escaped, table

_ROOMS = ("games", "solve", "prove", "evaluate", "audits", "models", "show", "live", "papers")
_PACKAGE = "lsec_models"
_MARKED = re.compile(rf"(?::\w+)*:?`+(?P<marked>[^`]+)`+|[{re.escape(punctuation)}]")
_INTRODUCTION = """\
Everything that is public, from the docstrings. Names of `lsec_models` itself are imported from there
(`from lsec_models import Game`), others from the room that is shown before them. What is not listed here is internal
and may change."""


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """A documented name: the path from which it is imported, and what stands there."""

    path: str
    value: object

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]

    @property
    def is_constant(self) -> bool:
        return not callable(self.value)

    @property
    def words(self) -> str:
        return (_constant_words(self) if self.is_constant else inspect.getdoc(self.value)) or ""

    @property
    def summary(self) -> str:
        """The first paragraph as Markdown."""
        return _from_restructured(" ".join(self.words.split("\n\n")[0].split()))


def reference_pages() -> dict[str, str]:
    """Return the overview and a page for each group of public names, as Markdown by path.

    Returns
    -------
    dict from str to str
        ``reference.md`` and ``reference/GROUP.md``.

    Raises
    ------
    LookupError
        If a public name is defined in a room that belongs to no group.
    """
    sections = [(group, _entries(group)) for group in GROUPS]
    pages = {f"reference/{group.name}.md": _page(group, entries) for group, entries in sections}
    return {"reference.md": _overview(sections), **pages}


def public_names() -> dict[str, object]:
    """Return every public object by the shortest path from which it is imported.

    Examples
    --------
    >>> "lsec_models.solve" in public_names(), "lsec_models.solve.solve" in public_names()
    (True, False)
    """
    found: dict[str, object] = {}
    for path in ("lsec_models", *(f"lsec_models.{room}" for room in _ROOMS)):
        import_module(path)
        room = sys.modules[path]  # The attribute of that name may be the room's verb.
        for name in getattr(room, "__all__", ()):
            value = getattr(room, name)
            if not any(value is known for known in found.values()):
                found[f"{path}.{name}"] = value
    errors = {
        f"lsec_models.errors.{name}": value for name, value in vars(lsec_models.errors).items() if _is_error(value)
    }
    return found | {path: value for path, value in errors.items() if value not in found.values()}


def _is_error(value: object) -> bool:
    return inspect.isclass(value) and issubclass(value, lsec_models.errors.LsecError)


def _entries(group: ReferenceGroup) -> list[_Entry]:
    everything = [_Entry(path=path, value=value) for path, value in public_names().items()]
    public = [entry for entry in everything if _group_of(entry) is group]
    returned = [_Entry(path=path, value=_imported(path)) for path in group.returned]
    return public + [entry for entry in returned if not any(entry.value is known.value for known in public)]


def _group_of(entry: _Entry) -> ReferenceGroup:
    """Return the group whose home contains the place where the name is defined; the nearest, if several do."""
    place = getattr(entry.value, "__module__", None) or entry.path.rpartition(".")[0]
    homes = [(home, group) for group in GROUPS for home in group.homes if f"{place}.".startswith(f"{home}.")]
    if not homes:
        raise LookupError(f"{entry.path} is public, but no group of the reference is home to {place}")
    return max(homes, key=lambda found: len(found[0]))[1]


def _imported(path: str) -> object:
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


def _constant_words(entry: _Entry) -> str:
    """Return the text below the assignment, in the module of the room that has it."""
    room = entry.path.rpartition(".")[0]
    for path in [path for path in sys.modules if path.startswith(f"{room}.")]:
        if getattr(sys.modules[path], entry.name, None) is entry.value:
            for assignment, below in pairwise(ast.parse(inspect.getsource(sys.modules[path])).body):
                if _assigned(assignment) == entry.name:
                    return inspect.cleandoc(_text(below))
    return ""


def _assigned(statement: ast.stmt) -> str:
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return targets[0].id if isinstance(targets[0], ast.Name) else ""


def _text(statement: ast.stmt) -> str:
    value = getattr(statement, "value", None)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _from_restructured(line: str) -> str:
    """Return a line of a docstring as Markdown: what is marked there, as code or as a reference, is code here."""
    return _MARKED.sub(lambda found: code(found["marked"]) if found["marked"] else escaped(found[0]), line)


def _overview(sections: list[tuple[ReferenceGroup, list[_Entry]]]) -> str:
    parts = ["# Reference", _INTRODUCTION]
    for group, entries in sections:
        rows = [[f"{{py:obj}}`{entry.name} <{entry.path}>`", entry.summary] for entry in entries]
        names = block("{div} lsec-compact", table(["name", "what it is"], rows))
        parts += [f"## [{group.title}](reference/{group.name}.md)", names]
    return "\n\n".join(parts) + "\n"


def _page(group: ReferenceGroup, entries: list[_Entry]) -> str:
    documented = [part for entry in entries for part in (f"## {escaped(entry.name)}", _documented(entry))]
    return "\n\n".join([f"# {group.title}", group.words, *documented]) + "\n"


def _documented(entry: _Entry) -> str:
    if entry.is_constant:
        return block("{eval-rst}", f".. py:data:: {entry.path}\n\n{indent(entry.words, '   ')}")
    if not inspect.isclass(entry.value):
        return block("{eval-rst}", f".. autofunction:: {entry.path}")
    directive = "autoexception" if _is_error(entry.value) else "autoclass"
    foreign = ", ".join(base.__name__ for base in entry.value.__mro__ if base.__module__.split(".")[0] != _PACKAGE)
    options = f"   :members:\n   :inherited-members: {foreign}\n   :member-order: bysource"
    return block("{eval-rst}", f".. {directive}:: {entry.path}\n{options}")
