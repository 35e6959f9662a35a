"""The schema that migrations make is the schema the models declare, on either database."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from sisoho import clock, db, migrations
from sisoho.audit.models import AuditEntry
from sisoho.schools.models import Pupil, Unit
from tests import factories


def columns(table: str) -> dict[str, tuple[str, bool]]:
    """name → (type as the database tells it, nullable)."""
    return {column.name: (column.data_type.upper(), column.null) for column in db.database.get_columns(table)}


def indexes(table: str) -> set[tuple[tuple[str, ...], bool]]:
    return {(tuple(index.columns), index.unique) for index in db.database.get_indexes(table)}


def keys(table: str) -> set[tuple[str, str]]:
    return {(key.column, key.dest_table) for key in db.database.get_foreign_keys(table)}


def description() -> dict[str, Any]:
    tables = sorted(set(db.database.get_tables()) - {"schema_migration"})
    return {table: (columns(table), indexes(table), keys(table)) for table in tables}


def test_migrations_make_what_the_models_declare(store: Any) -> None:
    migrated = description()
    with db.unscoped("the test rebuilds the schema from the models"):
        models = migrations.all_models()
        db.database.drop_tables(models, cascade=not db.is_sqlite())
        db.database.create_tables(models)
    declared = description()
    for model in models:  # Peewee itself leaves keys declared by name out of create_tables
        meta = model._meta  # type: ignore[attr-defined]
        columns_, indexes_, _ = declared[meta.table_name]
        pointing = {(field.column_name, field.rel_model._meta.table_name) for field in meta.refs}
        declared[meta.table_name] = (columns_, indexes_, pointing)
    assert migrated.keys() == declared.keys()
    for table in declared:
        assert migrated[table] == declared[table], table


def test_migrating_again_changes_nothing_and_loses_nothing(commune: factories.Commune) -> None:
    pupil = commune.school.pupils[0]
    assert migrations.migrate() == []
    found = Pupil.get((Pupil.unit == commune.school.unit) & (Pupil.id == pupil.id))
    assert found.full_name == pupil.full_name


def test_a_row_that_others_point_to_cannot_be_deleted(commune: factories.Commune) -> None:
    with pytest.raises(IntegrityError), db.write():
        commune.school.pupils[0].delete_instance()


def test_instants_come_back_as_they_went_in_on_either_database(commune: factories.Commune) -> None:
    instant = datetime(2026, 11, 23, 17, 30, 1, 5, tzinfo=UTC)
    made = AuditEntry.create(at=instant, intent="test", subject_kind="x", subject_id="1")
    assert AuditEntry.get_by_id(made.id).at == instant
    with pytest.raises(ValueError, match="naive"):
        AuditEntry.create(at=instant.replace(tzinfo=None), intent="test", subject_kind="x", subject_id="1")


def test_a_filled_database_is_backed_up_before_a_migration_touches_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    sources = sorted(migrations.FOLDER.glob("[0-9]*.py"))
    for source in sources:
        (folder / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    db.bind(f"sqlite:///{tmp_path / 'old.db'}")
    monkeypatch.setattr(migrations, "FOLDER", folder)
    migrations.migrate()
    made = factories.unit("school", "Trường cũ")
    (folder / f"{len(sources) + 1:04d}_more.py").write_text(
        "from peewee import CharField\n\n\ndef up(migrator, db):\n"
        "    migrator.migrate(migrator.add_column('unit', 'note', CharField(default='')))\n",
        encoding="utf-8",
    )
    with clock.at(datetime(2026, 11, 24, tzinfo=UTC)):
        done = migrations.migrate()
    assert done == [f"{len(sources) + 1:04d}_more"]
    assert [path.suffix for path in tmp_path.glob("old.*.bak")] == [".bak"]
    assert Unit.get_by_id(made.id).public_id == made.public_id
    db.database.close()
