"""Whether the files hold what the database holds, and which types they lost on the way.

A column's checksum is the number of its values and the sum of each value as a whole number times
a weight of its row's key, so that a value in the wrong row shows. Text counts by its MD5.
"""

import json
import subprocess

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
    text = {"json": f"replace({'cast(' + name + ' as char)' if engine == 'mysql' else name + '::text'}"
                    ", ' ', '')",
            "uuid": f"{name}::text" if engine == "postgres" else name}.get(column.kind, name)
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
        text = f"try_cast({f'hex({name})' if held == 'BLOB' else name + '::varchar'} as uuid)::varchar"
    else:
        text = name
    return f"('0x' || left(md5({text}), 8))::bigint"


def _select(table, expressions):
    sums = ", ".join(f"count({value}), sum(({value}) * (id % 1009 + 1))" for value in expressions)
    return f"select count(*), {sums}"


def _named(table, values):
    rows, *sums = [int(value or 0) for value in values]
    return {"rows": rows, **{column.name: sums[2 * at:2 * at + 2]
                             for at, column in enumerate(table.columns)}}


def of_database(server, database, table):
    expressions = [_as_number(column, server.engine) for column in table.columns]
    sql = _select(table, expressions) + f" from {table.name}"
    return _named(table, server.ask(database, sql))


def _duckdb(duckdb, sql):
    done = subprocess.run([duckdb, "-json", "-c", sql], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(done.stderr.strip().splitlines()[0] if done.stderr else "DuckDB failed")
    return json.loads(done.stdout or "[]")


def rows_of(duckdb, files):
    return int(_duckdb(duckdb, f"select sum(num_rows)::varchar as n from parquet_file_metadata('{files}')")
               [0]["n"] or 0)


def types_of(duckdb, files):
    described = _duckdb(duckdb, f"describe select * from read_parquet('{files}')")
    return {row["column_name"]: row["column_type"] for row in described}


def of_files(duckdb, files, table, types):
    source = f"read_parquet('{files}')"
    expressions = [_in_files(column, types[column.name]) for column in table.columns]
    sql = (f"select columns(*)::varchar from ({_select(table, expressions)} from {source})"
           f" as sums({', '.join(f'c{at}' for at in range(2 * len(expressions) + 1))})")
    return _named(table, _duckdb(duckdb, "set timezone = 'UTC'; " + sql)[0].values())


def lost_types(table, engine, types):
    """The columns whose type in the files says less than the type in the source."""
    return [f"{column.name}: {types.get(column.name, 'missing')}" for column in table.columns
            if not _kept(column, engine, types.get(column.name, ""))]


def _kept(column, engine, held):
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


def differing(table, expected, found):
    """The columns whose values are not those of the database."""
    return [column.name for column in table.columns if expected[column.name] != found[column.name]]
