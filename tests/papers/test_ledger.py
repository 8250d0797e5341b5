"""Claims of a small paper: right and wrong records, certificates, and claims that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lsec_models.cli import main
from lsec_models.errors import PaperError
from lsec_models.files import is_stem
from lsec_models.papers import read_paper, reproduce
from lsec_models.papers.folder.ledger import open_ledger, read_claims
from lsec_models.papers.folder.robustness import asked_again, in_words, overturned, survival
from lsec_models.papers.folder.spoken_of import identifier
from lsec_models.papers.run.store import Store
from lsec_models.prove.certificates.checker import check

MODEL = """\
from functools import cache

from lsec_models import Game, Player, decisions, parameters, solve

a, b, c = parameters("a b c", positive=True)
w, m = decisions("w m")


@cache
def equilibria():
    demand = a - b * (w + m)
    game = Game(
        players=[
            Player("maker", decides=[w], payoff=(w - c) * demand),
            Player("seller", decides=[m], payoff=m * demand),
        ],
        assuming=[a > b * c],
    )
    return {"M = S": solve(game), "M > S": solve(game.with_order(["maker", "seller"]))}
"""

CLAIM = """\
[[claim]]
id = "{id}"
words = "Some words."
level = "reconstruction"
where = "ours"
{form} = "{text}"
given = {given}
expected = "{expected}"
exactly = "{exactly}"
"""


def claim(text: str, expected: str, *, form: str = "statement", exactly: str = "", given: str = "") -> str:
    given = given or '["MS", "M_S"]'
    return CLAIM.format(id="C", form=form, text=text, given=given, expected=expected, exactly=exactly)


@pytest.fixture
def ledger(papers: Path) -> Path:
    folder = papers / "small2024"
    (folder / "model.py").write_text(MODEL)
    return folder / "claims.toml"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "expected", "options"),
    [
        ("M_S.maker > MS.maker", "proved", {}),
        ("8*M_S.maker == 9*MS.maker", "proved", {}),
        ("M_S.maker > 2*MS.maker", "refuted", {}),
        ("MS.w > 2*c", "mixed", {"exactly": "a > 4*b*c"}),
        ("a > b*c", "contradictory", {"given": '["MS", "a < b*c"]'}),
        ("MS.w in a", "proved", {"form": "increasing"}),
        ("MS.maker in c", "proved", {"form": "decreasing"}),
        ("MS.w/(a + 2*b*c) in c", "proved", {"form": "independent"}),
        ("(a - 2*b*c)^2 >= 0", "proved", {"exactly": "Eq(a, 2*b*c)"}),
    ],
)
def test_recorded_verdicts_agree(
    ledger: Path, papers: Path, tmp_path: Path, text: str, expected: str, options: dict[str, str]
) -> None:
    ledger.write_text(claim(text, expected, **options))
    run = reproduce(papers=papers, out=tmp_path / "out", ledgers_only=True)
    assert run.papers[0].problems == ()
    file = tmp_path / "out" / "small2024" / "certificates" / "C.json"
    assert file.exists() == (expected == "proved")
    if expected == "proved":
        assert check(json.loads(file.read_text())).exact


@pytest.mark.parametrize(
    ("text", "expected", "exactly", "complaint"),
    [
        ("M_S.maker > MS.maker", "refuted", "", "recorded refuted, but the machine says proved"),
        ("M_S.maker > 2*MS.maker", "proved", "", "recorded proved, but the machine says refuted"),
        ("MS.w > 2*c", "mixed", "a > 5*b*c", "recorded 'a > 5*b*c' as exact condition, derived 'a > 4*b*c'"),
    ],
)
def test_another_verdict_fails_the_run(
    ledger: Path,
    papers: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    expected: str,
    exactly: str,
    complaint: str,
) -> None:
    ledger.write_text(claim(text, expected, exactly=exactly))
    assert main(["prove", "--papers", str(papers), "--out", str(tmp_path / "out")]) == 1
    assert complaint in " ".join(capsys.readouterr().out.split())


@pytest.mark.slow
def test_claims_are_part_of_every_reproduction(ledger: Path, papers: Path, tmp_path: Path) -> None:
    ledger.write_text(claim("MS.maker > M_S.maker", "proved"))
    run = reproduce(papers=papers, out=tmp_path / "out", record=True)
    assert not run.agrees, "recording results must not paper over a wrong verdict"
    ledger.write_text(claim("MS.maker < M_S.maker", "proved"))
    run = reproduce(papers=papers, out=tmp_path / "out")
    assert run.agrees
    assert "Some words." in (tmp_path / "out" / "small2024" / "report.html").read_text()
    summary = json.loads((tmp_path / "out" / "results.json").read_text())
    assert summary["format"] == "lsec-results-1"
    assert summary["papers"]["small2024"]["claims"]["C"]["verdict"] == "proved"


TWO_SIGNS = """\
from lsec_models import Game, Player, decisions, parameters, solve

x = decisions("x")


def equilibria():
    return {label: solve(_game(parameters("k", **sign))) for label, sign in _SIGNS.items()}


_SIGNS = {"above": {"positive": True}, "upward": {"positive": True}, "ranging": {"nonnegative": True}}


def _game(k):
    return Game(players=[Player("maker", decides=[x], payoff=(1 + k) * x - x**2)])
"""


@pytest.mark.parametrize(
    ("given", "text", "verdict"),
    [
        ('["above"]', "above.x > 1/2 and k > 0", "proved"),
        ('["above", "upward"]', "above.x == upward.x and k > 0", "proved"),
        ('["ranging"]', "ranging.x > 1/2", "mixed"),
        ('["above", "k > 0"]', "ranging.x >= 1/2", "refused"),
        ("[]", "k > 0", "refused"),
    ],
)
def test_a_name_means_the_parameter_of_the_equilibria_that_are_spoken_of(
    papers: Path, given: str, text: str, verdict: str
) -> None:
    folder = papers / "small2024"
    (folder / "model.py").write_text(TWO_SIGNS)
    (folder / "claims.toml").write_text(claim(text, "proved", given=given))
    paper = read_paper(folder)
    ledger = open_ledger(paper)
    if verdict == "refused":
        with pytest.raises(PaperError, match="claim C: 'k' could mean several parameters: positive in above, non"):
            ledger.verdict(ledger.claims[0])
    else:
        assert ledger.verdict(ledger.claims[0]).status == verdict


def erratum(level: str, expected: str) -> str:
    text = claim("MS.maker > M_S.maker", expected).replace('"reconstruction"', f'"{level}"')
    return text + 'erratum = "It is the other way round, because s_M commits."\n'


def test_errata_stand_at_the_claim_and_in_a_list_of_their_own(ledger: Path, papers: Path, tmp_path: Path) -> None:
    other = claim("MS.maker < M_S.maker", "proved").replace('id = "C"', 'id = "D"')
    ledger.write_text(erratum("equation", "refuted") + other)
    run = reproduce(papers=papers, out=tmp_path / "out", record=True)
    assert run.agrees, "a claim that is refuted as recorded is not a problem"
    assert [part.claim.id for part in run.papers[0].errata] == ["C"]
    page = (tmp_path / "out" / "small2024" / "report.html").read_text()
    assert page.count("It is the other way round, because s<sub>M</sub> commits.") == 2
    assert "Errata: 1" in page
    claims = json.loads((tmp_path / "out" / "results.json").read_text())["papers"]["small2024"]["claims"]
    assert {name: found["erratum"] for name, found in claims.items()} == {
        "C": "It is the other way round, because s_M commits.",
        "D": "",
    }


def test_without_errata_nothing_is_said_of_them(ledger: Path, papers: Path, tmp_path: Path) -> None:
    ledger.write_text(claim("MS.maker < M_S.maker", "proved"))
    run = reproduce(papers=papers, out=tmp_path / "out", record=True)
    assert run.papers[0].errata == ()
    assert "rrat" not in (tmp_path / "out" / "small2024" / "report.html").read_text()


@pytest.mark.slow
def test_decided_claims_are_kept_until_something_changes(ledger: Path, papers: Path, tmp_path: Path) -> None:
    ledger.write_text(claim("MS.maker < M_S.maker", "proved"))
    reproduce(papers=papers, out=tmp_path / "out", ledgers_only=True)
    step = tmp_path / "out" / "small2024" / "steps" / "claim-C.json"
    kept = json.loads(step.read_text())
    store = Store(folder=step.parent, fingerprint=kept["fingerprint"])
    store.put("claim-C", kept["value"] | {"evidence": "from the earlier run"})
    again = reproduce(papers=papers, out=tmp_path / "out", ledgers_only=True)
    assert again.papers[0].claims[0].evidence == "from the earlier run"
    ledger.write_text(claim("MS.maker < M_S.maker", "proved") + 'remark = "More words."\n')
    anew = reproduce(papers=papers, out=tmp_path / "out", ledgers_only=True)
    assert anew.papers[0].claims[0].evidence.startswith("proved")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no toml at all", "not valid TOML"),
        (claim("x", "proved").replace('words = "Some words."', ""), "lacks words"),
        (claim("x", "true"), "no verdict 'true'"),
        (claim("x", "proved").replace('"reconstruction"', '"reconstrution"'), "did you mean 'reconstruction'?"),
        (claim("x", "proved") + 'increasing = "MS.w in a"\n', "exactly one of"),
        (claim("x", "proved") + 'author = "me"\n', "unknown entry 'author'"),
        ("format = 2\n" + claim("x", "proved"), "format: 2 is not a format of ledgers"),
        (claim("x", "proved") + claim("y", "proved"), "claim 'C' is declared twice"),
        (claim("x", "proved", given='"MS"'), "given must be a list"),
        (erratum("equation", "proved"), "a verdict of refuted or mixed"),
        (erratum("reconstruction", "refuted"), "needs level 'equation'"),
        (claim("x", "proved") + "erratum = 3\n", "erratum must be a text"),
        (claim("x", "proved") + 'again = "D"\n', "changed says what is other; give both"),
        (claim("x", "proved") + 'again = "D"\nchanged = "weather"\n', "no change 'weather'; write one of demand form"),
        (claim("x", "proved") + 'again = "D"\nchanged = "timing"\n', "again = 'D' is not a claim that is asked first"),
        (claim("x", "proved") + 'unchanged = "demand form"\n', "no reason 'demand form' for unchanged"),
    ],
)
def test_malformed_ledgers_are_refused(ledger: Path, text: str, complaint: str) -> None:
    ledger.write_text(text)
    with pytest.raises(PaperError, match=complaint.replace("?", r"\?")):
        read_claims(read_paper(ledger.parent))


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        (("refuted", ""), ("refuted", ""), "survives"),
        (("proved", ""), ("proved", ""), "survives"),
        (("refuted", ""), ("proved", ""), "does not survive, holds everywhere"),
        (("mixed", "a > b"), ("refuted", ""), "does not survive, fails"),
        (("proved", ""), ("mixed", "a > b"), "does not survive, holds exactly where a > b"),
        (("refuted", ""), ("mixed", ""), "does not survive, holds in a part of the parameters"),
        (("mixed", "a > b"), ("mixed", "a > b"), "survives, under the same condition"),
        (("mixed", "a > b"), ("mixed", "a > c"), "depends here too, holds exactly where a > c"),
        (("mixed", ""), ("mixed", ""), "depends here too, holds in a part of the parameters"),
        (("proved", ""), ("undecided", ""), "open"),
        (("mixed", "a > b"), ("mixed", "a < b"), "depends here too, holds exactly where a < b"),
        (("undecided", ""), ("proved", ""), "no verdict before, holds everywhere"),
        (("contradictory", ""), ("mixed", "a > b"), "no verdict before, holds exactly where a > b"),
        (("proved", ""), ("contradictory", ""), "nothing is asked"),
    ],
)
def test_what_becomes_of_a_verdict_follows_from_both(
    ledger: Path, first: tuple[str, str], again: tuple[str, str], said: str
) -> None:
    other = claim("b > a", again[0], exactly=again[1]).replace('id = "C"', 'id = "D"')
    ledger.write_text(claim("a > b", first[0], exactly=first[1]) + other + 'again = "C"\nchanged = "timing"\n')
    asked, anew = read_claims(read_paper(ledger.parent))
    assert asked_again([asked, anew]) == {"C": {"demand form": (), "timing": (anew,)}}
    assert survival(asked, anew) == said
    assert list(overturned([asked, anew])) == [(asked, anew)] * said.startswith("does not survive")


def test_no_other_timing_is_said_only_where_one_player_decides(ledger: Path) -> None:
    ledger.write_text(claim("MS.w > 0", "proved") + 'unchanged = "timing"\n')
    paper = read_paper(ledger.parent)
    (asked,) = read_claims(paper)
    assert in_words(asked, {}) == {"timing": "does not apply, one player decides"}
    with pytest.raises(PaperError, match=r"claim C: unchanged = 'timing' .* in MS maker and seller do; ask"):
        open_ledger(paper).verdict(asked)
    shop = MODEL.replace('Player("seller", decides=[m]', 'Player("seller", decides=[]').replace("(w + m)", "w")
    shop = shop.replace("m * demand", "w * demand").replace('["maker", "seller"]', '["maker"]')
    (ledger.parent / "model.py").write_text(shop)
    assert open_ledger(paper).verdict(asked).status == "proved"


ENTRIES = ["id", "words", "level", "where", "statement", "increasing", "given", "expected", "exactly", "erratum", "x"]
ENTRIES += ["again", "changed", "unchanged"]
VALUES = st.recursive(
    st.sampled_from(["", "C", "../C", "/C", "equation", "proved", "timing", "MS.w in a", "a > b", "in", " in "])
    | st.integers()
    | st.booleans()
    | st.text("\0\n aC/.\\\"'", max_size=4),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from(ENTRIES), parts, max_size=3),
    max_leaves=4,
)


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    entries=st.lists(st.dictionaries(st.sampled_from(ENTRIES), VALUES, max_size=9) | VALUES, max_size=3) | VALUES,
    kept=st.just(set(ENTRIES)) | st.sets(st.sampled_from(ENTRIES), max_size=9),
)
def test_whatever_a_ledger_holds_is_read_or_refused_by_name(ledger: Path, entries: object, kept: set[str]) -> None:
    good = {"id": "C", "words": "W", "level": "equation", "where": "w", "statement": "a > b", "expected": "proved"}
    if isinstance(entries, list):
        entries = [{k: v for k, v in good.items() if k in kept} | e if isinstance(e, dict) else e for e in entries]
    ledger.write_text(f"claim = {toml(entries)}\n", encoding="utf-8")
    try:
        claims, told = read_claims(read_paper(ledger.parent)), ""
    except PaperError as error:
        claims, told = (), str(error)
    if told:
        assert "claims.toml" in told
        return
    assert all(is_stem(claim.id) for claim in claims)
    assert len({claim.id.lower() for claim in claims}) == len(claims) == len(entries)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "options", "complaint"),
    [
        ("MS.margin > 0", {}, "margin"),
        ("MS.maker > 0", {"given": '["MX"]'}, "no equilibrium 'MX'"),
        ("MS.maker + 1", {}, "claim C"),
        ("__import__('os')", {}, "claim C"),
        ("MS.w in q", {"form": "increasing"}, "'q'"),
    ],
)
def test_claims_that_can_not_be_read_are_problems_not_crashes(
    ledger: Path, papers: Path, tmp_path: Path, text: str, options: dict[str, str], complaint: str
) -> None:
    ledger.write_text(claim(text, "refuted", **options))
    run = reproduce(papers=papers, out=tmp_path / "out", ledgers_only=True)
    assert any(complaint in problem for problem in run.papers[0].problems)


def test_a_ledger_needs_a_model(papers: Path) -> None:
    folder = papers / "small2024"
    (folder / "claims.toml").write_text(claim("a > b", "mixed"))
    with pytest.raises(PaperError, match=r"no model\.py"):
        open_ledger(read_paper(folder))


@pytest.mark.parametrize(
    ("label", "name"), [("M > S = P", "M_SP"), ("M = S > P", "MS_P"), ("integrated chain", "integrated_chain")]
)
def test_identifiers(label: str, name: str) -> None:
    assert identifier(label) == name


MODES = """\
from functools import cache

from lsec_models import Choice, Game, Player, decisions, parameters, solve

a, c, f = parameters("a c f", positive=True)
x, y = decisions("x y")


@cache
def equilibria():
    price = a - x - y
    firms = [Player("cheap", decides=[x], payoff=price * x), Player("dear", decides=[y], payoff=(price - c) * y)]
    alone = Game(players=[Player("cheap", decides=[x], payoff=(a - x) * x)])
    shared = Game(players=[Player("cheap", decides=[x], payoff=(a - x) * x / 2 + f)])
    modes = {"own": solve(alone), "shared fee": solve(shared)}
    return {"duopoly": solve(Game(players=firms), corners=True), "host": solve(Choice(by="cheap", among=modes))}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "expected", "options"),
    [
        ("duopoly.cheap >= duopoly.dear", "proved", {"given": '["duopoly"]'}),
        ("duopoly.y > 0 <=> a > 2*c", "proved", {"given": '["duopoly"]'}),
        ("duopoly.y > 0", "mixed", {"given": '["duopoly"]'}),
        ("duopoly.y > duopoly.x", "refuted", {"given": '["duopoly"]'}),
        ("duopoly.x in a", "proved", {"form": "increasing", "given": '["duopoly"]'}),
        ("duopoly.cheap <= host_own.cheap", "proved", {"given": '["duopoly", "host_own"]'}),
        (
            "host_shared_fee.cheap > host_own.cheap",
            "mixed",
            {"given": '["host_shared_fee", "host_own"]', "exactly": "8*f > a**2"},
        ),
    ],
)
def test_claims_about_corners_and_modes(
    ledger: Path, papers: Path, tmp_path: Path, text: str, expected: str, options: dict[str, str]
) -> None:
    (ledger.parent / "model.py").write_text(MODES)
    ledger.write_text(claim(text, expected, **options))
    for _ in range(2):  # The second run takes the decision of the first, whose proofs and points it checks again.
        run = reproduce(papers=papers, out=tmp_path / "out", ledgers_only=True)
        assert run.papers[0].problems == ()
        assert run.papers[0].damages == ()
    certificate = tmp_path / "out" / "small2024" / "certificates" / "C.json"
    assert certificate.exists() == (expected == "proved")
    if certificate.exists():
        certificate.write_text(certificate.read_text().replace("1", "2", 3))
        (paper,) = reproduce(papers=papers, out=tmp_path / "out", ledgers_only=True).papers
        assert "was changed after it was written" in paper.damages[0]
        assert paper.claims[0].agrees


def test_two_equilibria_of_one_name_are_refused(ledger: Path, papers: Path, tmp_path: Path) -> None:
    (ledger.parent / "model.py").write_text(MODES.replace('"duopoly": solve', '"host own": solve'))
    ledger.write_text(claim("host_own.cheap > 0", "proved", given='["host_own"]'))
    with pytest.raises(PaperError, match="two equilibria are called host_own"):
        reproduce(papers=papers, out=tmp_path / "out", ledgers_only=True)
