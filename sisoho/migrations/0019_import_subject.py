"""What a run of an import is about: the pupils of the school, or the children of its area."""

from peewee import CharField


def up(migrator, db):
    migrator.migrate(migrator.add_column("import_run", "subject", CharField(max_length=16, default="pupils")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("import_run", "subject"))
