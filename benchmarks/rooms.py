"""How large each room of the package is: files, lines, statements without docstrings, and the longest file.

As it stands, and as it stood at the commits that are named; those are read from the clone's history.

    python benchmarks/rooms.py
    python benchmarks/rooms.py 8b0f896f^    # before rooms had wings
"""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

PACKAGE = "src/lsec_models"
GROUND = "beside the rooms"


@dataclass(frozen=True)
class Room:
    files: int
    lines: int
    statements: int
    longest: tuple[int, str]


def main() -> None:
    """Print a table for each tree."""
    root = Path(__file__).parents[1]
    print_rooms("as it stands", {p.relative_to(root).as_posix(): p.read_text() for p in (root / PACKAGE).rglob("*.py")})
    for revision in sys.argv[1:]:
        print_rooms(revision, sources_at(root, revision))


def sources_at(root: Path, revision: str) -> dict[str, str]:
    """Return the package's modules at a commit."""
    packed = subprocess.run(["git", "archive", revision, PACKAGE], check=True, capture_output=True, cwd=root).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as tree:
        members = [member for member in tree if member.name.endswith(".py")]
        return {member.name: tree.extractfile(member).read().decode() for member in members}


def print_rooms(title: str, sources: Mapping[str, str]) -> None:
    """Print the size of each room, and of all."""
    by_room: dict[str, dict[str, str]] = {}
    for name, source in sources.items():
        parts = PurePosixPath(name).relative_to(PACKAGE).parts
        by_room.setdefault(parts[0] if len(parts) > 1 else GROUND, {})[name] = source
    print(f"{title:18}{'files':>7}{'lines':>9}{'statements':>12}   longest file")
    for room, own in [*sorted(by_room.items()), ("all", sources)]:
        size = measured(own)
        print(f"{room:18}{size.files:7}{size.lines:9}{size.statements:12}   {size.longest[0]:3} {size.longest[1]}")


def measured(sources: Mapping[str, str]) -> Room:
    """Return the size of some modules."""
    lengths = {name: len(source.splitlines()) for name, source in sources.items()}
    return Room(
        files=len(sources),
        lines=sum(lengths.values()),
        statements=sum(map(statements, sources.values())),
        longest=max((length, str(PurePosixPath(name).relative_to(PACKAGE))) for name, length in lengths.items()),
    )


def statements(source: str) -> int:
    """Return how many statements a module has; a text that stands by itself is none."""
    nodes = list(ast.walk(ast.parse(source)))
    texts = sum(isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant) for n in nodes)
    return sum(isinstance(n, ast.stmt) for n in nodes) - texts


if __name__ == "__main__":
    main()
