"""Paper folders with something wrong in them, each with the exit code and the words that are due."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

PAPER = """\
key = "small2024"
title = "A small paper"
authors = ["A. Author"]
year = 2024
journal = "Journal of Small Papers"
doi = "10.1000/small"
level = "reconstruction"
provenance = "Ours."
modelling_choices = ["One monopolist."]
"""
RESULTS = """\
from lsec_models.papers import Results
from lsec_models.show.export.table import Table

RESULTS = Results()


@RESULTS.add("R1", title="Two")
def two():
    "Two."
    return 2
"""
MODEL = """\
from lsec_models import Game, Player, decisions, parameters, solve

a, b = parameters("a b", positive=True)
p = decisions("p")


def equilibria():
    return {"monopoly": solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - b * p))]))}
"""
CLAIM = """\
[[claim]]
id = "C"
words = "The firm earns something."
level = "reconstruction"
where = "ours"
statement = "monopoly.firm > 0"
given = ["monopoly"]
expected = "proved"
"""
RECORDED = {"R1": 2}
FIGURES = """\
from lsec_models.papers import Figures

FIGURES = Figures()


@FIGURES.add("line")
def line():
    "A line."
"""

Spoil = Callable[[Path], object]
CASES: dict[str, tuple[Spoil, int, str]] = {}


def write_paper(folder: Path) -> None:
    """Write a paper with a result and a claim, in which nothing is wrong."""
    folder.mkdir(parents=True)
    (folder / "paper.toml").write_text(PAPER)
    (folder / "results.py").write_text(RESULTS)
    (folder / "model.py").write_text(MODEL)
    (folder / "claims.toml").write_text(CLAIM)
    (folder / "recorded.json").write_text(json.dumps(RECORDED))


def _case(name: str, status: int, words: str, spoil: Spoil) -> None:
    assert name not in CASES
    CASES[name] = spoil, status, words


def _replaced(file: str, old: str, new: str) -> Spoil:
    def spoil(folder: Path) -> None:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new))

    return spoil


def _written(file: str, content: str | bytes) -> Spoil:
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / file).write_bytes(data)


def _directory(file: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / file).unlink(missing_ok=True)
        (folder / file).mkdir()

    return spoil


def _pipe(file: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / file).unlink(missing_ok=True)
        os.mkfifo(folder / file)

    return spoil


def _dangling(file: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / file).unlink(missing_ok=True)
        (folder / file).symlink_to(folder.parent / "nowhere")

    return spoil


def _result(body: str) -> Spoil:
    """Another body for the result."""
    return _replaced("results.py", "    return 2\n", "".join(f"    {line}\n" for line in body.split("\n")))


# What a result may do instead of returning a value.
for _name, _body, _words in [
    ("raises", "raise ValueError('no')", "ValueError: no"),
    ("divides-by-zero", "return 1 / 0", "ZeroDivisionError"),
    ("exits", "raise SystemExit(0)", "SystemExit: 0"),
    ("exits-by-sys", "import sys\nsys.exit()", "SystemExit"),
    ("exits-at-once", "import os\nos._exit(0)", "calls os._exit"),
    ("becomes-another-program", "import os\nos.execlp('true', 'true')", "calls os.execv"),
    ("raises-generator-exit", "raise GeneratorExit", "GeneratorExit"),
    ("raises-base-exception", "raise BaseException('all')", "BaseException: all"),
    ("raises-broken-pipe", "raise BrokenPipeError", "BrokenPipeError"),
    ("raises-an-os-error", "open('/nowhere/at/all')", "FileNotFoundError"),
    ("raises-memory-error", "raise MemoryError", "MemoryError"),
    ("recurses", "return two()", "RecursionError"),
    ("raises-what-has-no-words", "class E(Exception):\n    def __str__(self): raise self\nraise E", "E: an error that"),
    ("raises-half-a-character", "raise ValueError(chr(0xd800))", r"\ud800"),
    ("raises-an-interruption", "from lsec_models.work import interruption\nraise interruption('')", "OutOfTime"),
    ("returns-nan", "return float('nan')", "give exact numbers"),
    ("returns-a-float", "return {'x': [0.5]}", "give exact numbers"),
    ("returns-an-object", "return object()", "give exact numbers"),
    ("returns-a-set", "return {1, 2}", "give exact numbers"),
    ("returns-other-keys", "return {1: 2}", "is not text"),
    ("returns-half-a-character", "return chr(0xdfff)", "half of a character"),
    ("returns-itself", "value = []\nvalue.append(value)\nreturn value", "RecursionError"),
    ("returns-a-huge-number", "return 10**10000", "ValueError"),
    ("returns-another-value", "return 3", "recorded 2, derived 3"),
    ("returns-true-for-one", "return True", "recorded 2, derived true"),
    ("changes-folder", "import os\nos.chdir('/')\nreturn 3", "recorded 2, derived 3"),
    ("closes-its-output", "import sys\nsys.stdout = sys.stderr = None\nreturn 3", "recorded 2, derived 3"),
    (
        "limits-recursion",
        "import inspect, sys\nsys.setrecursionlimit(len(inspect.stack()) + 30)\nreturn 3",
        "recorded 2, derived 3",
    ),
    ("prints-an-answer", "print('all agree')\nreturn 3", "recorded 2, derived 3"),
]:
    _case(f"result-{_name}", 1, _words, _result(_body))
_case(
    "result-forks-and-raises",
    1,
    "ValueError: parent",
    _result("import os\npid = os.fork()\nif pid:\n    os.waitpid(pid, 0)\n    raise ValueError('parent')\nreturn 2"),
)
_case("result-interrupts", 130, "interrupted", _result("raise KeyboardInterrupt"))

# Its tables, and its figures.
for _name, _tables, _words in [
    ("no-table", "lambda value: ['x']", "its tables must be of Table, not str"),
    ("no-list", "lambda value: 3", "TypeError"),
    ("raising", "lambda value: value.rows", "AttributeError"),
    ("exiting", "lambda value: (_ for _ in ()).throw(SystemExit(0))", "SystemExit"),
    ("named-elsewhere", "lambda value: [Table(name='../x', caption='', columns=['a'], rows=[])]", "a name of a-z"),
    ("named-long", "lambda value: [Table(name='x' * 300, caption='', columns=['a'], rows=[])]", "a name of a-z"),
    ("of-floats", "lambda value: [Table(name='x', caption='', columns=['a'], rows=[[0.5]])]", "is not a cell"),
    ("twice", "lambda value: [Table(name='x', caption='', columns=['a'], rows=[])] * 2", "rename one"),
]:
    _case(f"tables-{_name}", 1, _words, _replaced("results.py", 'title="Two"', f'title="Two", tables={_tables}'))
for _name, _body, _words in [
    ("nothing", "    return None\n", "AttributeError"),
    ("an-exit", "    raise SystemExit(0)\n", "SystemExit: 0"),
    (
        "what-exits-when-saved",
        "    class F:\n        def savefig(self, *a, **b): raise SystemExit\n    return F()\n",
        "SystemExit",
    ),
]:
    _case(f"figure-{_name}", 1, _words, _written("figures.py", FIGURES + _body))

# Code that cannot be loaded, and names that cannot be files'.
for _name, _code, _words in [
    ("exits", "raise SystemExit(0)", "SystemExit: 0"),
    ("exits-at-once", "import os; os._exit(0)", "calls os._exit"),
    ("raises-broken-pipe", "raise BrokenPipeError", "BrokenPipeError"),
    ("is-no-python", "RESULTS = [", "SyntaxError"),
    ("has-a-zero", "RESULTS = '\0'", "SyntaxError"),
    ("has-no-results", "RESULTS = {}", "must define RESULTS"),
    ("leads-elsewhere", RESULTS.replace('"R1"', '"../../R1"'), "a name is made of letters"),
    ("is-absolute", RESULTS.replace('"R1"', '"/tmp/R1"'), "a name is made of letters"),
    ("is-a-device", RESULTS.replace('"R1"', '"nul"'), "a name is made of letters"),
    ("is-a-number", RESULTS.replace('"R1"', "1"), "a name is made of letters"),
    ("is-long", RESULTS.replace('"R1"', f'"{"R" * 300}"'), "at most 100"),
    ("has-a-title-of-no-text", RESULTS.replace('"Two"', "object()"), "its title must be a text"),
    ("differs-in-capitals", RESULTS + "@RESULTS.add('r1', title='')\ndef f(): 'Words.'\n", "differ in capitals only"),
]:
    _case(f"results.py-{_name}", 2, _words, _written("results.py", _code))
for _name, _code, _words in [
    ("exits", "def equilibria(): raise SystemExit(0)", "SystemExit: 0"),
    ("gives-nothing", "def equilibria(): pass", "must return a dictionary"),
    ("gives-numbers", "def equilibria(): return {'monopoly': 3}", "gives something of type int for 'monopoly'"),
    ("has-no-function", "equilibria = 3", "must define equilibria()"),
    (
        "gives-one-name-twice",
        MODEL.replace('{"monopoly":', '{"mono poly": 3, "mono_poly":'),
        "gives something of type int",
    ),
]:
    _case(f"model.py-{_name}", 2, _words, _written("model.py", _code))
_case("model.py-is-missing", 2, "no model.py", lambda folder: (folder / "model.py").unlink())

# The ledger.
for _name, _text, _words in [
    ("is-no-toml", "no toml at all", "line 1, column 4: not valid TOML"),
    (
        "has-claims",
        CLAIM.replace("[[claim]]", "[[claims]]"),
        "unknown entry 'claims'; each claim begins with [[claim]]",
    ),
    ("has-one-claim", CLAIM.replace("[[claim]]", "[claim]"), "in double brackets"),
    ("has-a-number", "claim = 5", "in double brackets"),
    ("has-numbers", "claim = [1]", "in double brackets"),
    ("is-nested", "claim = " + "[" * 100_000 + "]" * 100_000, "too deep inside each other"),
    ("is-nested-by-dots", "claim" + ".a" * 3000 + " = 1", "in double brackets"),
    ("has-an-id-upwards", CLAIM.replace('"C"', '"../../x"'), "a name is made of letters"),
    ("has-an-id-from-the-root", CLAIM.replace('"C"', '"/tmp/x"'), "a name is made of letters"),
    ("has-an-id-with-a-zero", CLAIM.replace('"C"', '"C\\u0000"'), "a name is made of letters"),
    ("has-an-id-with-a-line-end", CLAIM.replace('"C"', '"C\\n"'), "a name is made of letters"),
    ("has-a-long-id", CLAIM.replace('"C"', f'"{"C" * 5000}"'), "at most 100"),
    ("has-dots-for-id", CLAIM.replace('"C"', '".."'), "a name is made of letters"),
    ("has-a-number-for-id", CLAIM.replace('"C"', "5"), "id must be a text"),
    ("has-a-list-for-id", CLAIM.replace('"C"', '["C"]'), "id must be a text"),
    ("has-no-id", CLAIM.replace('id = "C"\n', ""), "lacks id"),
    ("has-an-id-twice", CLAIM + CLAIM, "declared twice"),
    ("has-an-id-in-capitals", CLAIM + CLAIM.replace('"C"', '"c"'), "differ in capitals only"),
    ("has-an-unknown-entry", CLAIM + "author = 3\n", "unknown entry 'author'"),
    ("has-a-table-in-a-claim", CLAIM + "[claim.more]\na = 1\n", "unknown entry 'more'"),
    ("has-no-list-of-what-is-given", CLAIM.replace('["monopoly"]', "[[1]]"), "given must be a list"),
    ("has-a-list-of-levels", CLAIM.replace('"reconstruction"', '["equation"]'), "level must be a text"),
    ("has-no-parameter", CLAIM.replace('statement = "monopoly.firm > 0"', 'increasing = "monopoly.p"'), "of the form"),
    ("has-two-forms", CLAIM + 'increasing = "monopoly.p in a"\n', "exactly one of"),
]:
    _case(f"claims.toml-{_name}", 2, _words, _written("claims.toml", _text))
for _name, _form, _words in [
    ("of-a-product", 'increasing = "monopoly.p in a*b"', "not a parameter"),
    ("of-a-stranger", 'increasing = "monopoly.p in z"', "'z'"),
    ("of-code", "statement = \"__import__('os').system('touch hacked')\"", "claim C"),
    ("of-brackets", f'statement = "{"(" * 5000}1{")" * 5000} > 0"', "claim C"),
    ("of-powers", 'statement = "9^9^9^9 > a"', "claim C"),
    ("of-a-zero", 'statement = "a > \\u0000"', "claim C"),
    ("of-nothing", 'statement = "monopoly.firm"', "claim C"),
]:
    _case(f"claim-{_name}", 1, _words, _replaced("claims.toml", 'statement = "monopoly.firm > 0"', _form))
_case("claim-given-a-stranger", 1, "no equilibrium 'nobody'", _replaced("claims.toml", '["monopoly"]', '["nobody"]'))
_case("claim-expected-otherwise", 1, "recorded refuted", _replaced("claims.toml", '"proved"', '"refuted"'))
_case("claims.toml-is-no-text", 2, "is not a text in UTF-8", _written("claims.toml", b"\xff\xfe"))

# The paper itself, and its record.
for _name, _old, _new, _words in [
    ("has-another-key", 'key = "small2024"', 'key = "large2024"', "must be the folder's name"),
    ("has-a-key-upwards", 'key = "small2024"', 'key = "../small2024"', "must be the folder's name"),
    ("has-an-unknown-entry", "year", "volume = 3\nyear", "unknown entry 'volume'"),
    ("has-a-long-unknown-entry", "year", f"{'v' * 100_000} = 3\nyear", "unknown entry"),
    ("has-a-nested-year", "2024\njournal", f"{'[' * 150}{']' * 150}\njournal", "year must be a whole number"),
    ("has-no-level", '"reconstruction"', '"none"', "no level 'none'"),
    ("is-no-toml", "year = 2024", "year == 2024", "not valid TOML"),
]:
    _case(f"paper.toml-{_name}", 2, _words, _replaced("paper.toml", _old, _new))
_case("paper.toml-is-no-text", 2, "is not a text in UTF-8", _written("paper.toml", b"key = '\xe9'"))
for _name, _text, _words in [
    ("is-no-json", "{", "is not JSON"),
    ("is-a-list", "[1]", "must be a JSON object"),
    ("is-nested", "[" * 100_000 + "]" * 100_000, "is not JSON"),
]:
    _case(f"recorded.json-{_name}", 2, _words, _written("recorded.json", _text))
_case("recorded.json-is-no-text", 2, "is not JSON", _written("recorded.json", b"\xff"))
_case("recorded.json-has-nan", 1, "recorded NaN", _written("recorded.json", '{"R1": NaN}'))
_case("recorded.json-has-null", 1, "recorded null, derived 2", _written("recorded.json", '{"R1": null}'))
_case("recorded.json-has-more", 1, "no result of that name", _written("recorded.json", '{"R1": 2, "../x": 1}'))
for _file in ("paper.toml", "claims.toml", "recorded.json", "results.py", "model.py"):
    _case(f"{_file}-is-a-folder", 2, _file, _directory(_file))
for _file in ("paper.toml", "claims.toml", "recorded.json"):
    _case(f"{_file}-is-a-pipe", 2, "is not a file", _pipe(_file))
_case("claims.toml-leads-nowhere", 2, "claims.toml", _dangling("claims.toml"))
