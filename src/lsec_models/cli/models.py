"""``lsec models``."""

from __future__ import annotations

import argparse


def models(arguments: argparse.Namespace) -> int:
    """List the models, or describe one."""
    from lsec_models.cli.asked import in_order
    from lsec_models.models import CATALOGUE, load
    from lsec_models.show.export.catalogue import catalogue_text, model_text

    if arguments.model is None:
        print(catalogue_text())
        return 0
    game = load(arguments.model, **({"streamer": arguments.streamer} if arguments.streamer else {}))
    print(model_text(CATALOGUE[arguments.model], in_order(game, arguments.order)))
    return 0
