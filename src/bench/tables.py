"""The three tables: every value is a function of the key, so that both engines hold the same."""

import hashlib
import subprocess
from dataclasses import dataclass

SLICE = 500_000


@dataclass(frozen=True)
class Column:
    """A column, its type in both engines, and its value as DuckDB computes it from the key `i`."""

    name: str
    kind: str
    postgres: str
    mysql: str
    value: str
    scale: int = 0


@dataclass(frozen=True)
class Table:
    name: str
    rows: int
    columns: tuple[Column, ...]

    def scaled(self, factor):
        return Table(self.name, max(1, round(self.rows * factor)), self.columns)

    def fingerprint(self):
        """Changes with whatever changes the rows."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def _text(name, value):
    return Column(name, "text", "text", "varchar(255)", value)


_KEY = Column("id", "int", "bigint", "bigint", "i")

WIDE = Table("wide", 1_000_000, (
    _KEY,
    Column("shelf", "int", "smallint", "smallint", "i % 32000"),
    Column("quantity", "int", "int", "int", "(i * 7919) % 1000003"),
    Column("status", "int", "int", "int", "(i * 31) % 7"),
    Column("price", "decimal", "numeric(12,2)", "decimal(12,2)",
           "((i * 104729) % 99999989)::decimal(18,0) / 100", 2),
    Column("balance", "decimal", "numeric(18,4)", "decimal(18,4)",
           "((i * 15485863) % 9999999967)::decimal(18,0) / 10000 * if(i % 3 = 0, -1, 1)", 4),
    Column("ratio", "double", "double precision", "double", "sqrt(i) * 1.7"),
    Column("weight", "real", "real", "float", "(i % 100000) / 16.0"),
    Column("created", "timestamp", "timestamp", "datetime(6)",
           "timestamp '2020-01-01' + to_microseconds(i * 7000003)"),
    Column("changed", "instant", "timestamptz", "timestamp(6)",
           "timestamp '2021-01-01' + to_microseconds((i * 104729) % 90000000 * 1000001)"),
    Column("day", "date", "date", "date", "date '2000-01-01' + ((i * 13) % 9000)::int"),
    Column("active", "bool", "boolean", "tinyint(1)", "if(i % 5 < 3, 1, 0)"),
    Column("uid", "uuid", "uuid", "char(36)", "md5('uid' || i)::uuid"),
    # Keys of one length in the order of the alphabet: nobody has a reason to put them in another.
    Column("doc", "json", "jsonb", "json",
           """'{"city": "town-' || ((i * 7) % 5000) || '", "code": "' """
           """|| left(md5('code' || i), 12)|| '", "size": ' || (i % 997) """
           """|| ', "tags": ["new", "t' || (i % 50) || '"], "unit": '|| i || '}'"""),
    _text("kind", "'kind number ' || ((i * 3) % 10)"),
    _text("city", "'city-' || ((i * 17) % 1000) || ' of the northern district'"),
    _text("customer", "'customer ' || ((i * 7919) % 100000) || ' with a name and a street'"),
    _text("label", "'row ' || i || ' has the label ' || md5('label' || i)"),
    _text("note", "if(i % 2 = 0, null, 'a note about ' || (i % 20011) || ', written by hand, "
          "which says ' || left(md5('note' || i), 8))"),
    Column("digest", "bytes", "bytea", "binary(16)", "md5('digest' || i)"),
))

NARROW = Table("narrow", 5_000_000, (
    _KEY,
    Column("quantity", "int", "int", "int", "(i * 7919) % 1000003"),
    Column("ratio", "double", "double precision", "double", "sqrt(i) * 1.7"),
    Column("created", "timestamp", "timestamp", "datetime(6)",
           "timestamp '2020-01-01' + to_microseconds(i * 7000003)"),
))

HEAVY = Table("heavy", 200_000, (
    _KEY,
    Column("body", "text", "text", "text",
           "to_base64(unhex(array_to_string(list_transform(range(48),"
           " lambda x: sha256(i || '-' || x)), '')))"),
    Column("created", "timestamp", "timestamp", "datetime(6)",
           "timestamp '2020-01-01' + to_microseconds(i * 7000003)"),
))

TABLES = {table.name: table for table in (WIDE, NARROW, HEAVY)}


def create(table, engine):
    """The CREATE TABLE for `postgres` or `mysql`."""
    columns = ", ".join(
        f"{column.name} {getattr(column, engine)} "
        + ("primary key" if column.name == "id" else "null") for column in table.columns)
    return f"create table {table.name} ({columns})"


def slices(table, engine, duckdb, file):
    """Writes the rows to `file` as CSV, a slice at a time; the caller loads each before the next."""
    prefix = r"'\x' || " if engine == "postgres" else ""
    values = ", ".join(
        (prefix if column.kind == "bytes" else "") + column.value for column in table.columns)
    for first in range(1, table.rows + 1, SLICE):
        after = min(first + SLICE, table.rows + 1)
        subprocess.run([duckdb, "-c", f"""
            copy (select {values} from range({first}, {after}) as keys(i) order by i)
            to '{file}' (format csv, header false, nullstr '\\N')"""],
            check=True, stdout=subprocess.DEVNULL)
        yield file
