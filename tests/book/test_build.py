from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lsec_models import cli
from lsec_models.book import Built
from lsec_models.book import sphinx as running
from lsec_models.book.generated.ledgers import ledger_pages
from lsec_models.book.sources import find_sources, write_sources
from lsec_models.errors import BookError
from pages.small_book import INDEX, SECOND, Workshop, write_chapters, write_paper


@pytest.fixture(scope="module")
def workshop(jupyter_book: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:  # noqa: ARG001
    """A small book that has been built once; of the pages that no one writes it has the ledgers."""
    folder = tmp_path_factory.mktemp("workshop")
    shop = Workshop(sources=write_chapters(folder), papers=write_paper(folder), out=folder / "out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lsec_models.book.build.generated_pages", ledger_pages)
        shop.build()
        yield shop


@pytest.mark.slow
def test_a_book_is_built_and_only_what_changed_is_executed_again(workshop: Workshop) -> None:
    page = workshop.page("index").read_text(encoding="utf-8")
    assert sorted(workshop.executed()) == ["index", "second"]
    assert 'data-copy="x**2/2"' in page, "formulas have copy buttons"
    assert 'alt="A line."' in page
    assert "small2024" in workshop.page("ledgers/small2024").read_text(encoding="utf-8")

    workshop.write(second=SECOND.replace("6 * 7", "6 * 8"))
    built = workshop.build()
    assert built.index == workshop.page("index")
    assert built.reproduction.agrees
    assert workshop.executed() == ["second"]
    assert "48" in workshop.page("second").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_interrupted_build_loses_nothing_and_goes_on(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    before = workshop.page("index").read_bytes()
    more = "\nMore.\n\n```{code-cell}\n2 + 2\n```\n"
    workshop.write(index=INDEX + more, second=SECOND + more)
    begun: list[str] = []

    def interrupting(step: str) -> None:
        begun.append(step)
        if len(begun) == 2:
            raise KeyboardInterrupt

    run = running.run_jupyter_book
    with monkeypatch.context() as patch:
        patch.setattr("lsec_models.book.build.run_jupyter_book", lambda *given: run(*given[:2], interrupting))
        with pytest.raises(KeyboardInterrupt):
            workshop.build()
    assert workshop.page("index").read_bytes() == before
    workshop.build()
    assert workshop.executed() == [begun[1].split()[-1]], "the other chapter was executed before the interruption"


@pytest.mark.slow
def test_a_failing_chapter_is_named_and_the_earlier_book_stays(workshop: Workshop) -> None:
    before = workshop.page("second").read_bytes()
    workshop.write(second=SECOND.replace("6 * 7", "1 / 0"))
    with pytest.raises(BookError, match=r"second\.md.*log\.txt"):
        workshop.build()
    assert workshop.page("second").read_bytes() == before


@pytest.mark.slow
def test_each_warning_is_an_error(workshop: Workshop) -> None:
    spoilt = [
        "[a link](nowhere.md)",
        "```{code-cell}\nimport sys\nprint('careful', file=sys.stderr)\n```",
        "{prf:ref}`nothing`",
    ]
    workshop.write(second="\n\n".join([SECOND, *spoilt]))
    with pytest.raises(BookError) as error:
        workshop.build()
    for words in (
        r"second\.md.*'nowhere\.md'",
        r"second\.md.*stderr was found",
        "label 'nothing' not found",
    ):
        assert any(re.search(words, complaint) for complaint in str(error.value).split(" | ")), words


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
