"""The book: `build_book` turns the sources in ``book/`` into web pages that open from disk."""

from lsec_models.book.build import Built, build_book

__all__ = ["Built", "build_book"]
