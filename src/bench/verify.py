"""Whether the files hold what the database holds, and which types they lost on the way.

A column's checksum is the number of its values and the sum of each value as a whole number times
a weight of its row's key, so that a value in the wrong row shows. Text counts by its MD5.
"""

import json
import subprocess
from functools import cached_property

_SCALE = {"double": 1_000_000, "real": 1000}


def _as_number(column, engine):
    """SQL for a column's values as whole numbers, in the dialect of the database."""
    name, power = column.name, 10 ** column.scale
    whole = "{}::bigint" if engine == "postgres" else "cast({} as signed)"
    if column.kind in ("int", "bool"):
        return whole.format(name if column.kind == "int" or engine == "mysql" else f"{name}::int")
    if column.kind == "decimal":
        return whole.format(f"round({name} * {power})")
    if column.kind in _SCALE:
        wide = f"{name}::float8" if engine == "postgres" else name
        return whole.format(f"floor({wide} * {_SCALE[column.kind]})")
    if column.kind in ("timestamp", "instant"):
        return (f"(extract(epoch from {name}) * 1000000)::bigint" if engine == "postgres"
                else f"timestampdiff(microsecond, '1970-01-01', {name})")
    if column.kind == "date":
        return (f"{name} - date '1970-01-01'" if engine == "postgres"
                else f"datediff({name}, '1970-01-01')")
    text = name
    if column.kind in ("json", "uuid"):
        text = f"{name}::text" if engine == "postgres" else f"cast({name} as char)"
    if column.kind == "json":
        text = f"replace({text}, ' ', '')"
    return (f"('x' || left(md5({text}), 8))::bit(32)::bigint" if engine == "postgres"
            else f"cast(conv(left(md5({text}), 8), 16, 10) as signed)")


def _in_files(column, held):
    """The same for DuckDB, for a column that the files hold as type `held`."""
    name, power = f'"{column.name}"', 10 ** column.scale
    if column.kind in ("int", "bool"):
        return f"try_cast({name} as bigint)"
    if column.kind == "decimal":
        return f"try_cast(try_cast({name} as decimal(30,{column.scale})) * {power} as bigint)"
    if column.kind in _SCALE:
        return f"try_cast(floor(try_cast({name} as double) * {_SCALE[column.kind]}) as bigint)"
    if column.kind in ("timestamp", "instant"):
        point = name if held.startswith("TIMESTAMP") else f"try_cast({name} as timestamp)"
        return f"epoch_us({point})"
    if column.kind == "date":
        return f"date_diff('day', date '1970-01-01', try_cast({name} as date))"
    if column.kind == "json":
        text = f"replace({name}::varchar, ' ', '')"
    elif column.kind == "uuid":
        written = f"hex({name})" if held == "BLOB" else f"{name}::varchar"
        text = f"try_cast({written} as uuid)::varchar"
    else:
        text = name
    return f"('0x' || left(md5({text}), 8))::bigint"


def _select(expressions):
    sums = ", ".join(f"count({value}), sum(({value}) * (id % 1009 + 1))" for value in expressions)
    return f"select count(*), {sums}"


def _named(table, values):
    rows, *sums = [int(value or 0) for value in values]
    return {"rows": rows, **{column.name: sums[2 * at:2 * at + 2]
                             for at, column in enumerate(table.columns)}}


def of_database(server, database, table):
    """Rows, and the number and checksum of each column's values, as the database counts them."""
    sums = _select(_as_number(column, server.engine) for column in table.columns)
    return _named(table, server.ask(database, f"{sums} from {table.name}"))


class Files:
    """What a tool wrote, read by DuckDB; a ValueError if it cannot be."""

    def __init__(self, duckdb, pattern, table):
        self.duckdb, self.pattern, self.table = duckdb, pattern, table

    def _ask(self, sql):
        done = subprocess.run([self.duckdb, "-json", "-c", "set timezone = 'UTC'; " + sql],
                              capture_output=True, text=True, check=False)
        if done.returncode:
            raise ValueError((done.stderr.strip().splitlines() or ["no reason given"])[0])
        return json.loads(done.stdout or "[]")

    def rows(self):
        asked = f"select sum(num_rows)::varchar as n from parquet_file_metadata('{self.pattern}')"
        return int(self._ask(asked)[0]["n"] or 0)

    @cached_property
    def types(self):
        described = self._ask(f"describe select * from read_parquet('{self.pattern}')")
        return {row["column_name"]: row["column_type"] for row in described}

    def sums(self):
        columns = self.table.columns
        missing = [column.name for column in columns if column.name not in self.types]
        if missing:
            raise ValueError(f"no columns {', '.join(missing)}")
        names = ", ".join(f"c{at}" for at in range(2 * len(columns) + 1))
        sums = _select(_in_files(column, self.types[column.name]) for column in columns)
        row = self._ask(f"select columns(*)::varchar from "
                        f"({sums} from read_parquet('{self.pattern}')) as sums({names})")[0]
        return _named(self.table, row.values())

    def differing(self, expected):
        """The columns whose values are not those of the database."""
        found = self.sums()
        return [column.name for column in self.table.columns
                if expected[column.name] != found[column.name]]

    def lost_types(self, engine):
        """The columns whose type in the files says less than the type in the source."""
        return [f"{column.name}: {self.types.get(column.name, 'missing')}"
                for column in self.table.columns
                if not kept(column, engine, self.types.get(column.name, ""))]


def kept(column, engine, held):
    """Whether DuckDB's type `held` says all that the source's type says."""
    if column.kind == "decimal":
        return held.startswith("DECIMAL(") and held.endswith(f",{column.scale})")
    if column.kind == "bool" and engine == "mysql":
        return held in ("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT")
    if column.kind == "uuid" and engine == "mysql":
        return held == "VARCHAR"
    return held in {
        "int": ("SMALLINT", "INTEGER", "BIGINT"), "double": ("DOUBLE",),
        "real": ("FLOAT", "DOUBLE"), "timestamp": ("TIMESTAMP", "TIMESTAMP_NS"),
        "instant": ("TIMESTAMP WITH TIME ZONE",), "date": ("DATE",), "bool": ("BOOLEAN",),
        "uuid": ("UUID",), "json": ("JSON",), "text": ("VARCHAR",), "bytes": ("BLOB",),
    }[column.kind]
