package dev.rivet.source.postgres.read;

import dev.rivet.config.Tuning;
import dev.rivet.diag.RivetException;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.Column;
import dev.rivet.row.Fidelity;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.Gate;
import dev.rivet.source.postgres.query.PageRanges;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.query.ReadPath;
import dev.rivet.source.postgres.query.TablePages;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.TextTrust;
import dev.rivet.source.postgres.type.TypeChoice;
import dev.rivet.source.postgres.wire.PgWire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// A [CopyReader] whose server is the test: in one thread, on a channel without a socket.
final class CopyConversation implements Flow.Subscriber<RowBatch> {
    final List<RowBatch> batches = new ArrayList<>();
    final List<Long> admissions = new ArrayList<>();
    final EmbeddedChannel channel = new EmbeddedChannel();
    final CopyReader reader;
    int cancelRequests;
    boolean complete;
    private final List<String> sent = new ArrayList<>();
    private boolean gateOpen = true;
    private @Nullable UniEmitter<? super Void> atGate;
    private @Nullable Throwable failure;
    private Flow.@Nullable Subscription subscription;

    CopyConversation(List<TypeChoice> types, PageRanges ranges, Tuning tuning) {
        channel.pipeline().addLast("codec", new ChannelInboundHandlerAdapter());
        PostgresReadPlan plan = plan(types, tuning);
        reader =
                new CopyReader(
                        new PgWire(channel),
                        plan,
                        (ReadPath.PageCopy) plan.readPath(),
                        ranges,
                        gate(),
                        () -> cancelRequests++,
                        StageProfile.off());
        reader.batches().subscribe().withSubscriber(this);
    }

    private static PostgresReadPlan plan(List<TypeChoice> types, Tuning tuning) {
        List<ColumnPlan> columns = new ArrayList<>();
        for (TypeChoice choice : types) {
            var column = new Column("c" + columns.size(), "native", choice.type(), Fidelity.EXACT);
            columns.add(new ColumnPlan(column, choice, Unrepresentable.FAIL));
        }
        return new PostgresReadPlan(
                new RowSchema(columns.stream().map(ColumnPlan::column).toList()),
                "SELECT",
                new ReadPath.PageCopy(new TablePages("t", 10, 8192), List.of("*")),
                List.of(),
                columns,
                TextTrust.VALID_UTF8,
                tuning,
                null);
    }

    private Gate gate() {
        return rows -> {
            admissions.add(rows);
            return gateOpen
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().emitter(emitter -> atGate = emitter);
        };
    }

    void closeGate() {
        gateOpen = false;
    }

    void openGate() {
        gateOpen = true;
        UniEmitter<? super Void> waiting = atGate;
        atGate = null;
        if (waiting != null) {
            waiting.complete(null);
        }
        run();
    }

    static Tuning tuning(int rows, long bytes, long maxValue) {
        return new Tuning(
                "test",
                rows,
                bytes,
                Duration.ZERO,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                maxValue,
                1);
    }

    /// Asks for so many more batches.
    CopyConversation ask(long count) {
        if (subscription == null) {
            throw new IllegalStateException("not subscribed");
        }
        subscription.request(count);
        run();
        return this;
    }

    CopyConversation askForAll() {
        return ask(Long.MAX_VALUE);
    }

    void cancel() {
        if (subscription != null) {
            subscription.cancel();
        }
        run();
    }

    /// The statements that the reader has sent since this was asked last.
    List<String> statements() {
        run();
        List<String> statements = List.copyOf(sent);
        sent.clear();
        return statements;
    }

    private void run() {
        channel.runPendingTasks();
        for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
            sent.add(
                    (char) each.readByte()
                            + each.toString(
                                    each.readerIndex() + Integer.BYTES,
                                    each.readableBytes() - Integer.BYTES - 1,
                                    StandardCharsets.UTF_8));
            each.release();
        }
    }

    /// Sends what the server answers, all at once.
    CopyConversation serve(ByteBuf answer) {
        return serve(answer, answer.readableBytes());
    }

    /// The same in pieces of some size; the last one may be shorter.
    CopyConversation serve(ByteBuf answer, int piece) {
        while (answer.isReadable()) {
            int count = Math.min(piece, answer.readableBytes());
            channel.writeInbound(Unpooled.copiedBuffer(answer.readSlice(count)));
        }
        run();
        return this;
    }

    boolean isReading() {
        return channel.config().isAutoRead();
    }

    RivetException failure() {
        if (failure instanceof RivetException expected) {
            return expected;
        }
        throw new AssertionError("no failure of rivet's: " + failure, failure);
    }

    boolean failed() {
        return failure != null;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(RowBatch batch) {
        batches.add(batch);
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void onComplete() {
        complete = true;
    }
}
