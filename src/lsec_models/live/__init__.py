"""Live pages: equilibria that a browser recomputes while a reader moves sliders."""

from __future__ import annotations

from lsec_models.live.catalogue.models import live_page_of
from lsec_models.live.content import ModeChoice
from lsec_models.live.page import live_page
from lsec_models.live.portrait import live_portrait
from lsec_models.live.slider import Slider

__all__ = ["ModeChoice", "Slider", "live_page", "live_page_of", "live_portrait"]
