package dev.rivet.source.mysql.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.ExitClass;
import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.RowBatch;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.mysql.LiveSource;
import dev.rivet.source.mysql.query.KeyPages;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.query.ReadPath;
import dev.rivet.source.mysql.query.Statements.Statement;
import dev.rivet.source.mysql.query.TableStats;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.TypeMapper;
import dev.rivet.source.mysql.type.ValuePolicy;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of a table by a key whose own bytes come in one more column, from servers that do what
/// they are asked, and from such that do not.
class PagedRowsTest {
    private static final List<WireColumn> COLUMNS =
            List.of(
                    column("k", WireType.VAR_STRING, 255),
                    column("v", WireType.VAR_STRING, 255),
                    column("CAST(`k` AS BINARY)", WireType.VAR_STRING, 63));

    private final Random random = new Random(20260101);

    private static WireColumn column(String name, WireType type, int charset) {
        return new WireColumn("d", "t", name, name, charset, 320, type, 0, 0);
    }

    /// @param text of the key, as it reaches us
    /// @param own the key's own bytes, in hex
    private record Row(String text, String own, String value) {}

    /// What a server sends for a page.
    private interface Server {
        /// @param from own bytes of the key that the page begins with; null for the first page
        List<Row> page(@Nullable String from, int skip, int most);
    }

    private static List<Row> rows(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(
                    new Row(
                            "?" + i % 3,
                            String.format(Locale.ROOT, "%04x", 0x8140 + i),
                            "v".repeat(i % 400)));
        }
        return rows;
    }

    private static Server honest(List<Row> table) {
        return (from, skip, most) -> {
            int first = from == null ? 0 : at(table, from);
            return table.stream().skip((long) first + skip).limit(most).toList();
        };
    }

    private static int at(List<Row> table, String own) {
        return table.stream().map(Row::own).toList().indexOf(own);
    }

    private List<RowBatch> read(Server server, int pageRows) {
        MySqlPlan plan = plan(pageRows);
        PageKey key = java.util.Objects.requireNonNull(plan.pageKey());
        KeyPages pages = new KeyPages(new Selection.Table("shop", "t"), key, plan);
        BatchLimits limits = new BatchLimits(pageRows, 1 << 20);
        BatchBuilder batch = new BatchBuilder(plan.schema(), limits);
        BlockDecoder decoder = new BlockDecoder(plan, COLUMNS, batch, limits, pages.keys());
        List<RowBatch> batches = new ArrayList<>();
        var next = pages.next().result();
        while (next.isPresent()) {
            Statement page = next.get();
            int own = page.values().size() - 3;
            List<Row> sent =
                    server.page(
                            own < 0 ? null : page.values().getString(own),
                            page.values().getLong(own + 2).intValue(),
                            page.values().getLong(own + 1).intValue());
            byte[] packets = packets(sent);
            int before = count(batches) + batch.rows();
            feed(packets, decoder, batch, batches);
            pages.ended(
                    count(batches) + batch.rows() - before, packets.length, Duration.ofMillis(1));
            next = pages.next().result();
        }
        if (batch.rows() > 0) {
            batches.add(batch.build());
        }
        return batches;
    }

    private static int count(List<RowBatch> batches) {
        return batches.stream().mapToInt(RowBatch::rows).sum();
    }

    /// Bytes arrive in pieces by chance.
    private void feed(
            byte[] bytes, BlockDecoder decoder, BatchBuilder batch, List<RowBatch> batches) {
        int at = 0;
        int arrived = 0;
        while (at < bytes.length) {
            int taken = decoder.decode(bytes, at, arrived);
            at += taken;
            if (decoder.isFull()) {
                decoder.batchTaken();
                batches.add(batch.build());
            } else if (taken == 0) {
                assertThat(arrived).as("all has arrived").isLessThan(bytes.length);
                arrived = Math.min(bytes.length, arrived + 1 + random.nextInt(300));
            }
        }
    }

    private static MySqlPlan plan(int pageRows) {
        List<SourceColumn> columns =
                COLUMNS.subList(0, 2).stream()
                        .map(each -> new SourceColumn(each, "varchar"))
                        .toList();
        ValuePolicy policy = ValuePolicy.of(Unrepresentable.FAIL);
        PageKey key =
                PageKey.over(columns.getFirst(), 0, "PRIMARY", "sjis", "sjis_bin").orElseThrow();
        return new MySqlPlan(
                new Selection.Table("shop", "t"),
                new TypeMapper(Map.of(), policy).schema(columns),
                columns,
                key,
                TableStats.UNKNOWN,
                ReadPath.of(key, 1),
                policy,
                LiveSource.batches(pageRows, 1 << 20));
    }

    private static byte[] packets(List<Row> rows) {
        ByteBuf out = Unpooled.buffer();
        for (Row each : rows) {
            ByteBuf row = Unpooled.buffer().writeByte(0).writeByte(0);
            lenenc(row, each.text().getBytes(StandardCharsets.UTF_8));
            lenenc(row, each.value().getBytes(StandardCharsets.UTF_8));
            lenenc(row, HexFormat.of().parseHex(each.own()));
            out.writeMediumLE(row.readableBytes()).writeByte(0).writeBytes(row);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static void lenenc(ByteBuf out, byte[] bytes) {
        if (bytes.length < 251) {
            out.writeByte(bytes.length);
        } else {
            out.writeByte(0xFC).writeShortLE(bytes.length);
        }
        out.writeBytes(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 499, 500, 501, 10_000})
    void everyRowArrivesOnceAndTheKeysBytesStayBehind(int pageRows) {
        for (int count : new int[] {0, 1, 2, 7, 14, 500, 501, 1_234}) {
            List<Row> table = rows(count);
            List<RowBatch> batches = read(honest(table), pageRows);
            assertThat(BatchValues.rows(batches))
                    .isEqualTo(
                            table.stream()
                                    .map(each -> List.of(each.text(), each.value()))
                                    .toList());
        }
    }

    @Test
    void anEmptyKeyIsNotSentBack() {
        List<Row> table = rows(20);
        table.set(4, new Row("", "", "empty"));
        List<String> begun = new ArrayList<>();
        Server server =
                (from, skip, most) -> {
                    begun.add(from + "+" + skip);
                    return honest(table).page(from, skip, most);
                };
        assertThat(count(read(server, 5))).isEqualTo(20);
        assertThat(begun).containsExactly("null+0", "null+4", "8149+0", "814e+0", "8153+0");
    }

    @Test
    void aKeyThatTheServerTookForAnotherOneFailsTheRead() {
        List<Row> table = rows(20);
        for (int shift : new int[] {-3, 1, 7}) {
            Server server =
                    (from, skip, most) ->
                            table.stream()
                                    .skip(from == null ? 0 : at(table, from) + (long) shift)
                                    .limit(most)
                                    .toList();
            assertOutOfOrder(
                    server,
                    "table shop.t, key k: the page after '?1' (0x8144) begins with '?"
                            + (4 + shift) % 3
                            + "' (0x"
                            + String.format(Locale.ROOT, "%04X", 0x8144 + shift)
                            + ") instead of that row");
        }
    }

    @Test
    void aPageWithoutTheRowItBeginsWithFailsTheRead() {
        assertOutOfOrder(
                (from, skip, most) -> from == null ? rows(5) : List.of(),
                "the page after '?1' (0x8144) is empty, that row is not in it");
    }

    @Test
    void aRowThatComesAgainFailsTheRead() {
        assertOutOfOrder(
                (from, skip, most) ->
                        from == null ? rows(5) : List.of(rows(5).getLast(), rows(5).getLast()),
                "'?1' (0x8144) is followed by '?1' (0x8144)");
    }

    private void assertOutOfOrder(Server server, String words) {
        assertThatThrownBy(() -> read(server, 5))
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure -> {
                            assertThat(failure.diagnostic().code())
                                    .isEqualTo(Code.SOURCE_KEYS_OUT_OF_ORDER);
                            assertThat(failure.diagnostic().exitClass())
                                    .isEqualTo(ExitClass.DATA_INTEGRITY);
                        });
    }
}
