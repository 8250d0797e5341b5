"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file, making its folders; an interruption leaves either the old file or the new one.

    Parameters
    ----------
    path : Path
    content : str or bytes
        Text is written as UTF-8, line ends as they are.

    Raises
    ------
    OSError
        If the place cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder) / "new" / "a.txt", "words")
    ...     print((Path(folder) / "new" / "a.txt").read_text())
    words
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def files_below(folder: Path, without: Collection[str] = ()) -> Iterator[Path]:
    """Yield the files in a folder and its subfolders, sorted.

    Parameters
    ----------
    folder : Path
    without : collection of str
        Names of files and subfolders to leave out, wherever they are.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder) / "kept" / "a.txt", "")
    ...     write_atomically(Path(folder) / "cache" / "b.txt", "")
    ...     print([file.name for file in files_below(Path(folder), without=["cache"])])
    ['a.txt']
    """
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not set(without) & set(file.relative_to(folder).parts):
            yield file


def _umask() -> int:
    """Temporary files are private; a result should have the permissions of any other new file."""
    current = os.umask(0)
    os.umask(current)
    return current
