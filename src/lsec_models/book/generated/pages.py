"""The pages that no one writes: from the papers, the catalogue and the docstrings."""

from __future__ import annotations

from lsec_models.book.generated.gallery import gallery_pages
from lsec_models.book.generated.ledgers import ledger_pages
from lsec_models.book.generated.notation import notation_pages
from lsec_models.book.generated.reference import reference_pages
from lsec_models.papers import Reproduction


def generated_pages(reproduced: Reproduction) -> dict[str, str]:
    """Return Markdown pages, and their pictures, by path: the gallery, the ledgers, the notation and the reference.

    Parameters
    ----------
    reproduced : Reproduction
        The run over the papers.
    """
    return {**gallery_pages(), **ledger_pages(reproduced), **notation_pages(), **reference_pages()}
