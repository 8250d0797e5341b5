"""What each stage of a game may answer, as finitely many affine pieces, found when they are asked for."""

from __future__ import annotations

import flint

from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.pieces.stage_problems import StageProblem
from lsec_models.solve.corners.exact.pieces.ties import curved_ties, with_affine_ties
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.linear_algebra import ONE, ZERO
from lsec_models.solve.quadratic import LinearQuadratic, Matrix
from lsec_models.solve.work_at_point import at_most

_MAX_QUESTIONS = 200


class Pieces:
    """The pieces of a linear-quadratic game at a point, found when they are asked for."""

    def __init__(self, model: LinearQuadratic) -> None:
        self.model = model
        self.payoffs = {player: flint.fmpq_mat(matrix) for player, matrix in model.payoffs.items()}
        self._of_stage: dict[int, list[Piece]] = {}
        self._of_mover: dict[tuple[int, str], list[Piece]] = {}
        self.questions = 0
        self._curves: dict[int, list[tuple[Piece, Matrix]]] = {}

    def charge_question(self) -> None:
        """Count a question to the engines.

        Raises
        ------
        Unresolved
            If there were too many about the game.
        """
        self.questions += 1
        if self.questions > at_most(_MAX_QUESTIONS):
            raise Unresolved("too many questions to the engines")

    def of_stage(self, number: int) -> list[Piece]:
        """Return the pieces from a stage on (0 for the leaders): all its movers at first-order points."""
        if number not in self._of_stage:
            if number == len(self.model.stages):
                end = Piece(
                    given=tuple(range(len(self.model.names))),
                    free=0,
                    rows={},
                    sides=(),
                    equations=(),
                    parent=None,
                    binding=(),
                    is_far=False,
                )
                self._of_stage[number] = [end]
            else:
                names = [player for player, _ in self.model.stages[number].movers]
                self._of_stage[number] = self._distinct(number, names)
        return self._of_stage[number]

    def of_mover(self, number: int, player: str) -> list[Piece]:
        """Return the first-order points of one mover, everything beside it given as well."""
        if len(self.model.stages[number].movers) == 1:
            return self.of_stage(number)
        key = number, player
        if key not in self._of_mover:
            self._of_mover[key] = self._distinct(number, [player])
        return self._of_mover[key]

    def are_strictly_concave(self, number: int) -> bool:
        """Whether all movers of a stage have strictly concave problems on every piece of later answers."""
        players = [player for player, _ in self.model.stages[number].movers]
        return all(
            StageProblem(self.model, self.payoffs, number, [player], parent).is_strictly_concave()
            for player in players
            for parent in self.of_stage(number + 1)
        )

    def may_be_stopped_at(self, number: int) -> bool:
        """Whether somebody before may stop where the mover of a stage is indifferent between two answers.

        A last mover who is strictly concave is not; and who moves just before, and is the same player, takes the better
        of both: next to such a place it has more.
        """
        (player, _), *others = self.model.stages[number].movers
        if not number or others or [player] == [mover for mover, _ in self.model.stages[number - 1].movers]:
            return False
        return number + 1 < len(self.model.stages) or not self.are_strictly_concave(number)

    def _distinct(self, number: int, players: list[str]) -> list[Piece]:
        first: dict[object, Piece] = {}
        for parent in self.of_stage(number + 1):
            for piece in StageProblem(self.model, self.payoffs, number, players, parent).pieces():
                first.setdefault((id(parent), piece.key), piece)
        found = list(first.values())
        if len(players) == 1 and self.may_be_stopped_at(number):
            # Where one mover comes before, its search finds places that cross; several may both stop there.
            crossing = len(self.model.stages[number - 1].movers) > 1
            values = [self.value(players[0], piece) for piece in found]
            return list(with_affine_ties(found, values, f"{players[0]} is indifferent", crossing=crossing))
        return found

    def curves(self, number: int) -> list[tuple[Piece, Matrix]]:
        """Return where the mover of a stage is indifferent between two pieces and the place is not an affine one."""
        if number not in self._curves:
            (player, _), *_others = self.model.stages[number].movers
            pieces = [p for p in self.of_stage(number) if not p.free] if self.may_be_stopped_at(number) else []
            self._curves[number] = curved_ties(pieces, [self.value(player, piece) for piece in pieces])
        return self._curves[number]

    def value(self, player: str, piece: Piece) -> Matrix:
        """Return a payoff on a piece where its free parameters are zero, as a quadratic function of what is given.

        That of a mover who is alone in its stage is flat along them.
        """
        count = len(piece.given)
        width = count + len(self.model.stages) + 1
        unit = {v: [ONE if j == i else ZERO for j in range(width)] for i, v in enumerate(piece.given)}
        known = {v: [*row[:count], *row[count + piece.free :]] for v, row in piece.rows.items()} | unit
        inner = flint.fmpq_mat([*(known[v] for v in range(len(self.model.names))), [ZERO] * (width - 1) + [ONE]])
        found: Matrix = (inner.transpose() * self.payoffs[player] * inner).tolist()
        return found
