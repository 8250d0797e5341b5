"""Which tests one process runs where several share the work: those for which something is made once."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

_PAGES = "tests/book/test_built_book.py"
_GENERATED = ("gallery", "notation", "pages", "reference")
_TOGETHER = {f"tests/book/test_{name}.py": "generated pages" for name in _GENERATED} | {"tests/live": "live pages"}


def group_of(nodeid: str) -> str:
    """Return the group of a test: its file, its folder, or itself where each page of the whole book is asked.

    Parameters
    ----------
    nodeid : str
        As pytest has it, from the repository's root.
    """
    file = nodeid.partition("::")[0]
    if file == _PAGES:
        return nodeid
    return _TOGETHER.get(file) or _TOGETHER.get(file.rpartition("/")[0]) or file


class SharedWork(LoadFileScheduling):
    """Gives a group of tests to one process."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
