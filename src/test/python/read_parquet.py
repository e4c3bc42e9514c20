"""Prints what pyarrow sees in a Parquet file as one JSON object.

Values are printed exactly: dates and times as their integers, decimals as text, bytes as hex,
floats as Python's repr (which is exact, and tells nan, inf and -0.0).
"""

import json
import sys

import pyarrow as pa
import pyarrow.parquet as pq


def plain(value):
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return [plain(element) for element in value]
    return str(value)


def integers(type_):
    if pa.types.is_date32(type_):
        return pa.int32()
    if pa.types.is_timestamp(type_) or pa.types.is_time64(type_):
        return pa.int64()
    return None


def values(column):
    type_ = column.type
    if pa.types.is_list(type_):
        target = integers(type_.value_type)
        target = pa.list_(target) if target else None
    else:
        target = integers(type_)
    column = column.cast(target) if target else column
    return [plain(value) for value in column.to_pylist()]


def text(metadata):
    return {key.decode(): value.decode() for key, value in (metadata or {}).items()}


def row_group(group):
    columns = [group.column(i) for i in range(group.num_columns)]
    return {
        "rows": group.num_rows,
        "columns": [
            {
                "path": column.path_in_schema,
                "compression": column.compression,
                "nulls": column.statistics.null_count if column.statistics else None,
                "min": plain(column.statistics.min) if has_bounds(column) else None,
                "max": plain(column.statistics.max) if has_bounds(column) else None,
                "column_index": column.has_column_index,
                "offset_index": column.has_offset_index,
            }
            for column in columns
        ],
    }


def has_bounds(column):
    return column.statistics is not None and column.statistics.has_min_max


def main(path):
    file = pq.ParquetFile(path, page_checksum_verification=True)
    table = file.read()
    file_schema = [file.schema.column(i) for i in range(len(file.schema))]
    print(
        json.dumps(
            {
                "created_by": file.metadata.created_by,
                "rows": file.metadata.num_rows,
                "fields": [
                    {
                        "name": field.name,
                        "type": str(field.type),
                        "nullable": field.nullable,
                        "metadata": text(field.metadata),
                    }
                    for field in file.schema_arrow
                ],
                "leaves": [
                    {
                        "path": leaf.path,
                        "physical": leaf.physical_type,
                        "logical": str(leaf.logical_type),
                    }
                    for leaf in file_schema
                ],
                "row_groups": [
                    row_group(file.metadata.row_group(i))
                    for i in range(file.metadata.num_row_groups)
                ],
                "columns": {name: values(table[name]) for name in table.column_names},
            }
        )
    )


main(sys.argv[1])
