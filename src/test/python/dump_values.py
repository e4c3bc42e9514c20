"""Prints what pyarrow reads from Parquet and CSV files as one JSON array, an object per file.

Every value is the text that rivet writes into CSV (docs/reference/types.md), made here from
pyarrow's own values; None for NULL. A list is the JSON array of its elements' texts.
"""

import json
import struct
import sys
from decimal import Decimal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

MICROS_PER_DAY = 86_400_000_000


def date(days):
    """Proleptic Gregorian, with years that Python's own dates do not have."""
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (
        day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_from_march = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month_from_march + 2) // 5 + 1
    month = month_from_march + 3 if month_from_march < 10 else month_from_march - 9
    year = year_of_era + era * 400 + (1 if month <= 2 else 0)
    sign = "-" if year < 0 else "+" if year > 9_999 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{day:02d}"


def time(micros):
    seconds, fraction = divmod(micros, 1_000_000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{fraction:06d}"


def timestamp(micros):
    days, rest = divmod(micros, MICROS_PER_DAY)
    return f"{date(days)}T{time(rest)}"


def plain(digits):
    if digits in ("nan", "inf", "-inf"):
        return digits.replace("nan", "NaN")
    text = format(Decimal(digits), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def single(value):
    """The fewest digits that give the same 32-bit number."""
    if value != value or value in (float("inf"), float("-inf")):
        return plain(repr(value))
    for precision in range(1, 10):
        digits = f"{value:.{precision}g}"
        if abs(float(digits)) < 3.5e38 and is_same_single(float(digits), value):
            return plain(digits)
    raise ValueError(value)


def is_same_single(one, other):
    try:
        return struct.pack("f", one) == struct.pack("f", other)
    except OverflowError:
        return False


def texts(array):
    """The values of an array that is no list."""
    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        render = str
    elif pa.types.is_boolean(kind):
        render = lambda value: "true" if value else "false"
    elif pa.types.is_integer(kind) or pa.types.is_string(kind):
        render = str
    elif pa.types.is_float32(kind):
        render = single
    elif pa.types.is_float64(kind):
        render = lambda value: plain(repr(value))
    elif pa.types.is_decimal(kind):
        render = lambda value: format(value, "f")
    elif pa.types.is_binary(kind):
        render = bytes.hex
    elif pa.types.is_date32(kind):
        array, render = array.cast(pa.int32()), date
    elif pa.types.is_time64(kind):
        array, render = array.cast(pa.int64()), time
    elif pa.types.is_timestamp(kind) and kind.unit == "us":
        suffix = "Z" if kind.tz == "UTC" else ""
        array, render = array.cast(pa.int64()), lambda value: timestamp(value) + suffix
    else:
        raise TypeError(str(kind))
    return [None if value is None else render(value) for value in array.to_pylist()]


def lists(array):
    values = []
    for scalar in array:
        values.append(None if not scalar.is_valid else json.dumps(texts(scalar.values)))
    return values


def values(column):
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0)
    return lists(array) if pa.types.is_list(array.type) else texts(array)


def text(metadata):
    return {key.decode(): value.decode() for key, value in (metadata or {}).items()}


def read(path):
    if path.endswith(".csv"):
        return read_csv(path)
    return pq.ParquetFile(path, page_checksum_verification=True).read()


def read_csv(path):
    """All columns as text; an empty field is NULL, a quoted empty one is not."""
    with open(path, encoding="utf-8", newline="") as file:
        header = file.readline()
    names = header.rstrip("\n").split(",")
    return pa.csv.read_csv(
        path,
        read_options=pa.csv.ReadOptions(block_size=64 << 20),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types={name: pa.string() for name in names},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def dump(path):
    table = read(path)
    return {
        field.name: {
            "type": str(field.type),
            "nullable": field.nullable,
            "metadata": text(field.metadata),
            "values": values(table[field.name]),
        }
        for field in table.schema
    }


json.dump([dump(path) for path in sys.argv[1:]], sys.stdout)
