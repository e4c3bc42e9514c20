package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Compression;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Readers for which NaN is the largest number skip what a NaN would match, if the bounds beside
/// it look complete: where NaN occurs there are none.
class NanStatisticsTest {
    private static final int PAGE_ROWS = 32_768;
    private static final int GROUP_ROWS = 2 * PAGE_ROWS;

    /// Two row groups of two pages: the second page of the first group has NaNs.
    private static final Set<Integer> NAN_ROWS = Set.of(PAGE_ROWS + 5, PAGE_ROWS + 6);

    private static final ParquetFormat FORMAT =
            new ParquetFormat(
                    new OutputFormat.Parquet(
                            new Compression(Compression.Codec.NONE, 0),
                            new RowGroups.FixedRows(GROUP_ROWS),
                            ParquetEncoding.COMPATIBLE),
                    1L << 30,
                    StageProfile.off());

    @TempDir Path folder;

    /// @param value of the n-th row
    record Numbers(LogicalType type, IntFunction<@Nullable Object> value) {
        @Override
        public String toString() {
            return type.label();
        }
    }

    static Stream<Numbers> numbers() {
        return Stream.of(
                new Numbers(
                        new LogicalType.Float64(),
                        i -> NAN_ROWS.contains(i) ? Double.NaN : i % 101 * 1.0),
                new Numbers(
                        new LogicalType.Float32(),
                        i -> NAN_ROWS.contains(i) ? Float.NaN : i % 101 * 1f),
                new Numbers(
                        new LogicalType.ListOf(new LogicalType.Float64()),
                        i -> List.of(1.5, NAN_ROWS.contains(i) ? Double.NaN : 0.5)));
    }

    private Path write(Numbers numbers) throws Exception {
        RowSchema schema = Rows.schema(numbers.type());
        Rows rows = Rows.of(schema);
        for (int i = 0; i < 2 * GROUP_ROWS; i++) {
            rows.row(numbers.value().apply(i));
        }
        return EncodedFile.write(folder.resolve("nan.parquet"), FORMAT, schema, rows.build());
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void chunksAndPagesWithNanHaveNoBounds(Numbers numbers) throws Exception {
        try (ParquetFileReader file = ParquetMrReader.open(write(numbers))) {
            ColumnChunkMetaData with = file.getRowGroups().getFirst().getColumns().getFirst();
            ColumnChunkMetaData without = file.getRowGroups().getLast().getColumns().getFirst();
            assertThat(with.getStatistics().hasNonNullValue()).isFalse();
            assertThat(with.getStatistics().getNumNulls()).isZero();
            assertThat(file.readColumnIndex(with)).isNull();
            assertThat(file.readOffsetIndex(with).getPageCount()).isGreaterThan(1);
            assertThat(without.getStatistics().hasNonNullValue()).isTrue();
            assertThat(file.readColumnIndex(without)).isNotNull();
        }
    }

    @Test
    void aFilterOfDuckDbFindsTheRowsWithNan() throws Exception {
        for (Numbers numbers : numbers().limit(2).toList()) {
            Path file = write(numbers);
            try (DuckDb duckDb = new DuckDb()) {
                assertThat(duckDb.rows("SELECT count(*) FROM '%s' WHERE c0 > 200".formatted(file)))
                        .as("%s", numbers)
                        .containsExactly(List.of("2"));
            }
        }
    }

    static boolean hasNan(RowBatch[] batches, int column) {
        return Arrays.stream(batches)
                .anyMatch(batch -> hasNan(batch.columns().get(column), batch.rows()));
    }

    private static boolean hasNan(ColumnVector column, int rows) {
        return switch (column) {
            case ColumnVector.Floats floats ->
                    IntStream.range(0, rows)
                            .filter(i -> !floats.nulls().isNull(i))
                            .anyMatch(i -> Float.isNaN(floats.values()[i]));
            case ColumnVector.Doubles doubles ->
                    IntStream.range(0, rows)
                            .filter(i -> !doubles.nulls().isNull(i))
                            .anyMatch(i -> Double.isNaN(doubles.values()[i]));
            case ColumnVector.Lists lists -> hasNan(lists.elements(), lists.offsets()[rows]);
            case ColumnVector.Booleans _,
                    ColumnVector.Ints _,
                    ColumnVector.Longs _,
                    ColumnVector.Bytes _,
                    ColumnVector.Fixed _ ->
                    false;
        };
    }
}
