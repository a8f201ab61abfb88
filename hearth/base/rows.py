"""Hand-written SELECTs read into rows of our models, with the conversions Django would make.

For the few reads that happen at every page: building such a question costs Django ten times what asking it does.
"""

from functools import cache

from django.db import connection, models
from django.db.models.expressions import Col


class Columns:
    """The columns of one model as they stand in a SELECT, and the way back from values to a row."""

    def __init__(self, model: type[models.Model], alias: str):
        fields = model._meta.concrete_fields
        self.model = model
        self.count = len(fields)
        self.sql = ", ".join(f"{alias}.{connection.ops.quote_name(field.column)}" for field in fields)
        self._names = [field.attname for field in fields]
        self._conversions = []
        for place, field in enumerate(fields):
            column = Col(alias, field)
            needed = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]
            if needed:
                self._conversions.append((place, needed, column))

    def read(self, values: tuple) -> models.Model:
        """Return the row these values are, in the order of `sql`."""
        values = list(values)
        for place, conversions, column in self._conversions:
            for convert in conversions:
                values[place] = convert(values[place], column, connection)
        return self.model.from_db(connection.alias, self._names, values)


@cache
def _columns(model, alias: str, vendor: str) -> Columns:
    return Columns(model, alias)


def columns(model: type[models.Model], alias: str) -> Columns:
    """Return the columns of a model under an alias, worked out once for each kind of database."""
    return _columns(model, alias, connection.vendor)


def ask(sql: str, params: list) -> list[tuple]:
    """Ask the database a hand-written question. Values go into `params`, never into the text."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
