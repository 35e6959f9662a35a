"""The desk at which papers are made in tests."""

import pytest

from sisoho.config import Config
from tests.documents.desk import Desk, press_of, set_targets
from tests.factories import Commune


@pytest.fixture
def desk(commune: Commune, settings: Config) -> Desk:
    set_targets(commune)
    return Desk(commune, press_of(settings))
