package dev.rivet.extract;

import dev.rivet.plan.HighWater;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.Slice;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.Source;
import dev.rivet.source.SourceSession;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One integer column, and whatever stream of batches a test wants.
final class FakeSource implements Source {
    static final RowSchema SCHEMA =
            new RowSchema(
                    List.of(new Column("id", "bigint", new LogicalType.Int64(), Fidelity.EXACT)));

    private final List<Multi<RowBatch>> streams;

    FakeSource(List<Multi<RowBatch>> streams) {
        this.streams = List.copyOf(streams);
    }

    static RowBatch batch(long... ids) {
        BatchBuilder builder = new BatchBuilder(SCHEMA, new BatchLimits(1_000, 1 << 20));
        for (long id : ids) {
            ((ColumnBuilder.Longs) builder.column(0)).append(id);
            builder.endRow();
        }
        return builder.build();
    }

    @Override
    public SourceSession open(String exportName) {
        return new Session();
    }

    @Override
    public void close() {}

    private final class Session implements SourceSession {
        @Override
        public String serverVersion() {
            return "Fake 1";
        }

        @Override
        public ReadPlan describe(ReadRequest request) {
            return new Plan();
        }

        @Override
        public HighWater measure(ReadRequest request, KeyQuestion question) {
            throw new AssertionError("has no keys");
        }

        @Override
        public Optional<Key> naturalKey(ReadRequest request) {
            throw new AssertionError("has no keys");
        }

        @Override
        public KeyType typeOf(ReadRequest request, Key key) {
            throw new AssertionError("has no keys");
        }

        @Override
        public KeySurvey survey(ReadRequest request, Key key) {
            throw new AssertionError("has no keys");
        }

        @Override
        public PreparedRead read(ReadPlan plan, Slice slice, Gate gate) {
            return new PreparedRead(
                    streams.stream().<BatchReader>map(stream -> () -> stream).toList(),
                    plan.path(),
                    List.of());
        }

        @Override
        public void close() {}
    }

    private record Plan() implements ReadPlan {
        @Override
        public RowSchema schema() {
            return SCHEMA;
        }

        @Override
        public OptionalLong estimatedRows() {
            return OptionalLong.of(3);
        }

        @Override
        public String path() {
            return "memory";
        }

        @Override
        public String sql() {
            return "SELECT id FROM fake";
        }
    }
}
