package dev.rivet.source.mysql.decode;

import static dev.rivet.source.mysql.decode.SameBatches.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Selection;
import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.mysql.LiveSource;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.query.ReadPath;
import dev.rivet.source.mysql.query.TableStats;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.TypeMapper;
import dev.rivet.source.mysql.type.ValuePolicy;
import dev.rivet.source.mysql.wire.ResultSet;
import dev.rivet.source.mysql.wire.ServerStream;
import dev.rivet.source.mysql.wire.ServerStream.End;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireTap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The decoder that goes column by column must give what the one gives that goes row by row,
/// however the rows arrive.
class BlockDecoderTest {
    private static final long MUCH = 1L << 30;

    private final Random random = new Random(20260101);

    private static MySqlPlan plan(
            BinaryRows rows, Map<String, LogicalType> overrides, Unrepresentable choice, int key) {
        ValuePolicy policy = ValuePolicy.of(choice);
        var schema = new TypeMapper(overrides, policy).schema(rows.columns());
        PageKey pageKey =
                key < 0
                        ? null
                        : PageKey.over(rows.columns().get(key), key, "PRIMARY", "", "")
                                .orElseThrow();
        return new MySqlPlan(
                new Selection.Table(null, "t"),
                schema,
                rows.columns(),
                pageKey,
                TableStats.UNKNOWN,
                ReadPath.of(pageKey, 1),
                policy,
                LiveSource.TUNING);
    }

    private List<byte[]> rows(BinaryRows rows, int count, int nulls) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(rows.row(nulls));
        }
        return all;
    }

    /// The batches that the tap, the result set and the decoder make of a stream in pieces.
    private static List<RowBatch> decoded(
            MySqlPlan plan, BatchLimits limits, byte[] stream, IntSupplier pieces) {
        Collecting sink = new Collecting(plan, limits);
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast("driver", new ChannelInboundHandlerAdapter());
        WireTap tap = WireTap.before("driver", channel);
        tap.listen(new ResultSet(sink));
        int at = 0;
        while (at < stream.length) {
            int count = Math.min(stream.length - at, pieces.getAsInt());
            channel.writeInbound(Unpooled.copiedBuffer(stream, at, count));
            at += count;
        }
        channel.finishAndReleaseAll();
        return sink.batches();
    }

    /// Wants every batch at once.
    private static final class Collecting implements ResultSet.Sink {
        private final MySqlPlan plan;
        private final BatchLimits limits;
        private final BatchBuilder batch;
        private final List<RowBatch> batches = new ArrayList<>();
        private BlockDecoder decoder;

        Collecting(MySqlPlan plan, BatchLimits limits) {
            this.plan = plan;
            this.limits = limits;
            this.batch = new BatchBuilder(plan.schema(), limits);
            this.decoder = new BlockDecoder(plan, wire(plan), batch, limits, null);
        }

        @Override
        public void columns(List<WireColumn> columns) {
            assertThat(columns).isEqualTo(wire(plan));
            decoder = new BlockDecoder(plan, columns, batch, limits, null);
        }

        @Override
        public int rows(byte[] bytes, int from, int to) {
            int taken = decoder.decode(bytes, from, to);
            collect();
            return taken;
        }

        @Override
        public WireTap.Verdict row(byte[] bytes, int at, int length) {
            decoder.decodeOne(bytes, at, length);
            collect();
            return WireTap.Verdict.TAKE;
        }

        private void collect() {
            if (decoder.isFull()) {
                decoder.batchTaken();
                batches.add(batch.build());
            }
        }

        @Override
        public void incompleteRow(byte[] bytes, int at, int length) {
            decoder.checkIncomplete(bytes, at, length);
        }

        List<RowBatch> batches() {
            if (batch.rows() > 0) {
                batches.add(batch.build());
            }
            return batches;
        }
    }

    private static List<WireColumn> wire(MySqlPlan plan) {
        return plan.columns().stream().map(SourceColumn::wire).toList();
    }

    /// What the other decoder gives, in batches of as many rows.
    private static List<RowBatch> oracle(MySqlPlan plan, List<byte[]> rows, List<RowBatch> found) {
        BatchBuilder batch = new BatchBuilder(plan.schema(), new BatchLimits(1 << 30, MUCH));
        RowDecoder decoder = new RowDecoder(plan, wire(plan), batch);
        List<RowBatch> batches = new ArrayList<>();
        for (byte[] each : rows) {
            decoder.decode(each, 0, each.length);
            if (batches.size() < found.size() && batch.rows() == found.get(batches.size()).rows()) {
                batches.add(batch.build());
            }
        }
        assertThat(batch.rows()).as("rows that were not found").isZero();
        return batches;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 50, 97, 100})
    void everyTypeIsDecodedAsRowByRow(int nulls) {
        BinaryRows kinds = BinaryRows.ofEveryType(random);
        MySqlPlan plan = plan(kinds, Map.of(), Unrepresentable.NULL, -1);
        List<byte[]> rows = rows(kinds, 5_000, nulls);
        byte[] stream = ServerStream.of(kinds.wire(), rows, End.ONE_OK);
        List<RowBatch> found = decoded(plan, new BatchLimits(1_700, MUCH), stream, () -> 60_000);
        assertThat(found).extracting(RowBatch::rows).containsExactly(1_700, 1_700, 1_600);
        assertSame(found, oracle(plan, rows, found));
    }

    @Test
    void everyTypeAsTextIsDecodedAsRowByRow() {
        BinaryRows kinds = BinaryRows.ofEveryType(random);
        MySqlPlan plan = plan(kinds, Map.of(), Unrepresentable.STRING, -1);
        List<byte[]> rows = rows(kinds, 3_000, 10);
        byte[] stream = ServerStream.of(kinds.wire(), rows, End.TWO_EOF);
        List<RowBatch> found = decoded(plan, new BatchLimits(999, MUCH), stream, () -> 9_999);
        assertSame(found, oracle(plan, rows, found));
    }

    @Test
    void overriddenTypesAreDecodedAsRowByRow() {
        BinaryRows kinds = BinaryRows.ofIntegersAndText(random, 40);
        Map<String, LogicalType> overrides =
                Map.of(
                        "c0", new LogicalType.Int64(),
                        "c1", new LogicalType.Int32(),
                        "c2", new LogicalType.Int16(),
                        "c3", new LogicalType.Text(),
                        "c5", new LogicalType.Decimal(9, 0),
                        "c7", new LogicalType.Int64(),
                        "c10", new LogicalType.Decimal(20, 0),
                        "c18", new LogicalType.Uuid());
        MySqlPlan plan = plan(kinds, overrides, Unrepresentable.NULL, -1);
        List<byte[]> rows = rows(kinds, 2_500, 10);
        byte[] stream = ServerStream.of(kinds.wire(), rows, End.ONE_OK);
        List<RowBatch> found = decoded(plan, new BatchLimits(2_000, MUCH), stream, () -> 33_333);
        assertSame(found, oracle(plan, rows, found));
    }

    @ParameterizedTest
    @EnumSource
    void aStreamCutAtAnyPlaceGivesTheSameBatches(End end) {
        BinaryRows kinds = BinaryRows.ofEveryType(random);
        MySqlPlan plan = plan(kinds, Map.of(), Unrepresentable.NULL, -1);
        List<byte[]> rows = rows(kinds, 7, 30);
        byte[] stream = ServerStream.of(kinds.wire(), rows, end);
        BatchLimits limits = new BatchLimits(3, MUCH);
        List<RowBatch> whole = decoded(plan, limits, stream, () -> stream.length);
        assertSame(whole, oracle(plan, rows, whole));
        assertThat(whole).hasSize(3);
        for (int cut = 1; cut < stream.length; cut++) {
            int first = cut;
            int[] pieces = {first, stream.length - first};
            int[] next = {0};
            assertSame(decoded(plan, limits, stream, () -> pieces[next[0]++]), whole);
        }
        assertSame(decoded(plan, limits, stream, () -> 1), whole);
    }

    @Test
    void aLongStreamCutByChanceGivesTheSameBatches() {
        BinaryRows kinds = BinaryRows.ofIntegersAndText(random, 400_000);
        MySqlPlan plan = plan(kinds, Map.of(), Unrepresentable.NULL, -1);
        List<byte[]> rows = rows(kinds, 300, 5);
        byte[] stream = ServerStream.of(kinds.wire(), rows, End.ONE_OK);
        BatchLimits limits = new BatchLimits(1_000, 700_000);
        List<RowBatch> whole = decoded(plan, limits, stream, () -> 65_536);
        assertSame(whole, oracle(plan, rows, whole));
        assertThat(whole.size()).isGreaterThan(10);
        for (int run = 0; run < 20; run++) {
            int most = 1 << (4 + run);
            assertSame(decoded(plan, limits, stream, () -> 1 + random.nextInt(most)), whole);
        }
    }

    @Test
    void rowsOfSeveralPacketsAreAmongTheOthers() {
        BinaryRows kinds = BinaryRows.ofIntegersAndText(random, 17_000_000);
        MySqlPlan plan = plan(kinds, Map.of(), Unrepresentable.NULL, -1);
        List<byte[]> rows = rows(kinds, 12, 0);
        assertThat(rows)
                .anyMatch(each -> each.length > 1 << 24)
                .anyMatch(each -> each.length < 1000);
        byte[] stream = ServerStream.of(kinds.wire(), rows, End.ONE_OK);
        MySqlPlan patient = patient(plan);
        List<RowBatch> found = decoded(patient, new BatchLimits(5, MUCH), stream, () -> 65_536);
        assertSame(found, oracle(patient, rows, found));
    }

    /// Without a limit for values.
    private static MySqlPlan patient(MySqlPlan plan) {
        return new MySqlPlan(
                plan.selection(),
                plan.schema(),
                plan.columns(),
                plan.pageKey(),
                plan.size(),
                plan.readPath(),
                plan.policy(),
                LiveSource.batches(100, MUCH));
    }

    @Test
    void batchesEndAtTheirBytes() {
        BinaryRows kinds = BinaryRows.ofEveryType(random);
        MySqlPlan plan = plan(kinds, Map.of(), Unrepresentable.NULL, -1);
        List<byte[]> rows = rows(kinds, 4_000, 20);
        byte[] stream = ServerStream.of(kinds.wire(), rows, End.ONE_OK);
        List<RowBatch> found = decoded(plan, new BatchLimits(9_999, 200_000), stream, () -> 50_000);
        assertThat(found.subList(0, found.size() - 1))
                .allSatisfy(each -> assertThat(each.bytes()).isBetween(200_000L, 210_000L));
    }

    @Test
    void theFirstRowAtFaultIsNamedAsRowByRow() {
        BinaryRows kinds = BinaryRows.ofEveryType(random);
        MySqlPlan plan = plan(kinds, Map.of(), Unrepresentable.FAIL, 9);
        List<byte[]> rows = rows(kinds, 3_000, 60);
        byte[] stream = ServerStream.of(kinds.wire(), rows, End.ONE_OK);
        RivetException wanted = null;
        RowDecoder decoder =
                new RowDecoder(
                        plan,
                        wire(plan),
                        new BatchBuilder(plan.schema(), new BatchLimits(1, MUCH)));
        for (int i = 0; i < rows.size() && wanted == null; i++) {
            try {
                decoder.decode(rows.get(i), 0, rows.get(i).length);
            } catch (RivetException e) {
                wanted = e;
            }
        }
        assertThat(wanted).isNotNull().hasMessageContaining("of the read");
        assertThatThrownBy(() -> decoded(plan, new BatchLimits(500, MUCH), stream, () -> 70_000))
                .hasMessage(java.util.Objects.requireNonNull(wanted).getMessage());
    }

    @Test
    void rowsThatDoNotAddUpAreRefused() {
        BinaryRows kinds = BinaryRows.ofEveryType(random);
        MySqlPlan plan = plan(kinds, Map.of(), Unrepresentable.NULL, -1);
        byte[] good = kinds.row(0);
        List<byte[]> bad =
                List.of(
                        java.util.Arrays.copyOf(good, good.length - 1),
                        java.util.Arrays.copyOf(good, good.length + 1),
                        new byte[] {0},
                        new byte[] {0, 0, 0, 0, 0, 0, 0, 1, 2, 3});
        for (byte[] each : bad) {
            byte[] stream = ServerStream.of(kinds.wire(), List.of(good, each), End.ONE_OK);
            assertThatThrownBy(() -> decoded(plan, new BatchLimits(9, MUCH), stream, () -> 1_000))
                    .hasMessageContaining("does not add up");
        }
    }
}
