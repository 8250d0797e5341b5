"""What a clone promises before any economics: files that agree with each other, a README that runs, arrows."""

from __future__ import annotations

import ast
import doctest
import importlib.resources
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path

import pytest
import yaml

import lsec_models
from lsec_models.evaluate.stored.journal import FORMAT as STORE
from lsec_models.games.game_files.game_file import FORMAT as GAME_FILE
from lsec_models.papers.folder.ledger import FORMAT as LEDGER
from lsec_models.papers.folder.paper import FORMAT as PAPER_FOLDER
from lsec_models.papers.report.bibtex import SOFTWARE_AUTHORS
from lsec_models.papers.reproduce import FORMAT as RESULTS
from lsec_models.prove.certificates.checker import FORMAT as CERTIFICATE
from lsec_models.prove.results.verdicts import BY_REGIME_FORMAT
from lsec_models.prove.special_claims.crossing import FORMAT as CROSSING

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "lsec_models"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CODEMETA = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

HEAVY = ("numpy", "scipy", "xarray", "pandas", "matplotlib", "rich", "jinja2", "z3", "cvc5")
NOT_FOR_SOLVING = ("lsec_models.cluster", "lsec_models.prove.comparisons", "lsec_models.prove.coq", "lsec_models.show")
DECLARING = "from lsec_models import Game, Player, decisions, parameters, solve"

# What each room may import, besides itself.
GROUND = {"cluster", "errors", "files", "first_use", "machine_code", "signature", "toml", "version", "work"}
ALGEBRA = GROUND | {"algebra"}
GAMES = ALGEBRA | {"games"}
MIDDLE = GAMES | {"solve", "prove", "evaluate", "audits"}
ALLOWED = {
    "errors": set(),
    "files": {"errors"},
    "first_use": set(),
    "machine_code": {"errors", "files"},
    "signature": {"errors"},
    "toml": {"errors", "version"},
    "version": set(),
    "work": {"errors"},
    "cluster": {"errors"},
    "algebra": GROUND,
    "games": ALGEBRA,
    "solve": GAMES | {"prove"},
    "prove": GAMES,
    "evaluate": GAMES | {"prove", "solve"},
    "audits": GAMES | {"evaluate"},
    "models": GAMES,
    "show": MIDDLE | {"models"},
    "live": MIDDLE | {"models", "show"},
    "papers": MIDDLE | {"models", "show", "live"},
    "book": MIDDLE | {"models", "show", "live", "papers"},
    "catalogue": GAMES | {"models", "papers"},
    "arguments": GAMES,
}

# The wings of each room, or of a large wing, and its modules outside them, from the ground up: each may import those
# before it.
WINGS = {
    "algebra": (
        "parsing",
        ...,
        "numbers",
        "polynomials",
        "enclosures",
        "domains",
        "algebraic_functions",
        "decomposition",
    ),
    "games": (
        "frozen",
        "evidence",
        "summary",
        ...,
        "bargaining",
        "static",
        "buyers",
        "matrix",
        "choice",
        "over_time",
        "differential",
        "difference",
        "one_state",
        "evolutionary",
        "control",
        "game_files",
    ),
    "games/static": (
        ...,
        "results",
    ),
    "games/static/chance": ("random_symbol", "polynomial_in", "expected_values", "information", ...),
    "prove": (
        "certificates",
        "statements",
        "smtlib",
        "search",
        "results",
        "special_claims",
        "verification",
        "deciding",
        "comparisons",
        "coq",
    ),
    "prove/search": (
        "goal",
        "engines",
        "identities",
        "reductions",
        "positivstellensatz",
        "exact_points",
        ...,
    ),
    "prove/coq": ("names", "polynomials", "frame", "claims", "steps", ...),
    "solve": (
        "collected_conditions",
        "quadratic",
        "linear_algebra",
        "interior",
        "corners",
        "polynomial",
        "searched",
        "kuhn_tucker",
        "bargaining",
        "sequential_choice",
        "chance",
        "differential",
        "difference",
        "one_state",
        "evolutionary",
        "control",
        "choice",
        "static_games",
        "dispatch",
    ),
    "solve/polynomial": (
        "payoffs",
        "numbers",
        "best_decisions",
        "last_reply",
        "at_once",
        ...,
        "over_parameters",
    ),
    "solve/numerical": ("graph", "units", "first_order", "subgames", "checks", "candidates", ...),
    "solve/chance": ("concave_in_worlds", "signalling", "affine_strategies", "quadrature", ...),
    "solve/difference": ("quadratic_period", "backward_step", "riccati", ..., "plans", "dispatch"),
    "solve/evolutionary": (
        "stability",
        "rest_points",
        "dispatch",
        "trajectories",
        "finite_populations",
        ...,
    ),
    "solve/corners/exact": ("unresolved", "numbers", "polyhedra", "pieces", "replies", "equilibria"),
    "solve/corners/exact/equilibria": ("existence", "tie_breaking", ...),
    "solve/interior": ("optimality", "existence", "critical_points", ...),
    "audits": ("stacked_linear_algebra", "first_order", "search", "chance", "dynamic", "audit"),
    "show": ("export", "figures"),
    "show/figures": (
        "layout",
        "curves",
        "maps",
        "phase_portraits",
        ...,
    ),
    "show/export": (
        "formulas",
        "line_breaks",
        "shared_width",
        "latex_formulas",
        "table",
        "latex",
        "interchange",
        "html",
        ...,
    ),
    "papers": ("folder", "run", "report", ...),
    "models": (
        "notation",
        "parts",
        "channels",
        "over_time",
        "mechanisms",
        ...,
    ),
    "evaluate": (
        "compiled",
        "free_memory",
        "kernel",
        "fused",
        "grid",
        "field",
        "kept",
        "closed_forms",
        "point_by_point",
        ...,
    ),
}


def test_version_is_one():
    assert PROJECT["dynamic"] == ["version"]
    assert lsec_models.__version__ == CITATION["version"]


def test_citation_has_what_the_format_requires():
    assert set(CITATION) >= {"cff-version", "message", "title", "authors"}
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] == "software"
    assert CITATION["license"] == PROJECT["license"] == "MIT"
    assert CITATION["title"] == PROJECT["name"]
    assert [author["name"] for author in CITATION["authors"]] == [author["name"] for author in PROJECT["authors"]]
    assert all(isinstance(CITATION[key], str) for key in ("message", "title", "abstract", "version"))
    assert len(set(CITATION["keywords"])) == len(CITATION["keywords"])


def test_codemeta_agrees_with_citation_and_project():
    assert CODEMETA["@context"] == "https://doi.org/10.5063/schema/codemeta-2.0"
    assert CODEMETA["@type"] == "SoftwareSourceCode"
    assert CODEMETA["name"] == CITATION["title"] == PROJECT["name"]
    assert CODEMETA["version"] == CITATION["version"] == lsec_models.__version__
    assert CODEMETA["license"] == f"https://spdx.org/licenses/{CITATION['license']}"
    assert [author["name"] for author in CODEMETA["author"]] == [author["name"] for author in CITATION["authors"]]
    assert CODEMETA["description"] == " ".join(CITATION["abstract"].split())
    assert CODEMETA["keywords"] == CITATION["keywords"] == PROJECT["keywords"]
    assert CODEMETA["runtimePlatform"] == f"Python {PROJECT['requires-python']}"


def test_ledgers_are_cited_with_the_authors_of_the_software():
    assert [author["name"] for author in CITATION["authors"]] == [SOFTWARE_AUTHORS]


def test_reproduce_script_is_posix_and_runs_the_main_command_of_the_readme():
    script = ROOT / "reproduce.sh"
    lines = script.read_text(encoding="utf-8").splitlines()
    main_command = re.search(r"^```sh\n(.*lsec reproduce)\n```$", README, re.M)[1]
    assert script.stat().st_mode & 0o111
    assert lines[0] == "#!/bin/sh"
    assert "set -eu" in lines
    assert lines[-1] == f'{main_command} "$@"'
    assert '"$python" -m venv "$venv"' in lines
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_reproduce_script_wants_a_python_that_is_new_enough(tmp_path):
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    environment = os.environ | {"PYTHON": str(old), "VENV": str(tmp_path / "venv")}
    done = subprocess.run([ROOT / "reproduce.sh"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "3.11 or newer" in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.slow
def test_readme_doctest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    failures = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    example = doctest.DocTestParser().get_doctest(README, {}, "README.md", "README.md", 0)
    runner.run(example, out=failures.append)
    assert len(example.examples) >= 15
    assert not failures, "".join(failures)


def test_readme_is_short():
    assert len(README.splitlines()) <= 200


def test_readme_links_lead_somewhere():
    links = re.findall(r"\]\(([^)#]+)", README)
    assert len(links) >= 12
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_readme_cites_this_version():
    assert f"version = {{{lsec_models.__version__}}}" in README


def test_readme_tells_the_commands_that_ci_runs():
    assigned = re.findall(r"^(?:main_job|test_suite)='(.*)'$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.M)
    commands = [command.replace("'\\''", "'") for command in assigned]
    assert len(commands) == 2
    for command in commands:
        assert f"```sh\n{command}\n```" in README


def test_ci_is_executable():
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_constraints_pin_every_direct_dependency():
    pins = _lines("constraints.txt")
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+]*", pin) for pin in pins)
    pinned = {_normal(pin.partition("==")[0]) for pin in pins}
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    assert {_required(requirement) for group in groups for requirement in group} <= pinned


def test_lower_bounds_are_the_oldest_versions_that_tests_run_with():
    oldest = dict(pin.split("==") for pin in _lines("constraints-oldest.txt"))
    extras = (PROJECT["optional-dependencies"][extra] for extra in ("cluster", "fast", "store", "test"))
    required = [re.match(r"(.+)>=(.+)", requirement) for requirement in chain(PROJECT["dependencies"], *extras)]
    bounds = {_normal(found[1]): found[2] for found in required if found}
    assert len(bounds) >= 20
    assert {_normal(name): _release(version) for name, version in oldest.items()} == {
        name: _release(version) for name, version in bounds.items()
    }


def test_tools_have_no_older_version_than_the_one_that_ran():
    newest = {_normal(name): version for name, version in (pin.split("==") for pin in _lines("constraints.txt"))}
    for requirement in chain(*(PROJECT["optional-dependencies"][extra] for extra in ("book", "dev"))):
        name, bound = re.split(">=|==", requirement)
        assert _release(newest[_normal(name)])[: len(_release(bound))] == _release(bound), requirement


def test_each_dependency_has_its_reason():
    page = (ROOT / "book" / "dependencies.md").read_text(encoding="utf-8")
    reasons = dict(re.findall(r"^\| `([\w-]+)` \| \d+ \| (.{5,}) \|$", page, re.M))
    assert set(reasons) == {_required(requirement) for requirement in PROJECT["dependencies"]}


def test_systems_are_claimed_only_where_tests_ran():
    section = README.split("## What was tested where")[1].split("\n## ")[0]
    tested = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", section, re.M)[1:]
    ran = [(system, python) for system, python, what in tested if not what.startswith(("---", "nothing"))]
    classified = " ".join(PROJECT["classifiers"])
    assert "OS Independent" not in classified
    assert set(re.findall(r"Python :: (3\.\d+)", classified)) == {re.match(r"3\.\d+", python)[0] for _, python in ran}
    assert all("Linux" in system or system == "the same" for system, _ in ran)
    assert CODEMETA["operatingSystem"] == "Linux"


def test_the_workflow_that_has_not_run_says_so():
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    matrix = yaml.safe_load(text)["jobs"]["tests"]["strategy"]["matrix"]
    assert text.startswith("# Untested")
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert {system.partition("-")[0] for system in matrix["os"]} == {"ubuntu", "macos", "windows"}


def test_the_changelog_is_kept():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(.+?)\](?: - \d{4}-\d\d-\d\d)?$", text, re.M)
    assert versions[0] == "Unreleased"
    assert len(re.findall(r"^## ", text, re.M)) == len(set(versions))
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.M)) <= kinds
    assert lsec_models.__version__ in text


def test_the_page_on_stability_has_the_formats_of_the_code():
    page = (ROOT / "book" / "stability.md").read_text(encoding="utf-8")
    table = page.split("## Which files say their format")[1].split("\n## ")[0]
    for name in (CERTIFICATE, CROSSING, BY_REGIME_FORMAT, RESULTS):
        assert f"| `{name}` |" in table
    numbers = {"game file": GAME_FILE, "paper folder": PAPER_FOLDER, "ledger": LEDGER, "store of a sweep (Zarr)": STORE}
    for file, number in numbers.items():
        assert re.search(rf"^\| {re.escape(file)} \| [^|]* \| {number} \|", table, re.M), file
    a, p = lsec_models.parameters("a", positive=True), lsec_models.decisions("p")
    shop = lsec_models.Player("shop", decides=[p], payoff=p * (a - p))
    found = json.loads(lsec_models.to_json(lsec_models.solve(lsec_models.Game(players=[shop]))))
    assert f"| `format`, `version` | `{found['format']}`, {found['version']} |" in table


def test_security_names_what_is_code_and_what_is_data():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \| .+ \|$", text, re.M))
    kinds = {"a game file": "data", "a certificate": "untrusted input", "a paper": "**code**", "the cache": "**code**"}
    for thing, kind in kinds.items():
        assert [found for name, found in rows.items() if name.startswith(thing)] == [kind]
    assert "## Report a vulnerability" in text
    assert f"{'.'.join(lsec_models.__version__.split('.')[:2])} today" in text


@pytest.mark.slow
def test_every_imported_library_is_a_dependency():
    names = {"SALib": "salib", "flint": "python-flint", "mpl_toolkits": "matplotlib", "z3": "z3-solver"}
    imported = {name.partition(".")[0] for file in SOURCE.rglob("*.py") for name in _imported(file)}
    foreign = {names.get(name, name) for name in imported - sys.stdlib_module_names - {"lsec_models"}}
    extras = (PROJECT["optional-dependencies"][extra] for extra in ("book", "cluster", "sensitivity", "store"))
    assert foreign <= set(map(_required, (*PROJECT["dependencies"], *chain.from_iterable(extras))))


def test_types_are_shipped():
    assert importlib.resources.files("lsec_models").joinpath("py.typed").is_file()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "heavy"),
    [("import lsec_models", ("sympy", "flint", *HEAVY)), (DECLARING, (*HEAVY, *NOT_FOR_SOLVING))],
    ids=["the package", "what declares and solves a game"],
)
def test_import_is_light(statement, heavy):
    assert _printed(f"import sys; {statement}; print([name for name in {heavy!r} if name in sys.modules])") == "[]"


def test_the_help_of_the_command_needs_no_algebra():
    program = "import sys; from lsec_models.cli import main; main(['--help']); print('sympy' in sys.modules)"
    assert _printed(program).endswith("False")


@pytest.mark.slow
def test_solve_and_prove_stay_functions_where_their_rooms_are_imported_first():
    rooms = (
        "import lsec_models; from lsec_models.solve.dispatch import solve; "
        "from lsec_models.prove.deciding.decide import prove"
    )
    assert _printed(f"{rooms}; print(lsec_models.prove is prove, lsec_models.solve is solve)") == "True True"


def test_every_public_name_is_found_and_listed():
    assert {name for name in lsec_models.__all__ if getattr(lsec_models, name) is not None} <= set(dir(lsec_models))
    with pytest.raises(AttributeError, match="no attribute 'solved'"):
        _ = lsec_models.solved


def _printed(program):
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("room", ALLOWED)
def test_arrows_point_down(room):
    place = SOURCE / room
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    assert files
    upward = [
        f"{file.relative_to(SOURCE)} imports {name}"
        for file in files
        for name in _imported(file)
        if name.startswith("lsec_models.") and name.split(".")[1] not in ALLOWED[room] | {room}
    ]
    assert not upward


@pytest.mark.slow
@pytest.mark.parametrize("room", WINGS)
def test_arrows_between_wings_point_down(room):
    order = WINGS[room]
    inside = f"lsec_models.{room.replace('/', '.')}."
    place = {wing: number for number, wing in enumerate(order)}
    upward = []
    for file in (SOURCE / room).rglob("*.py"):
        if file == SOURCE / room / "__init__.py":
            continue
        own = file.relative_to(SOURCE / room).with_suffix("").parts[0]
        for name in _imported(file):
            if name.startswith(inside):
                wing = name.removeprefix(inside).split(".")[0]
                if place.get(wing, place.get(..., -1)) > place.get(own, place.get(..., -1)):
                    upward.append(f"{file.relative_to(SOURCE)} imports {name}")
    assert not upward
    assert {wing for wing in order if wing is not ...} <= {path.stem for path in (SOURCE / room).iterdir()}


@pytest.mark.slow
def test_no_wing_is_in_a_circle():
    """What a wing needs beside it, however far along, needs nothing of the wing; what only types name is not needed."""
    beside = {}
    for file in SOURCE.rglob("*.py"):
        own = ("lsec_models", *file.relative_to(SOURCE).with_suffix("").parts)
        for name in [] if file.name == "__init__.py" else _imported(file, types=False):
            other = tuple(name.split("."))
            shared = next(place for place, parts in enumerate(zip_longest(own, other)) if len(set(parts)) > 1)
            if shared < min(len(own), len(other)):
                beside.setdefault(own[: shared + 1], set()).add(other[: shared + 1])
    wings = [place for place in beside if SOURCE.joinpath(*place[1:]).is_dir()]
    assert len(wings) > 50
    assert [wing for wing in wings if wing in _reached(wing, beside)] == []


def test_a_class_has_one_name_and_a_name_one_class():
    places = {}
    for file in SOURCE.rglob("*.py"):
        for name in re.findall(r"^class ([A-Z]\w*)", file.read_text(encoding="utf-8"), re.M):
            places.setdefault(name, []).append(str(file.relative_to(SOURCE)))
    assert len(places) > 500
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def _reached(start, beside):
    reached, left = set(), [*beside[start]]
    while left:
        place = left.pop()
        if place not in reached:
            reached.add(place)
            left.extend(beside.get(place, ()))
    return reached


def test_every_room_has_its_place():
    found = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert found - {"__init__", "cli"} == set(ALLOWED)


def _imported(file: Path, *, types: bool = True) -> Iterator[str]:
    """Yield the modules that a file imports, wherever in it, those for type checkers only included unless told."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if not types:
        tree.body = [node for node in tree.body if not _is_for_types(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            module = node.module or ""
            yield from ([f"lsec_models.{alias.name}" for alias in node.names] if module == "lsec_models" else [module])


def _is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _lines(file: str) -> list[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _release(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", version.partition(".post")[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _required(requirement: str) -> str:
    return _normal(re.split(r"[<>=]", requirement)[0])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
