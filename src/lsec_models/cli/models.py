"""``lsec models``."""

from __future__ import annotations

import argparse

from lsec_models.cli.terminal import tell


def models(arguments: argparse.Namespace) -> int:
    """List the models or the papers, or describe one."""
    from lsec_models.catalogue import is_model

    if arguments.papers:
        print(_papers(arguments))
    elif arguments.model is None or is_model(arguments.model):
        print(_models(arguments))
    else:
        print(_paper(arguments))
    return 0


def _models(arguments: argparse.Namespace) -> str:
    from lsec_models.cli.asked import in_order
    from lsec_models.models import CATALOGUE, load
    from lsec_models.show.export.catalogue import catalogue_text, model_text

    if arguments.model is None:
        return catalogue_text()
    game = load(arguments.model, **({"streamer": arguments.streamer} if arguments.streamer else {}))
    return model_text(CATALOGUE[arguments.model], in_order(game, arguments.order))


def _papers(arguments: argparse.Namespace) -> str:
    from lsec_models.errors import DeclarationError
    from lsec_models.papers import find_papers
    from lsec_models.papers.report.listing import papers_text

    _refuse_terms(arguments, "a list of papers")
    if arguments.model is not None:
        raise DeclarationError(f"--papers lists all papers; of one, 'lsec models {arguments.model}' says more")
    return papers_text(find_papers())


def _paper(arguments: argparse.Namespace) -> str:
    from lsec_models.catalogue import paper_named
    from lsec_models.papers.folder.modules import load_games
    from lsec_models.papers.report.listing import paper_text

    paper = paper_named(arguments.model)
    _refuse_terms(arguments, "a paper")
    tell(f"runs the code of the paper in {paper.folder}")
    return paper_text(paper, load_games(paper))


def _refuse_terms(arguments: argparse.Namespace, what: str) -> None:
    from lsec_models.errors import DeclarationError

    for option, given in (("--order", arguments.order), ("--streamer", arguments.streamer)):
        if given:
            raise DeclarationError(f"{option} goes with a model of the catalogue, not with {what}; leave it out")
