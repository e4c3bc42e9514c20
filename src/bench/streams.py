"""The peers that are Python libraries: PEER URL TABLE FILE, a process of its own for each run."""

import sys


def connectorx(url, table, file):
    import connectorx as library

    write(library.read_sql(url, f"select * from {table}", return_type="arrow_stream",
                           partition_on="id", partition_num=2, batch_size=100_000), file)


def adbc(url, table, file):
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(f"select * from {table}")
        write(cursor.fetch_record_batch(), file)


def write(batches, file):
    import pyarrow.parquet as parquet

    with parquet.ParquetWriter(
            file, batches.schema, compression="zstd", compression_level=3) as writer:
        for batch in batches:
            writer.write_batch(batch)


if __name__ == "__main__":
    {"connectorx": connectorx, "adbc": adbc}[sys.argv[1]](*sys.argv[2:])
