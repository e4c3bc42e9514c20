package dev.rivet.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.rivet.config.MetaColumns;
import dev.rivet.config.MetaColumns.RowHash;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetaColumnAppenderTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");
    private static final RowSchema TWO_TEXTS =
            Rows.schema(new LogicalType.Text(), new LogicalType.Text());

    @Test
    void nothingIsAddedWhenNothingIsConfigured() {
        MetaColumnAppender appender = MetaColumnAppender.of(TWO_TEXTS, MetaColumns.NONE, NOW);
        RowBatch batch = Rows.of(TWO_TEXTS).row("a", "b").build();
        assertThat(appender.schema()).isEqualTo(TWO_TEXTS);
        assertThat(appender.append(batch)).isSameAs(batch);
        assertThat(appender.covered()).isEmpty();
    }

    @Test
    void bothColumnsComeAfterTheData() {
        MetaColumnAppender appender =
                MetaColumnAppender.of(
                        TWO_TEXTS, new MetaColumns(true, new RowHash.AllColumns()), NOW);
        RowBatch source = Rows.of(TWO_TEXTS).row("a", "b").row("c", null).build();
        RowBatch batch = appender.append(source);
        assertThat(batch.schema()).isEqualTo(appender.schema());
        assertThat(batch.schema().columns())
                .extracting(Column::name)
                .containsExactly("c0", "c1", "_rivet_exported_at", "_rivet_row_hash");
        assertThat(appender.covered()).containsExactly("c0", "c1");
        assertThat(longs(batch, 2)).containsExactly(1_767_323_045_678_901L, 1_767_323_045_678_901L);
        assertThat(batch.bytes()).isEqualTo(source.bytes() + 2 * 16);
        assertThat(batch.replaced()).hasSize(4);
    }

    @Test
    void hashIsTheLowHalfOfXxh3OverTheFramesThatAreDocumented() {
        RowSchema schema =
                Rows.schema(
                        new LogicalType.Bool(),
                        new LogicalType.Int16(),
                        new LogicalType.Int64(),
                        new LogicalType.Float32(),
                        new LogicalType.Float64(),
                        new LogicalType.Decimal(5, 2),
                        new LogicalType.Decimal(20, 0),
                        new LogicalType.Text(),
                        new LogicalType.Uuid(),
                        new LogicalType.ListOf(new LogicalType.Text()),
                        new LogicalType.Date());
        RowBatch batch =
                Rows.of(schema)
                        .row(
                                true,
                                -2,
                                1L,
                                1.0f,
                                -0.0,
                                new BigDecimal("-0.01"),
                                new BigDecimal("258"),
                                "é",
                                UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                                Arrays.asList("x", null),
                                null)
                        .build();
        byte[] frames =
                HexFormat.of()
                        .parseHex(
                                "0101000000"
                                        + "01"
                                        + "0104000000"
                                        + "feffffff"
                                        + "0108000000"
                                        + "0100000000000000"
                                        + "0104000000"
                                        + "0000803f"
                                        + "0108000000"
                                        + "0000000000000080"
                                        + "0108000000"
                                        + "ffffffffffffffff"
                                        + "0109000000"
                                        + "000000000000000102"
                                        + "0102000000"
                                        + "c3a9"
                                        + "0110000000"
                                        + "00112233445566778899aabbccddeeff"
                                        + "0102000000"
                                        + ("0101000000" + "78")
                                        + "00"
                                        + "00");
        assertThat(hashes(schema, batch))
                .containsExactly(
                        Hashing.xxh3_128().hashBytesTo128Bits(frames).getLeastSignificantBits());
    }

    /// Pins the rendering: when this fails, [dev.rivet.encode.RowHash#RENDER] needs a new name.
    @Test
    void hashOfAKnownRowNeverChanges() {
        assertThat(hashes(TWO_TEXTS, Rows.of(TWO_TEXTS).row("rivet", null).build()))
                .containsExactly(KNOWN_HASH);
    }

    private static final long KNOWN_HASH = -2_458_951_408_923_037_013L;

    @Test
    void noValueCanImitateABorderOrNull() {
        RowBatch batch =
                Rows.of(TWO_TEXTS)
                        .row("ab", "c")
                        .row("a", "bc")
                        .row("abc", "")
                        .row("abc", null)
                        .row("", "abc")
                        .row(null, "abc")
                        .row("\0", null)
                        .row(null, "\0")
                        .row(null, null)
                        .build();
        Set<Long> distinct = new HashSet<>();
        for (long hash : hashes(TWO_TEXTS, batch)) {
            distinct.add(hash);
        }
        assertThat(distinct).hasSize(batch.rows());
    }

    @Test
    void everyNanIsTheSame() {
        RowSchema schema = Rows.schema(new LogicalType.Float64());
        double other = Double.longBitsToDouble(0x7ff8000000000001L);
        long[] hashes = hashes(schema, Rows.of(schema).row(Double.NaN).row(other).build());
        assertThat(hashes[0]).isEqualTo(hashes[1]);
    }

    @Test
    void listedColumnsAloneCountInTheirOrder() {
        RowBatch batch = Rows.of(TWO_TEXTS).row("a", "b").row("a", "other").row("b", "a").build();
        long[] first = longs(append(new RowHash.Only(List.of("c0")), batch), 2);
        assertThat(first[0]).isEqualTo(first[1]).isNotEqualTo(first[2]);
        long[] swapped = longs(append(new RowHash.Only(List.of("c1", "c0")), batch), 2);
        long[] plain = longs(append(new RowHash.AllColumns(), batch), 2);
        assertThat(swapped[0]).isEqualTo(plain[2]).isNotEqualTo(plain[0]);
    }

    @Test
    void collisionsAreRefused() {
        RowSchema schema =
                new RowSchema(
                        List.of(
                                Rows.column("_rivet_exported_at", new LogicalType.Text()),
                                Rows.column("_rivet_row_hash", new LogicalType.Text())));
        assertThat(codes(schema, new MetaColumns(true, new RowHash.AllColumns())))
                .containsExactly(
                        Code.CONFIG_META_COLUMN_COLLISION, Code.CONFIG_META_COLUMN_COLLISION);
        assertThat(codes(schema, new MetaColumns(true, new RowHash.Off())))
                .containsExactly(Code.CONFIG_META_COLUMN_COLLISION);
        assertThat(MetaColumnAppender.of(schema, MetaColumns.NONE, NOW).schema()).isEqualTo(schema);
    }

    @Test
    void wrongRowHashListsAreRefusedAllAtOnce() {
        assertThat(codes(TWO_TEXTS, onlyHash("nope", "c0", "c0")))
                .containsExactly(Code.CONFIG_ROW_HASH_INVALID, Code.CONFIG_ROW_HASH_INVALID);
        assertThat(codes(TWO_TEXTS, onlyHash())).containsExactly(Code.CONFIG_ROW_HASH_INVALID);
    }

    private static MetaColumns onlyHash(String... columns) {
        return new MetaColumns(false, new RowHash.Only(List.of(columns)));
    }

    private static List<Code> codes(RowSchema schema, MetaColumns config) {
        RivetException thrown =
                catchThrowableOfType(
                        RivetException.class, () -> MetaColumnAppender.of(schema, config, NOW));
        return thrown.diagnostics().stream().map(Diagnostic::code).toList();
    }

    private static RowBatch append(RowHash rowHash, RowBatch batch) {
        return MetaColumnAppender.of(batch.schema(), new MetaColumns(false, rowHash), NOW)
                .append(batch);
    }

    private static long[] hashes(RowSchema schema, RowBatch batch) {
        return longs(append(new RowHash.AllColumns(), batch), schema.size());
    }

    private static long[] longs(RowBatch batch, int column) {
        ColumnVector.Longs vector = (ColumnVector.Longs) batch.columns().get(column);
        assertThat(vector.nulls().nullCount()).isZero();
        return Arrays.copyOf(vector.values(), vector.length());
    }
}
