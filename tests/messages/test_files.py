"""What errors say of game files, and a way out of each, which is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from lsec_models import (
    Game,
    LsecError,
    read_game,
)
from lsec_models.cli import main
from lsec_models.errors import (
    ParseError,
)
from refused_games import MONOPOLY, a, b, c, refused


class TestFiles:
    @pytest.mark.parametrize("name", ["paper.toml", "claims.toml", "chain.toml"])
    def test_toml_that_is_none(self, name: str, tmp_path: Path) -> None:
        from lsec_models.papers.folder.ledger import read_claims
        from lsec_models.papers.folder.paper import read_paper

        folder = tmp_path / "small2024"
        folder.mkdir()
        source = Path(__file__).parents[2] / "papers" / "zhang2023power" / "paper.toml"
        if name != "chain.toml":
            (folder / "paper.toml").write_text(
                source.read_text(encoding="utf-8").replace("zhang2023power", "small2024")
            )
        good = (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else ""
        (folder / name).write_text(good + 'extra = "x"\nbroken "y"\n')
        read = {
            "paper.toml": lambda: read_paper(folder),
            "claims.toml": lambda: read_claims(read_paper(folder)),
            "chain.toml": lambda: read_game(folder / name),
        }[name]
        line = len(good.splitlines()) + 2
        message = refused(read, LsecError, str(folder / name), f"line {line}, column 8: not valid TOML: Expected '='")
        assert message.splitlines()[1:] == ['    broken "y"', "           ^"]

    def test_the_command_line_shows_the_place(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "shop.toml"
        text = '[parameters]\npositive = ["a"]\n[players.shop]\ndecides = ["p"]\npayoff = "p*(a - q)"\n'
        file.write_text(text)
        assert main(["solve", str(file)]) == 2
        said = capsys.readouterr().err.splitlines()
        assert said[0].startswith(
            f"lsec: game file {str(file)!r}, line 5: players.shop.payoff: column 8: the name 'q' is unknown"
        )
        assert said[1:] == ["    p*(a - q)", "           ^"]
        file.write_text(text.replace("a - q", "a - p"))
        assert main(["solve", str(file)]) == 0

    def test_an_expression_in_a_file_names_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "shop.toml"
        file.write_text('[players.shop]\ndecides = ["p"]\npayoff = "p*(1 - p"\n')
        refused(lambda: read_game(file), ParseError, "shop.toml", "players.shop.payoff", "never closed")


def test_a_chain_of_comparisons_is_for_files_and_two_inequalities_for_python() -> None:
    """Python turns a < b < c into two truth values before anybody else sees it: SymPy's TypeError cannot be ours."""
    with pytest.raises(TypeError, match="cannot determine truth value of Relational"):
        _ = a < b < c
    assert Game(players=MONOPOLY.players, assuming=[a < b, b < c]).domain.conditions
    assert "a < b, b < c" in (Game.__doc__ or "")
