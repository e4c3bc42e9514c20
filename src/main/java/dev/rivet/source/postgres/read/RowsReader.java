package dev.rivet.source.postgres.read;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.MemoryShortage;
import dev.rivet.diag.RivetException;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.RowBatch;
import dev.rivet.source.Gate;
import dev.rivet.source.postgres.connect.ActiveRead;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.connect.Exchange;
import dev.rivet.source.postgres.decode.BatchDecoder;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.wire.Alarm;
import dev.rivet.source.postgres.wire.ByteListener;
import dev.rivet.source.postgres.wire.FrontendMessages;
import dev.rivet.source.postgres.wire.PgWire;
import dev.rivet.source.postgres.wire.ServerError;
import dev.rivet.source.postgres.wire.SilenceWatch;
import dev.rivet.source.postgres.wire.UnwantedRows;
import dev.rivet.source.postgres.wire.Window;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads rows over one connection, fetch after fetch. They are decoded where they arrive; a full
/// batch that nobody has asked for stops the reading of the socket. Batches go on from one fetch
/// to the next. All state lives on the event loop. Long because what the server says, what is
/// asked for and what stops it are one conversation with one state.
public final class RowsReader implements ActiveRead, ByteListener, SilenceWatch.Listener {
    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(5);

    /// What a server may send at any time: errors, notices, settings, notifications.
    private static final String ALWAYS_EXPECTED = "ENSA";

    private final PgWire wire;
    private final Fetches fetches;
    private final Gate gate;
    private final Supplier<CompletableFuture<Void>> cancelRequest;
    private final BatchBuilder batch;
    private final BatchDecoder decoder;
    private final Window window = new Window();
    private final UnwantedRows unwanted = new UnwantedRows();
    private final Alarm alarm;
    private final SilenceWatch silence;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private @Nullable UniEmitter<? super RowBatch> waiting;
    private @Nullable RivetException failure;
    private CompletableFuture<Void> cancelled = CompletableFuture.completedFuture(null);
    private Phase phase = Phase.UNSTARTED;
    private volatile boolean complete;
    private boolean discarding;
    private boolean paused;
    private long startNanos;
    private long handedOver;
    private long handedOverBefore;

    private enum Phase {
        UNSTARTED,
        /// The server works on a fetch, or its answer is under way.
        FETCHING,
        /// Nothing runs on the server.
        BETWEEN,
        /// Nothing runs on the server, and the gate is asked whether anything may.
        AT_GATE,
        /// The connection is the driver's again.
        OVER
    }

    /// Prepares a read; nothing is sent yet.
    ///
    /// @param gate asked after each fetch that another one may follow
    public RowsReader(
            Exchange exchange,
            PostgresReadPlan plan,
            Fetches fetches,
            Gate gate,
            StageProfile profile) {
        BatchLimits limits = new BatchLimits(plan.tuning().batchRows(), plan.tuning().batchBytes());
        this.wire = exchange.wire();
        this.fetches = fetches;
        this.gate = gate;
        this.cancelRequest = exchange.cancelRequest();
        this.batch = new BatchBuilder(plan.schema(), limits);
        this.decoder = new BatchDecoder(plan, limits, batch, profile);
        this.alarm = new Alarm(wire.eventLoop());
        this.silence =
                new SilenceWatch(
                        wire,
                        ControlChannel.patience(plan.tuning().statementTimeout()),
                        alarm,
                        this);
    }

    @Override
    public boolean isWaiting() {
        return phase == Phase.FETCHING && waiting != null;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public Multi<RowBatch> batches() {
        return Multi.createBy()
                .repeating()
                .uni(this::nextBatch)
                .until(end -> end.rows() == 0)
                .onTermination()
                .invoke(this::stop);
    }

    @Override
    public void recycle(RowBatch done) {
        batch.recycle(done);
    }

    /// An empty batch stands for the end.
    private Uni<RowBatch> nextBatch() {
        return Uni.createFrom().emitter(emitter -> wire.eventLoop().execute(() -> demand(emitter)));
    }

    private void demand(UniEmitter<? super RowBatch> emitter) {
        waiting = emitter;
        if (failure != null) {
            emitter.fail(failure);
            return;
        }
        switch (phase) {
            case UNSTARTED -> start();
            case FETCHING -> {
                silence.begin();
                guarded(this::advance);
            }
            case BETWEEN, AT_GATE -> goOn();
            case OVER -> end();
        }
    }

    private void start() {
        phase = Phase.BETWEEN;
        wire.stream(this);
        goOn();
    }

    /// Hands over what is worth it. The next fetch comes by itself once the gate has opened.
    private void goOn() {
        if (waiting == null) {
            return;
        }
        if (batch.isFull() || fetches.isEnough(batch.rows(), batch.bytes())) {
            emit();
        } else if (phase == Phase.BETWEEN) {
            fetches.next(batch).ifPresentOrElse(this::fetch, this::finish);
        }
    }

    private void fetch(Consumer<FrontendMessages> messages) {
        phase = Phase.FETCHING;
        startNanos = System.nanoTime();
        handedOverBefore = handedOver + batch.bytes();
        decoder.restart();
        silence.begin();
        wire.send(messages);
    }

    private void finish() {
        complete = true;
        over();
        emit();
    }

    private void end() {
        if (complete) {
            emit();
        } else {
            reject(ControlChannel.closed(wire).toException());
        }
    }

    @Override
    public void arrived(ByteBuf bytes) {
        guarded(
                () -> {
                    window.add(bytes);
                    advance();
                });
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RivetException refusal) {
            reject(refusal);
        } catch (OutOfMemoryError full) {
            reject(MemoryShortage.of(full));
        } catch (RuntimeException broken) {
            breakOff(
                    Diagnostic.of(
                                    Code.INTERNAL_SOURCE_INVARIANT,
                                    "The server's answer could not be decoded: " + broken)
                            .toException(broken));
        }
    }

    /// Ends the connection too: nobody knows any more where its next message begins.
    private void breakOff(RivetException why) {
        if (failure == null) {
            failure = why;
        }
        wire.cut();
    }

    /// Takes what is in the window: rows as far as there is demand for them, and whatever the
    /// server says, also when it was not asked.
    private void advance() {
        boolean more = true;
        while (more && phase != Phase.OVER) {
            more = discarding ? skip() : take();
        }
    }

    /// @return whether there may be more to take
    private boolean take() {
        if (phase != Phase.FETCHING || !fetches.takesRows()) {
            return message();
        }
        if (batch.isFull()) {
            return handOver();
        }
        return switch (decoder.decode(window)) {
            case FULL -> true;
            case STARVED -> {
                flow();
                yield false;
            }
            case OTHER_MESSAGE -> message();
        };
    }

    private boolean handOver() {
        if (waiting != null) {
            emit();
            return false;
        }
        if (window.hasHeader() && window.bytes()[window.from()] != Window.ROW) {
            return message();
        }
        paused = true;
        wire.pause();
        return false;
    }

    private void flow() {
        if (paused) {
            paused = false;
            wire.resume();
        }
    }

    /// Whatever the server says besides rows, as soon as it is there.
    private boolean message() {
        if (window.hasHeader() && !isExpected(window.bytes()[window.from()])) {
            throw new IllegalStateException(
                    "a message of type " + (char) window.bytes()[window.from()]);
        }
        if (!window.hasMessage()) {
            flow();
            return false;
        }
        hear();
        return true;
    }

    private boolean isExpected(byte type) {
        return ALWAYS_EXPECTED.indexOf(type) >= 0
                || (phase == Phase.FETCHING
                        && (type == 'Z' || fetches.expected().indexOf(type) >= 0));
    }

    /// Takes the first message of the window, which is there as a whole.
    private void hear() {
        int from = window.from() + Window.HEADER_BYTES;
        byte type = window.bytes()[window.from()];
        int length = window.messageLength(window.from()) - Integer.BYTES;
        window.consume(from + length);
        switch (type) {
            case 'E' -> refused(ServerError.parse(window.wrapped(), from));
            case 'Z' -> ready();
            case 'N', 'S', 'A' -> {
                // Notices, settings and notifications do not matter here.
            }
            default -> {
                if (!discarding && failure == null) {
                    fetches.take(type, window.wrapped(), from, length, decoder.rows());
                }
            }
        }
    }

    private boolean skip() {
        unwanted.drop(window);
        return window.to() > window.from() && message();
    }

    /// The server's words are what the read fails with, whenever they come.
    private void refused(ServerError error) {
        if (discarding || failure != null) {
            return;
        }
        failure = fetches.refusal(error, age());
        if (phase != Phase.FETCHING) {
            reject(failure);
        }
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /// The server has answered a fetch to its end.
    private void ready() {
        boolean isGood = !discarding && failure == null;
        if (isGood) {
            long bytes = handedOver + batch.bytes() - handedOverBefore;
            fetches.answered(age(), decoder.rows(), bytes);
        }
        phase = Phase.BETWEEN;
        flow();
        alarm.callOff();
        if (!isGood) {
            over();
            failWaiting();
        } else if (fetches.isOver()) {
            goOn();
        } else {
            phase = Phase.AT_GATE;
            goOn();
            askGate();
        }
    }

    private void askGate() {
        gate.admit(decoder.rows())
                .subscribe()
                .with(
                        open -> wire.eventLoop().execute(this::admitted),
                        broken -> wire.eventLoop().execute(() -> fail(broken)));
    }

    private void admitted() {
        if (phase == Phase.AT_GATE) {
            phase = Phase.BETWEEN;
            goOn();
        }
    }

    private void fail(Throwable broken) {
        reject(
                Diagnostic.of(Code.INTERNAL_SOURCE_INVARIANT, "the gate is broken: " + broken)
                        .toException(broken));
    }

    /// Whoever waits does so until there is a batch for them: to make one can fail in a full heap,
    /// and they have to be told.
    private void emit() {
        UniEmitter<? super RowBatch> asked = waiting;
        if (asked != null) {
            long bytes = batch.bytes();
            RowBatch built = batch.build();
            handedOver += bytes;
            waiting = null;
            asked.complete(built);
        }
    }

    /// Fails the read and ends what is left of it on the server.
    private void reject(RivetException why) {
        failure = why;
        UniEmitter<? super RowBatch> asked = waiting;
        abort();
        if (asked != null) {
            asked.fail(why);
        }
    }

    private void failWaiting() {
        if (failure != null && waiting != null) {
            reject(failure);
        }
    }

    @Override
    public void stop() {
        wire.eventLoop().execute(this::abort);
    }

    @Override
    public boolean isFinished() {
        return complete;
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    private void abort() {
        waiting = null;
        switch (phase) {
            case UNSTARTED, BETWEEN, AT_GATE -> over();
            case FETCHING -> {
                if (!discarding) {
                    discard();
                }
            }
            case OVER -> {
                // Nothing is left.
            }
        }
    }

    private void discard() {
        discarding = true;
        flow();
        guarded(this::advance);
        if (phase == Phase.FETCHING) {
            cancelled = cancelRequest.get();
            alarm.set(LONGEST_CANCEL, this::cutIfStillFetching);
        }
    }

    /// Nothing of the read is left once a cancel request cannot hit the next statement any more.
    private void over() {
        phase = Phase.OVER;
        alarm.callOff();
        wire.end();
        var _ = cancelled.whenComplete((done, lost) -> stopped.complete(null));
    }

    @Override
    public void closed() {
        if (phase == Phase.OVER) {
            return;
        }
        over();
        guarded(this::hearLastWords);
        reject(
                Objects.requireNonNullElseGet(
                        failure, () -> ControlChannel.closed(wire).toException()));
    }

    /// What the server said before it left, behind rows that nobody has taken.
    private void hearLastWords() {
        unwanted.drop(window);
        while (failure == null && window.hasMessage()) {
            int from = window.from();
            if (window.bytes()[from] == 'E') {
                refused(ServerError.parse(window.wrapped(), from + Window.HEADER_BYTES));
            }
            window.consume(from + 1 + window.messageLength(from));
            unwanted.drop(window);
        }
    }

    @Override
    public void silent() {
        failure = ControlChannel.silent().toException();
        wire.cut();
    }

    private void cutIfStillFetching() {
        if (phase == Phase.FETCHING) {
            wire.cut();
        }
    }
}
