"""The store's connection outlives a restart of its server."""

import pytest
from flask import Flask

from sisoho import db
from tests.conftest import SERVER


@pytest.mark.skipif(not SERVER, reason="SQLite has no server")
def test_a_connection_the_server_ended_is_replaced(store: Flask) -> None:
    own_id = db.database.execute_sql("SELECT pg_backend_pid()").fetchone()[0]
    with pytest.raises(Exception, match="terminat"):
        db.database.execute_sql("SELECT pg_terminate_backend(%s)", (own_id,))
    db.open_connection()
    assert db.database.execute_sql("SELECT 1").fetchone() == (1,)
