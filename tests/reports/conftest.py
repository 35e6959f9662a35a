"""The same desk as in the tests of documents."""

from tests.documents.conftest import desk

__all__ = ["desk"]
