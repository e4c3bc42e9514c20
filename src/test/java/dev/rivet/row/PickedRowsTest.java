package dev.rivet.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Some rows of random batches that have a column of each kind of memory, and a list of each.
class PickedRowsTest {
    private static final List<LogicalType> TYPES =
            List.of(
                    new LogicalType.Bool(),
                    new LogicalType.Int32(),
                    new LogicalType.Int64(),
                    new LogicalType.Float32(),
                    new LogicalType.Float64(),
                    new LogicalType.Text(),
                    new LogicalType.Uuid(),
                    new LogicalType.Decimal(38, 2));

    private static final RowSchema SCHEMA = schema();

    private static RowSchema schema() {
        List<Column> columns = new ArrayList<>();
        for (LogicalType type : TYPES) {
            columns.add(new Column("c" + columns.size(), "n", type, Fidelity.EXACT));
            LogicalType list = new LogicalType.ListOf(type);
            columns.add(new Column("c" + columns.size(), "n", list, Fidelity.EXACT));
        }
        return new RowSchema(columns);
    }

    private static void append(ColumnBuilder to, Random random) {
        if (random.nextInt(4) == 0) {
            to.appendNull();
            return;
        }
        switch (to) {
            case ColumnBuilder.Booleans booleans -> booleans.append(random.nextBoolean());
            case ColumnBuilder.Ints ints -> ints.append(random.nextInt());
            case ColumnBuilder.Longs longs -> longs.append(random.nextLong());
            case ColumnBuilder.Floats floats -> floats.append(random.nextFloat());
            case ColumnBuilder.Doubles doubles -> doubles.append(random.nextDouble());
            case ColumnBuilder.Bytes bytes -> bytes.append(bytes(random, random.nextInt(9)));
            case FixedBuilder fixed -> fixed.append(bytes(random, fixed.width()), 0);
            case ListBuilder list -> {
                for (int i = random.nextInt(4); i > 0; i--) {
                    append(list.elements(), random);
                }
                list.endList();
            }
        }
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static @Nullable Object value(ColumnVector column, int row) {
        if (column.nulls().isNull(row)) {
            return null;
        }
        return switch (column) {
            case ColumnVector.Booleans booleans -> booleans.values()[row];
            case ColumnVector.Ints ints -> ints.values()[row];
            case ColumnVector.Longs longs -> longs.values()[row];
            case ColumnVector.Floats floats -> floats.values()[row];
            case ColumnVector.Doubles doubles -> doubles.values()[row];
            case ColumnVector.Bytes bytes ->
                    text(bytes.data(), bytes.offsets()[row], bytes.offsets()[row + 1]);
            case ColumnVector.Fixed fixed ->
                    text(fixed.data(), row * fixed.width(), (row + 1) * fixed.width());
            case ColumnVector.Lists lists ->
                    IntStream.range(lists.offsets()[row], lists.offsets()[row + 1])
                            .mapToObj(i -> String.valueOf(value(lists.elements(), i)))
                            .toList();
        };
    }

    private static String text(byte[] data, int from, int to) {
        return Arrays.toString(Arrays.copyOfRange(data, from, to));
    }

    private static List<String> row(RowBatch batch, int row) {
        return batch.columns().stream().map(each -> String.valueOf(value(each, row))).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 300})
    void theRowsThatWereAskedForAreThereAsTheyWere(int size) {
        Random random = new Random(size);
        BatchBuilder builder = new BatchBuilder(SCHEMA, new BatchLimits(10_000, 1 << 30));
        for (int i = 0; i < size; i++) {
            for (int column = 0; column < SCHEMA.size(); column++) {
                append(builder.column(column), random);
            }
            builder.endRow();
        }
        RowBatch all = builder.build();
        for (int share = 0; share <= 3; share++) {
            int most = share;
            int[] rows = IntStream.range(0, size).filter(row -> random.nextInt(3) < most).toArray();
            RowBatch picked = PickedRows.of(all, rows);
            assertThat(picked.rows()).isEqualTo(rows.length);
            assertThat(picked.bytes()).isBetween(0L, Math.max(all.bytes(), 1_000L));
            for (int i = 0; i < rows.length; i++) {
                assertThat(row(picked, i)).isEqualTo(row(all, rows[i]));
            }
            for (ColumnVector column : picked.columns()) {
                assertThat(column.length()).isEqualTo(rows.length);
            }
        }
    }
}
