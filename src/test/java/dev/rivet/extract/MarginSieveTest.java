package dev.rivet.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.encode.RowPrints;
import dev.rivet.plan.Edge;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Watermark;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is delivered of rows that are read again, and what is remembered of them.
class MarginSieveTest {
    private static final Key ID = Key.of("id");

    private static RowSchema schema(LogicalType type) {
        return new RowSchema(
                List.of(
                        new Column("note", "text", new LogicalType.Text(), Fidelity.EXACT),
                        new Column("id", "bigint", type, Fidelity.EXACT)));
    }

    /// Notes that say which id they have: `4a`, `4b`.
    private static RowBatch batch(RowSchema schema, String... notes) {
        BatchBuilder builder = new BatchBuilder(schema, new BatchLimits(1_000, 1 << 20));
        for (String note : notes) {
            ((ColumnBuilder.Bytes) builder.column(0)).append(note.getBytes(StandardCharsets.UTF_8));
            long id = Long.parseUnsignedLong(note.substring(0, note.length() - 1));
            ((ColumnBuilder.Longs) builder.column(1)).append(id);
            builder.endRow();
        }
        return builder.build();
    }

    private static List<String> notes(RowBatch batch) {
        var notes = (ColumnVector.Bytes) batch.columns().getFirst();
        String[] texts = new String[batch.rows()];
        for (int i = 0; i < texts.length; i++) {
            int from = notes.offsets()[i];
            texts[i] =
                    new String(
                            notes.data(),
                            from,
                            notes.offsets()[i + 1] - from,
                            StandardCharsets.UTF_8);
        }
        return Arrays.asList(texts);
    }

    private static Edge id(String value) {
        return Edge.including(new KeyValue(KeyType.INTEGER, value));
    }

    private static ExportPlan.Progress progress(@Nullable String from, String to, String margin) {
        return new ExportPlan.Progress(
                from == null ? null : new Watermark(ID, id(from)),
                new Watermark(ID, id(to)),
                id(margin));
    }

    private static MarginSieve sieve(
            RowSchema schema, ExportPlan.Progress progress, RowPrints before, long room) {
        return new MarginSieve(
                schema, progress, progress.margin().orElseThrow(), new DeliveredRows(before), room);
    }

    @Test
    void whatWasDeliveredIsDroppedAsOftenAsItWas() {
        RowSchema schema = schema(new LogicalType.Int64());
        MarginSieve first = sieve(schema, progress(null, "5", "3"), new RowPrints(), 10);
        RowBatch all = batch(schema, "1a", "2a", "3a", "4a", "4a", "5a");
        assertThat(first.sift(all)).isSameAs(all);
        assertThat(first.remembered().size()).isEqualTo(4);

        MarginSieve next = sieve(schema, progress("5", "9", "4"), first.remembered(), 10);
        assertThat(notes(next.sift(batch(schema, "4a", "3a", "4b", "5a", "6a"))))
                .containsExactly("4b", "6a");
        assertThat(notes(next.sift(batch(schema, "4a", "4a", "3b", "9a"))))
                .containsExactly("4a", "3b", "9a");
        assertThat(next.remembered().size()).isEqualTo(7);

        MarginSieve last = sieve(schema, progress("9", "9", "4"), next.remembered(), 10);
        assertThat(last.sift(batch(schema, "9a", "6a", "5a", "4b", "4a", "4a", "4a")).rows())
                .isZero();
    }

    @Test
    void anAttemptThatIsRepeatedFindsAllOfThemAgain() {
        RowSchema schema = schema(new LogicalType.Int64());
        MarginSieve first = sieve(schema, progress(null, "5", "3"), new RowPrints(), 10);
        first.sift(batch(schema, "4a"));
        DeliveredRows before = new DeliveredRows(first.remembered());
        ExportPlan.Progress progress = progress("5", "5", "3");
        for (int attempt = 0; attempt < 2; attempt++) {
            var again =
                    new MarginSieve(schema, progress, progress.margin().orElseThrow(), before, 10);
            assertThat(notes(again.sift(batch(schema, "4a", "4a")))).containsExactly("4a");
        }
    }

    @Test
    void unsignedNumbersAreInTheirOrder() {
        RowSchema schema = schema(new LogicalType.UInt64());
        String top = "18446744073709551615";
        MarginSieve sieve =
                sieve(schema, progress(null, top, "18446744073709551610"), new RowPrints(), 10);
        sieve.sift(batch(schema, "1a", "9223372036854775807a", "18446744073709551609a", top + "a"));
        assertThat(sieve.remembered().size()).isEqualTo(1);

        MarginSieve below = sieve(schema, progress(null, "3", "-7"), new RowPrints(), 10);
        below.sift(batch(schema, "0a", "3a"));
        assertThat(below.remembered().size()).isEqualTo(2);
    }

    @Test
    void moreRowsThanCanBeRememberedAreRefused() {
        RowSchema schema = schema(new LogicalType.Int64());
        MarginSieve sieve = sieve(schema, progress(null, "5", "3"), new RowPrints(), 2);
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> sieve.sift(batch(schema, "3a", "4a", "5a")));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.CONFIG_MODE_SETTING_INVALID);
        assertThat(failure.diagnostic().message()).contains("1,000,000", "Nothing was delivered");
    }

    @Test
    void aCursorThatIsReadAsAnotherTypeIsRefused() {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () ->
                                sieve(
                                        schema(new LogicalType.Text()),
                                        progress(null, "5", "3"),
                                        new RowPrints(),
                                        10));
        assertThat(failure.diagnostic().message()).contains("id is read as text, not integer");
    }

    @Test
    void manyRowsThatAreTheSameAreFoundQuickly() {
        RowPrints same = new RowPrints();
        for (int i = 0; i < 500_000; i++) {
            same.add(7, 7);
        }
        DeliveredRows.Rest rest = new DeliveredRows(RowPrints.of(same.bytes())).new Rest();
        for (int i = 0; i < 500_000; i++) {
            assertThat(rest.take(7, 7)).isTrue();
        }
        assertThat(rest.take(7, 7)).isFalse();
        assertThat(rest.take(7, 8)).isFalse();
    }
}
