package dev.rivet.source.postgres;

import dev.rivet.config.SourceConfig;
import dev.rivet.row.RowBatch;
import dev.rivet.source.SourceSession;
import dev.rivet.source.postgres.catalog.Portal;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.connect.ConnectionOptions;
import dev.rivet.source.postgres.decode.RowDecoder;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.wire.Dial;
import dev.rivet.source.postgres.wire.Line;
import dev.rivet.source.postgres.wire.PgWire;
import dev.rivet.source.postgres.wire.ServerError;
import dev.rivet.source.postgres.wire.WireListener;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Reads a query in the plainest way: all rows at once, message by message, value by value. What
/// the product's reader is compared with.
final class ValueByValue implements WireListener {
    private final PgWire wire;
    private final RowDecoder rows;
    private final CompletableFuture<RowBatch> answer = new CompletableFuture<>();

    private ValueByValue(PgWire wire, RowDecoder rows) {
        this.wire = wire;
        this.rows = rows;
    }

    static RowBatch read(SourceConfig.Postgres config, Reading reading, String sql) {
        PostgresReadPlan plan;
        try (SourceSession session = reading.open()) {
            plan = (PostgresReadPlan) session.describe(reading.query(sql));
        }
        var options = ConnectionOptions.of(config, "oracle");
        Line line = await(new Dial(Reading.VERTX, options).line());
        try (Backend backend = Backend.of(line, Reading.VERTX, options)) {
            backend.begin(plan.tuning());
            await(Portal.open(plan, backend.wire()));
            var read = new ValueByValue(backend.wire(), new RowDecoder(plan));
            backend.wire().eventLoop().execute(read::fetch);
            return await(read.answer);
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(120, TimeUnit.SECONDS).join();
    }

    private void fetch() {
        wire.converse(this);
        wire.send(out -> out.execute(Portal.NAME, 0).sync());
    }

    @Override
    public void message(byte type, ByteBuf in, int from, int length) {
        try {
            switch (type) {
                case 'D' -> rows.append(in, from);
                case 'E' ->
                        answer.completeExceptionally(
                                new AssertionError(ServerError.parse(in, from).words()));
                case 'Z' -> {
                    wire.end();
                    answer.complete(rows.build());
                }
                default -> {
                    // The rest does not matter.
                }
            }
        } catch (RuntimeException unexpected) {
            answer.completeExceptionally(unexpected);
        }
    }

    @Override
    public void closed() {
        answer.completeExceptionally(new AssertionError("closed"));
    }
}
