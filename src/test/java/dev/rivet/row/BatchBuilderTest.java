package dev.rivet.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {
    private static final RowSchema SCHEMA =
            new RowSchema(
                    List.of(
                            column("id", new LogicalType.Int64()),
                            column("name", new LogicalType.Text()),
                            column("tags", new LogicalType.ListOf(new LogicalType.Int32()))));

    private static Column column(String name, LogicalType type) {
        return new Column(name, "native", type, Fidelity.EXACT);
    }

    private static void append(BatchBuilder builder, long id, String name) {
        ((ColumnBuilder.Longs) builder.column(0)).append(id);
        ((ColumnBuilder.Bytes) builder.column(1)).append(name.getBytes(StandardCharsets.UTF_8));
        var tags = (ListBuilder) builder.column(2);
        ((ColumnBuilder.Ints) tags.elements()).append((int) id);
        tags.elements().appendNull();
        tags.endList();
        builder.endRow();
    }

    @Test
    void keepsEveryValueAndEveryNull() {
        Random random = new Random(7);
        BatchBuilder builder = new BatchBuilder(SCHEMA, new BatchLimits(10_000, 1 << 30));
        boolean[] nullNames = new boolean[5_000];
        for (int i = 0; i < nullNames.length; i++) {
            nullNames[i] = random.nextInt(3) == 0;
            ((ColumnBuilder.Longs) builder.column(0)).append(i);
            if (nullNames[i]) {
                builder.column(1).appendNull();
            } else {
                ((ColumnBuilder.Bytes) builder.column(1)).append(new byte[] {(byte) i});
            }
            builder.column(2).appendNull();
            builder.endRow();
        }
        RowBatch batch = builder.build();
        var names = (ColumnVector.Bytes) batch.columns().get(1);
        assertThat(batch.rows()).isEqualTo(5_000);
        for (int i = 0; i < nullNames.length; i++) {
            assertThat(((ColumnVector.Longs) batch.columns().get(0)).values()[i]).isEqualTo(i);
            assertThat(names.nulls().isNull(i)).isEqualTo(nullNames[i]);
            assertThat(names.offsets()[i + 1] - names.offsets()[i]).isEqualTo(nullNames[i] ? 0 : 1);
        }
        assertThat(batch.columns().get(2).nulls().nullCount()).isEqualTo(5_000);
    }

    @Test
    void usesTheArraysOfABatchThatIsGivenBack() {
        BatchBuilder builder = new BatchBuilder(SCHEMA, new BatchLimits(10_000, 1 << 30));
        append(builder, 1, "first");
        append(builder, 2, "second");
        RowBatch first = builder.build();
        builder.recycle(first);
        append(builder, 3, "third");
        RowBatch second = builder.build();
        append(builder, 4, "fourth");
        builder.column(0).appendNull();
        builder.column(1).appendNull();
        builder.column(2).appendNull();
        builder.endRow();
        RowBatch third = builder.build();

        assertThat(longs(third)).isSameAs(longs(first)).isNotSameAs(longs(second));
        assertThat(((ColumnVector.Bytes) third.columns().get(1)).data())
                .isSameAs(((ColumnVector.Bytes) first.columns().get(1)).data())
                .startsWith("fourth".getBytes(StandardCharsets.UTF_8));
        assertThat(longs(second)[0]).isEqualTo(3);
        assertThat(longs(third)[0]).isEqualTo(4);
        assertThat(third.columns()).allMatch(column -> column.nulls().isNull(1));
        assertThat(third.columns()).noneMatch(column -> column.nulls().isNull(0));
        var tags = (ColumnVector.Lists) third.columns().get(2);
        assertThat(tags.offsets()).startsWith(0, 2, 2);
        assertThat(tags.elements().nulls().isNull(1)).isTrue();
    }

    private static long[] longs(RowBatch batch) {
        return ((ColumnVector.Longs) batch.columns().getFirst()).values();
    }

    @Test
    void isFullAtTheFirstLimitThatIsReached() {
        BatchBuilder byRows = new BatchBuilder(SCHEMA, new BatchLimits(2, 1 << 30));
        append(byRows, 1, "a");
        assertThat(byRows.isFull()).isFalse();
        append(byRows, 2, "b");
        assertThat(byRows.isFull()).isTrue();

        BatchBuilder byBytes = new BatchBuilder(SCHEMA, new BatchLimits(1_000, 500));
        append(byBytes, 1, "x".repeat(600));
        assertThat(byBytes.isFull()).isTrue();
    }

    @Test
    void startsAnewAfterHandingOver() {
        BatchBuilder builder = new BatchBuilder(SCHEMA, new BatchLimits(100, 1 << 20));
        append(builder, 1, "first");
        builder.countReplaced(1);
        RowBatch first = builder.build();
        append(builder, 2, "second");
        RowBatch second = builder.build();
        assertThat(first.replaced()).containsExactly(0, 1, 0);
        assertThat(second.replaced()).containsExactly(0, 0, 0);
        var names = (ColumnVector.Bytes) first.columns().get(1);
        assertThat(new String(names.data(), 0, names.offsets()[1], StandardCharsets.UTF_8))
                .isEqualTo("first");
        assertThat(((ColumnVector.Longs) second.columns().get(0)).values()[0]).isEqualTo(2);
        var tags = (ColumnVector.Lists) second.columns().get(2);
        assertThat(tags.offsets()[1]).isEqualTo(2);
        assertThat(tags.elements().nulls().isNull(1)).isTrue();
    }

    @Test
    void countsTheBytesThatItHolds() {
        BatchBuilder builder = new BatchBuilder(SCHEMA, new BatchLimits(100, 1 << 20));
        append(builder, 1, "x".repeat(1_000));
        assertThat(builder.bytes()).isBetween(1_000L + 8 + 8, 1_000L + 100);
        assertThat(builder.build().bytes()).isBetween(1_016L, 1_100L);
    }
}
