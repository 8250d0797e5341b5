"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

_UNFINISHED = ".unfinished"
LONGEST_STEM = 100
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d", re.IGNORECASE)


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
        If the place cannot be written to, or the disk is full; it names the file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder) / "new" / "a.txt", "words")
    ...     print((Path(folder) / "new" / "a.txt").read_text())
    words
    """
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write_beside(path, data)
    except OSError as error:
        # The system names the unfinished file, or, where a disk is full, none.
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def remove_unfinished(folder: Path, *, below: bool = True) -> None:
    """Remove what writers that were killed left in a folder.

    Parameters
    ----------
    folder : Path
        Nobody may be writing there.
    below : bool
        Whether to look into its subfolders too.

    Raises
    ------
    OSError
        If something cannot be removed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder) / "steps" / ".a.txt.k2_x.unfinished", "half of")
    ...     remove_unfinished(Path(folder))
    ...     print(list((Path(folder) / "steps").iterdir()))
    []
    """
    pattern = f".*{_UNFINISHED}"
    for file in sorted(folder.rglob(pattern) if below else folder.glob(pattern)):
        file.unlink()


def is_stem(name: object) -> bool:
    """Whether a name is good for a file on every system: letters, digits, ``-`` and ``_``, not too many, no device's.

    Examples
    --------
    >>> [is_stem(name) for name in ("lead-M", "../x", "", "x" * 101, "NUL", None)]
    [True, False, False, False, False, False]
    """
    if not isinstance(name, str) or len(name) > LONGEST_STEM or _DEVICES.fullmatch(name):
        return False
    return re.fullmatch(r"[A-Za-z0-9_-]+", name) is not None


def files_below(folder: Path, without: Collection[str]) -> Iterator[Path]:
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


def is_text(value: object) -> bool:
    """Whether a value is a text that a file can hold: no surrogate stands alone.

    Examples
    --------
    >>> is_text("beta"), is_text(chr(0xD800)), is_text(3)
    (True, False, False)
    """
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _write_beside(path: Path, data: bytes) -> None:
    """Write a file under another name, and rename it when it is whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_UNFINISHED)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Temporary files are private; a result should have the permissions of any other new file."""
    current = os.umask(0)
    os.umask(current)
    return current
