from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from lsec_models import cli
from lsec_models.book import Built, build_book
from lsec_models.book import sphinx as running
from lsec_models.book.sources import find_sources, write_sources
from lsec_models.errors import BookError


def build(sources: Path, papers: Path, out: Path, **options: object) -> Built:
    return build_book(out=out, reproduction=out / "reproduction", sources=sources, papers=papers, **options)  # type: ignore[arg-type]


def executed(out: Path) -> list[str]:
    said = (out / "work" / "log.txt").read_text()
    return re.findall(r"(\w+)\.md: Executed notebook", said)


@pytest.mark.slow
@pytest.mark.usefixtures("jupyter_book")
def test_a_book_is_built_and_only_what_changed_is_executed_again(sources: Path, papers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built = build(sources, papers, out)
    page = built.index.read_text()
    assert built.index == out / "html" / "index.html"
    assert built.reproduction.agrees
    assert sorted(executed(out)) == ["index", "second"]
    assert 'data-copy="x**2/2"' in page, "formulas have copy buttons"
    assert 'alt="A line."' in page
    assert "small2024" in (out / "html" / "ledgers" / "small2024.html").read_text()

    (sources / "second.md").write_text((sources / "second.md").read_text().replace("6 * 7", "6 * 8"))
    build(sources, papers, out)
    assert executed(out) == ["second"]
    assert "48" in (out / "html" / "second.html").read_text()


@pytest.mark.slow
@pytest.mark.usefixtures("jupyter_book")
def test_a_failing_chapter_is_named_and_the_earlier_book_stays(sources: Path, papers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(sources, papers, out)
    before = (out / "html" / "second.html").read_bytes()
    (sources / "second.md").write_text((sources / "second.md").read_text().replace("6 * 7", "1 / 0"))
    with pytest.raises(BookError, match=r"second\.md.*log\.txt"):
        build(sources, papers, out)
    assert (out / "html" / "second.html").read_bytes() == before


@pytest.mark.slow
@pytest.mark.usefixtures("jupyter_book")
@pytest.mark.parametrize(
    "spoilt",
    [
        "[a link](nowhere.md)",
        "```{code-cell}\nimport sys\nprint('careful', file=sys.stderr)\n```",
        "{prf:ref}`nothing`",
    ],
    ids=["broken link", "words on stderr", "missing proposition"],
)
def test_a_warning_is_an_error(spoilt: str, sources: Path, papers: Path, tmp_path: Path) -> None:
    with (sources / "second.md").open("a") as file:
        file.write(f"\n{spoilt}\n")
    with pytest.raises(BookError, match="second"):
        build(sources, papers, tmp_path / "out")


@pytest.mark.slow
@pytest.mark.usefixtures("jupyter_book")
def test_an_interrupted_build_loses_nothing_and_goes_on(
    sources: Path, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build(sources, papers, out)
    before = (out / "html" / "index.html").read_bytes()
    for name in ("index", "second"):
        text = (sources / f"{name}.md").read_text()
        (sources / f"{name}.md").write_text(text + "\nMore.\n\n```{code-cell}\n2 + 2\n```\n")

    begun: list[str] = []

    def interrupting(step: str) -> None:
        begun.append(step)
        if len(begun) == 2:
            raise KeyboardInterrupt

    run = running.run_jupyter_book
    with monkeypatch.context() as patch:
        patch.setattr("lsec_models.book.build.run_jupyter_book", lambda *given: run(*given[:2], interrupting))
        with pytest.raises(KeyboardInterrupt):
            build(sources, papers, out)
    assert (out / "html" / "index.html").read_bytes() == before
    build(sources, papers, out)
    assert executed(out) == [begun[1].split()[-1]], "the other chapter was executed before the interruption"


def test_interruption_on_the_command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(**_: object) -> Built:
        raise KeyboardInterrupt

    monkeypatch.setattr("lsec_models.book.build_book", interrupted)
    assert cli.main(["book"]) == 130
    assert "the same command goes on" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("installed", "words"),
    [
        ({}, "jupyter-book, sphinx-proof"),
        ({"jupyter-book": "1.0.4.post1"}, "needs sphinx-proof"),
        (dict.fromkeys(running.NEEDED, "2.0.1"), "needs version 1 of jupyter-book, and 2.0.1 is installed"),
    ],
    ids=["nothing", "some", "version 2"],
)
def test_without_the_extra(
    installed: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(running, "version_of", installed.get)
    assert cli.main(["book"]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "pip install -c constraints.txt '.[book]'" in said


def test_no_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BookError, match=r"_config\.yml and _toc\.yml.*--sources"):
        find_sources(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert (find_sources() / "_toc.yml").is_file(), "outside a clone, those of the package"


def test_sources_are_copied_exactly_and_untouched_where_equal(sources: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    picture = tmp_path / "p.svg"
    picture.write_text("<svg/>")
    write_sources(target, sources, {"made.md": "# Made"}, {"figures/p.svg": picture})
    assert (target / "made.md").read_text() == "# Made"
    assert (target / "figures" / "p.svg").read_text() == "<svg/>"
    os.utime(target / "index.md", (1, 1))
    (sources / "second.md").unlink()
    write_sources(target, sources, {}, {})
    assert (target / "index.md").stat().st_mtime == 1, "an equal file is not written again"
    assert {file.name for file in target.rglob("*") if file.is_file()} == {file.name for file in sources.iterdir()}
    with pytest.raises(BookError, match=r"index\.md.*rename"):
        write_sources(target, sources, {"index.md": ""}, {})
