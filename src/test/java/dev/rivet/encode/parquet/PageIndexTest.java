package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Compression;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Page indexes say what parquet-java's writer says about the same pages.
class PageIndexTest {
    private static final RowSchema SCHEMA =
            Rows.schema(
                    new LogicalType.Int64(),
                    new LogicalType.Int32(),
                    new LogicalType.UInt64(),
                    new LogicalType.Decimal(30, 2),
                    new LogicalType.Text(),
                    new LogicalType.Binary(),
                    new LogicalType.Uuid(),
                    new LogicalType.Bool(),
                    new LogicalType.Date(),
                    new LogicalType.ListOf(new LogicalType.Text()));
    private static final int PAGE_ROWS = 32_768;

    private static final ParquetFormat FORMAT =
            new ParquetFormat(
                    new OutputFormat.Parquet(
                            new Compression(Compression.Codec.NONE, 0),
                            new RowGroups.FixedRows(1_000_000),
                            ParquetEncoding.COMPATIBLE),
                    1L << 30,
                    StageProfile.off());

    @TempDir Path folder;

    /// Ascending, descending, random, with one page of NULLs alone, and longer than an index holds.
    private static RowBatch rows() {
        Random random = new Random(9);
        Rows rows = Rows.of(SCHEMA);
        for (int i = 0; i < 3 * PAGE_ROWS + 100; i++) {
            boolean nulls = i >= PAGE_ROWS && i < 2 * PAGE_ROWS;
            String wide = "wide ä".repeat(i % 1_000 == 0 ? 20 : 0) + i % 500;
            rows.row(
                    (long) i,
                    nulls ? null : -i,
                    random.nextLong(),
                    java.math.BigDecimal.valueOf(random.nextLong(), 2),
                    random.nextInt(9) == 0 ? null : wide,
                    new byte[] {(byte) (i >> 15), (byte) i},
                    new UUID(random.nextLong(), i),
                    i > PAGE_ROWS,
                    nulls ? null : 7,
                    i % 3 == 0 ? null : List.of("x" + i % 5));
        }
        return rows.build();
    }

    @Test
    void indexesAreThoseOfParquetJava() throws Exception {
        RowBatch all = rows();
        for (int i = 0; i < SCHEMA.size(); i++) {
            RowSchema schema = new RowSchema(List.of(SCHEMA.column(i)));
            RowBatch column =
                    new RowBatch(
                            schema,
                            all.rows(),
                            List.of(all.columns().get(i)),
                            0,
                            new int[1],
                            new int[1]);
            assertSameIndexes(schema, column);
        }
    }

    private void assertSameIndexes(RowSchema schema, RowBatch batch) throws Exception {
        Path ours = EncodedFile.write(folder.resolve("ours.parquet"), FORMAT, schema, batch);
        try (ParquetFileReader our = ParquetMrReader.open(ours)) {
            ColumnChunkMetaData chunk = our.getRowGroups().getFirst().getColumns().getFirst();
            OffsetIndex pages = our.readOffsetIndex(chunk);
            assertThat(pages.getPageCount()).isGreaterThan(3);
            Path expected =
                    ParquetMrWriter.write(
                            folder.resolve("mr.parquet"),
                            schema,
                            Math.toIntExact(pages.getFirstRowIndex(1)),
                            batch);
            try (ParquetFileReader mr = ParquetMrReader.open(expected)) {
                ColumnChunkMetaData mrChunk = mr.getRowGroups().getFirst().getColumns().getFirst();
                assertThat(our.readColumnIndex(chunk))
                        .as("%s", schema)
                        .hasToString(mr.readColumnIndex(mrChunk).toString());
                assertThat(firstRows(pages)).isEqualTo(firstRows(mr.readOffsetIndex(mrChunk)));
            }
        }
    }

    private static List<Long> firstRows(OffsetIndex index) {
        return IntStream.range(0, index.getPageCount()).mapToObj(index::getFirstRowIndex).toList();
    }
}
