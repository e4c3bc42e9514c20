package dev.rivet.source.postgres.read;

import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.diag.RivetException;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.Column;
import dev.rivet.row.Fidelity;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.Gate;
import dev.rivet.source.postgres.connect.Exchange;
import dev.rivet.source.postgres.query.PageRanges;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.query.Prospect;
import dev.rivet.source.postgres.query.ReadPath;
import dev.rivet.source.postgres.query.TablePages;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.TextTrust;
import dev.rivet.source.postgres.type.TypeChoice;
import dev.rivet.source.postgres.wire.PgWire;
import dev.rivet.source.postgres.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// A [RowsReader] whose server is the test: in one thread, on a channel without a socket.
final class Conversation implements Flow.Subscriber<RowBatch> {
    private static final ReadPath.Pages PAGES = new ReadPath.Pages(new TablePages("t", 10, 8192));

    final List<RowBatch> batches = new ArrayList<>();
    final List<Long> admissions = new ArrayList<>();
    final EmbeddedChannel channel = new EmbeddedChannel();
    final RowsReader reader;

    /// One for each cancel request that was made; to be completed by the test.
    final List<CompletableFuture<Void>> cancelRequests = new ArrayList<>();

    boolean complete;
    private final List<String> sent = new ArrayList<>();
    private boolean gateOpen = true;
    private @Nullable UniEmitter<? super Void> atGate;
    private @Nullable Throwable failure;
    private Flow.@Nullable Subscription subscription;

    private Conversation(PostgresReadPlan plan, Fetches fetches) {
        channel.pipeline().addLast("codec", new ChannelInboundHandlerAdapter());
        reader =
                new RowsReader(
                        new Exchange(new PgWire(channel), this::cancelRequest),
                        plan,
                        fetches,
                        gate(),
                        StageProfile.off());
        reader.batches().subscribe().withSubscriber(this);
    }

    /// Reads ranges of pages.
    static Conversation of(List<TypeChoice> types, PageRanges ranges, Tuning tuning) {
        PostgresReadPlan plan = plan(types, tuning, PAGES);
        return new Conversation(plan, Fetches.of(plan, PAGES, ranges));
    }

    /// Reads from a portal.
    static Conversation ofPortal(List<TypeChoice> types, Tuning tuning) {
        PostgresReadPlan plan = plan(types, tuning, new ReadPath.Portal());
        return new Conversation(plan, Fetches.of(plan));
    }

    static PostgresReadPlan plan(List<TypeChoice> types, Tuning tuning, ReadPath path) {
        List<ColumnPlan> columns = new ArrayList<>();
        for (TypeChoice choice : types) {
            var column = new Column("c" + columns.size(), "native", choice.type(), Fidelity.EXACT);
            columns.add(new ColumnPlan(column, choice, Unrepresentable.FAIL));
        }
        return new PostgresReadPlan(
                new RowSchema(columns.stream().map(ColumnPlan::column).toList()),
                "SELECT",
                path,
                Answer.described(types.size()),
                columns,
                TextTrust.VALID_UTF8,
                tuning,
                new Prospect(null, List.of(), null));
    }

    private CompletableFuture<Void> cancelRequest() {
        cancelRequests.add(new CompletableFuture<>());
        return cancelRequests.getLast();
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
        return Tunings.of(
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
    Conversation ask(long count) {
        if (subscription == null) {
            throw new IllegalStateException("not subscribed");
        }
        subscription.request(count);
        run();
        return this;
    }

    Conversation askForAll() {
        return ask(Long.MAX_VALUE);
    }

    void cancel() {
        if (subscription != null) {
            subscription.cancel();
        }
        run();
    }

    /// What the reader has sent since this was asked last: one string for each fetch, as
    /// [Wire#shown] shows it.
    List<String> asked() {
        run();
        List<String> asked = List.copyOf(sent);
        sent.clear();
        return asked;
    }

    private void run() {
        channel.runPendingTasks();
        for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
            sent.add(Wire.shown(each));
            each.release();
        }
    }

    /// Sends what the server answers, all at once.
    Conversation serve(ByteBuf answer) {
        return serve(answer, Math.max(1, answer.readableBytes()));
    }

    /// The same in pieces of some size; the last one may be shorter.
    Conversation serve(ByteBuf answer, int piece) {
        while (answer.isReadable()) {
            int count = Math.min(piece, answer.readableBytes());
            channel.writeInbound(Unpooled.copiedBuffer(answer.readSlice(count)));
        }
        run();
        return this;
    }

    void close() {
        channel.close().syncUninterruptibly();
        run();
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
