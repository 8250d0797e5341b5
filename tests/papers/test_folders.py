from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lsec_models.errors import LsecError, PaperError, UnknownName
from lsec_models.papers import Figures, Results, find_papers, read_paper
from lsec_models.papers.folder.modules import load_figures, load_results
from lsec_models.papers.report.bibtex import bibtex

DECLARED = """\
from lsec_models.papers import Results
RESULTS = Results()
@RESULTS.add('R1', title='')
def f(): 'Words.'
"""


def edited(papers: Path, old: str, new: str) -> Path:
    file = papers / "small2024" / "paper.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    return file.parent


def test_a_paper_is_read(papers: Path) -> None:
    paper = read_paper(papers / "small2024")
    assert paper.citation == (
        "A. Author, B. Author (2024). A small paper. Journal of Small Papers. https://doi.org/10.1000/small"
    )
    assert paper.modelling_choices == ("One monopolist.",)


def test_a_paper_file_may_say_its_format(papers: Path) -> None:
    plain = read_paper(papers / "small2024")
    assert read_paper(edited(papers, 'key = "small2024"', 'format = 1\nkey = "small2024"')) == plain


def test_a_paper_without_a_doi_is_cited_without_one(papers: Path) -> None:
    paper = read_paper(edited(papers, 'doi = "10.1000/small"\n', ""))
    assert paper.citation == "A. Author, B. Author (2024). A small paper. Journal of Small Papers."
    assert "doi" not in bibtex(paper)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "A small paper"\n', "", "lacks title; add it"),
        ("year = 2024", 'year = "2024"', "year must be a whole number, not '2024'"),
        ("year = 2024", "year = true", "year must be a whole number, not True"),
        ('authors = ["A. Author", "B. Author"]', 'authors = "A. Author"', "authors must be a list of texts"),
        ('doi = "10.1000/small"', 'doi = ""', "doi must be a text, not ''"),
        ('key = "small2024"', 'key = "large2024"', "must be the folder's name 'small2024'"),
        ('level = "reconstruction"', 'level = "reconstuction"', "did you mean 'reconstruction'?"),
        ("journal =", "jornal =", "lacks journal"),
        ('key = "small2024"', 'key = "small2024"\nvolume = 3', "unknown entry 'volume'"),
        ('key = "small2024"', 'format = 2\nkey = "small2024"', "format: 2 is not a format of paper folders"),
        ("year = 2024", "year = ", "not valid TOML"),
    ],
)
def test_a_bad_paper_file_is_told(papers: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(PaperError) as error:
        read_paper(edited(papers, old, new))
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("results.py", None, "has no results.py"),
        ("results.py", "RESULTS = [", "cannot be run: SyntaxError"),
        ("results.py", "", "must define RESULTS = Results()"),
        ("results.py", "RESULTS = []", "must define RESULTS = Results()"),
        ("results.py", "import nowhere", "cannot be run: ModuleNotFoundError"),
        ("figures.py", "FIGURES = 3", "must define FIGURES = Figures()"),
        ("results.py", DECLARED + "@RESULTS.add('R1', title='')\ndef g(): 'Words.'\n", "declared twice"),
        ("results.py", DECLARED + "RESULTS.add('../R1', title='')\n", "a name is made of letters"),
        ("results.py", DECLARED + "@RESULTS.add('R2', title='')\ndef g(): pass\n", "has no docstring"),
        ("figures.py", "from lsec_models.papers import Figures\nFigures().add('a b')\n", "a name is made of letters"),
    ],
)
def test_bad_code_is_told(papers: Path, file: str, content: str | None, told: str) -> None:
    path = papers / "small2024" / file
    path.unlink()
    if content is not None:
        path.write_text(content)
    load = load_results if file == "results.py" else load_figures
    with pytest.raises(PaperError) as error:
        load(read_paper(path.parent))
    assert told in str(error.value)


def test_figures_are_optional_and_folders_stay_clean(papers: Path) -> None:
    (papers / "small2024" / "figures.py").unlink()
    paper = read_paper(papers / "small2024")
    assert load_figures(paper) == []
    assert [result.name for result in load_results(paper)] == ["R1", "R2"]
    assert not list(papers.rglob("__pycache__"))


@pytest.mark.parametrize("mark", [".git", "pyproject.toml"])
def test_papers_are_found_upwards_and_sorted(papers: Path, monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    (papers.parent / mark).touch()
    other = papers / "another2023"
    shutil.copytree(papers / "small2024", other)
    (other / "paper.toml").write_text((other / "paper.toml").read_text().replace("small2024", "another2023"))
    monkeypatch.chdir(papers / "small2024")
    assert [paper.key for paper in find_papers()] == ["another2023", "small2024"]
    assert [paper.key for paper in find_papers(["small2024", "small2024"])] == ["small2024"]


@pytest.mark.parametrize("project", ["mine", None])
def test_papers_above_the_project_are_not_ours(
    papers: Path, monkeypatch: pytest.MonkeyPatch, project: str | None
) -> None:
    here = papers.parent / "mine" / "notes"
    here.mkdir(parents=True)
    if project is not None:
        (papers.parent / project / ".git").mkdir()
    monkeypatch.chdir(here)
    assert "small2024" not in [paper.key for paper in find_papers()]


def test_the_papers_of_the_package_are_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "zhang2023power" in [paper.key for paper in find_papers()]


@pytest.mark.parametrize(
    ("names", "folder", "kind", "told"),
    [
        (["smal2024"], "papers", UnknownName, "did you mean 'small2024'?"),
        ([], "nowhere", PaperError, "is not a folder"),
        ([], "log", PaperError, "holds no paper"),
    ],
)
def test_papers_not_found_are_told(
    papers: Path, names: list[str], folder: str, kind: type[LsecError], told: str
) -> None:
    with pytest.raises(kind) as error:
        find_papers(names, papers.parent / folder)
    assert told in str(error.value)


def test_declared_in_order_with_paragraphs() -> None:
    results, figures = Results(), Figures()

    def words() -> None:
        """One
        line.

        Another.
        """

    for name in ("R2", "R10", "R1"):
        results.add(name, title="")(words)
        figures.add(name)(words)  # type: ignore[type-var]
    assert [result.name for result in results] == ["R2", "R10", "R1"]
    assert [drawing.name for drawing in figures] == ["R2", "R10", "R1"]
    assert {result.statement for result in results} == {("One line.", "Another.")}
    assert {drawing.caption for drawing in figures} == {"One line. Another."}
