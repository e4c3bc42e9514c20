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
import dev.rivet.source.postgres.decode.CopyDecoder;
import dev.rivet.source.postgres.query.PageRange;
import dev.rivet.source.postgres.query.PageRanges;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.query.ReadPath;
import dev.rivet.source.postgres.wire.Alarm;
import dev.rivet.source.postgres.wire.ByteListener;
import dev.rivet.source.postgres.wire.PgWire;
import dev.rivet.source.postgres.wire.ServerError;
import dev.rivet.source.postgres.wire.ServerFailure;
import dev.rivet.source.postgres.wire.SilenceWatch;
import dev.rivet.source.postgres.wire.UnwantedRows;
import dev.rivet.source.postgres.wire.Window;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Reads page ranges of a table, one `COPY` after the other, and shares them with the other
/// connections that do the same. Rows are decoded where they arrive; a full batch that nobody has
/// asked for stops the reading of the socket. Batches go on from one range to the next. All state
/// lives on the event loop.
public final class CopyReader implements ActiveRead, ByteListener {
    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(5);

    /// What a server may send besides rows: the format, the ends of the data and of the statement,
    /// an error, notices, settings, notifications, and that it is ready.
    private static final String EXPECTED = "HcCENSAZ";

    private final PgWire wire;
    private final PostgresReadPlan plan;
    private final ReadPath.PageCopy copy;
    private final PageRanges ranges;
    private final Gate gate;
    private final Runnable cancelRequest;
    private final BatchBuilder batch;
    private final CopyDecoder decoder;
    private final Window window = new Window();
    private final UnwantedRows unwanted = new UnwantedRows();
    private final Alarm alarm;
    private final SilenceWatch silence;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private @Nullable UniEmitter<? super RowBatch> waiting;
    private @Nullable RivetException failure;
    private @Nullable PageRange range;
    private Phase phase = Phase.UNSTARTED;
    private boolean complete;
    private boolean discarding;
    private boolean paused;
    private boolean counted;
    private long startNanos;

    private enum Phase {
        UNSTARTED,
        /// A range is under way.
        COPYING,
        /// Nothing runs on the server.
        BETWEEN,
        /// Nothing runs on the server, and the gate is asked whether anything may.
        AT_GATE,
        /// The connection is the driver's again.
        OVER
    }

    /// Prepares a read; nothing is sent yet.
    ///
    /// @param ranges shared by all readers of the table
    /// @param gate asked before each range but the first
    /// @param cancelRequest asks the server, over another connection, to stop the statement
    public CopyReader(
            PgWire wire,
            PostgresReadPlan plan,
            ReadPath.PageCopy copy,
            PageRanges ranges,
            Gate gate,
            Runnable cancelRequest,
            StageProfile profile) {
        BatchLimits limits = new BatchLimits(plan.tuning().batchRows(), plan.tuning().batchBytes());
        this.wire = wire;
        this.plan = plan;
        this.copy = copy;
        this.ranges = ranges;
        this.gate = gate;
        this.cancelRequest = cancelRequest;
        this.batch = new BatchBuilder(plan.schema(), limits);
        this.decoder = new CopyDecoder(plan, limits, batch, profile);
        this.alarm = new Alarm(wire.eventLoop());
        this.silence =
                new SilenceWatch(
                        wire,
                        ControlChannel.patience(plan.tuning().statementTimeout()),
                        alarm,
                        () -> phase == Phase.COPYING && waiting != null,
                        () -> startNanos,
                        this::silent);
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
            case COPYING -> {
                silence.begin();
                guarded(this::advance);
            }
            case BETWEEN -> nextRange();
            case AT_GATE -> {
                // It opens by itself.
            }
            case OVER -> end();
        }
    }

    private void end() {
        if (complete) {
            emit();
        } else {
            reject(ControlChannel.closed().toException());
        }
    }

    private void start() {
        phase = Phase.BETWEEN;
        wire.stream(this);
        if (phase == Phase.BETWEEN) {
            nextRange();
        }
    }

    private void nextRange() {
        Optional<PageRange> next = ranges.next();
        if (next.isPresent()) {
            copy(next.get());
        } else {
            complete = true;
            over();
            emit();
        }
    }

    private void copy(PageRange next) {
        range = next;
        phase = Phase.COPYING;
        startNanos = System.nanoTime();
        counted = false;
        decoder.restart();
        silence.begin();
        wire.send(out -> out.query(copy.sql(next)));
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

    /// Takes what is in the window, as far as there is demand for it.
    private void advance() {
        boolean more = true;
        while (more && phase == Phase.COPYING) {
            more = discarding ? skip() : take();
        }
    }

    /// @return whether there may be more to take
    private boolean take() {
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
        if (waiting == null) {
            paused = true;
            wire.pause();
        } else {
            emit();
        }
        return false;
    }

    private void flow() {
        if (paused) {
            paused = false;
            wire.resume();
        }
    }

    /// Whatever the server says besides data, as soon as it is there.
    private boolean message() {
        int from = window.from();
        int header = 1 + Integer.BYTES;
        if (window.to() - from < header) {
            flow();
            return false;
        }
        byte type = window.bytes()[from];
        int length = window.messageLength(from) - Integer.BYTES;
        if (EXPECTED.indexOf(type) < 0) {
            throw new IllegalStateException("a message of type " + (char) type);
        }
        if (window.to() - from - header < length) {
            flow();
            return false;
        }
        window.consume(from + header + length);
        switch (type) {
            case 'H' -> checkFormat(from + header);
            case 'C' -> checkCount(from + header, length);
            case 'E' -> refused(ServerError.parse(window.wrapped(), from + header));
            case 'Z' -> ready();
            default -> {
                // Nothing else matters here: the end of data, notices, settings.
            }
        }
        return true;
    }

    private boolean skip() {
        unwanted.drop(window);
        return window.to() > window.from() && message();
    }

    /// The server's own count of the rows that it sent: none is lost on the way.
    private void checkCount(int at, int length) {
        String done = window.wrapped().toString(at, length - 1, StandardCharsets.UTF_8);
        counted = true;
        if (!discarding && !done.equals("COPY " + decoder.rows())) {
            throw new IllegalStateException(decoder.rows() + " rows and then: " + done);
        }
    }

    private void checkFormat(int at) {
        int columns = window.wrapped().getUnsignedShort(at + 1);
        if (columns != plan.columns().size()) {
            throw Diagnostic.of(
                            Code.SOURCE_COLUMNS_CHANGED_UNDER_READ,
                            "The columns are not the ones that were there a moment ago.")
                    .toException();
        }
    }

    private void refused(ServerError error) {
        if (!discarding && failure == null) {
            Duration ran = Duration.ofNanos(System.nanoTime() - startNanos);
            failure =
                    ServerFailure.classify(error, ran, plan.tuning().statementTimeout())
                            .toException();
        }
    }

    /// The server has done with a range.
    private void ready() {
        if (!counted && !discarding && failure == null) {
            throw new IllegalStateException("no end of the rows");
        }
        PageRange done = range;
        range = null;
        phase = Phase.BETWEEN;
        flow();
        if (discarding || failure != null) {
            over();
            if (failure != null && waiting != null) {
                reject(failure);
            }
            return;
        }
        if (done != null) {
            ranges.learn(done, Duration.ofNanos(System.nanoTime() - startNanos));
        }
        alarm.callOff();
        phase = Phase.AT_GATE;
        gate.admit(decoder.rows())
                .subscribe()
                .with(
                        open -> wire.eventLoop().execute(this::admitted),
                        broken -> wire.eventLoop().execute(() -> fail(broken)));
    }

    private void admitted() {
        if (phase == Phase.AT_GATE) {
            phase = Phase.BETWEEN;
            if (waiting != null) {
                nextRange();
            }
        }
    }

    private void fail(Throwable broken) {
        reject(
                Diagnostic.of(Code.INTERNAL_SOURCE_INVARIANT, "the gate is broken: " + broken)
                        .toException(broken));
    }

    private void emit() {
        UniEmitter<? super RowBatch> asked = waiting;
        waiting = null;
        if (asked != null) {
            asked.complete(batch.build());
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

    @Override
    public void stop() {
        wire.eventLoop().execute(this::abort);
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    private void abort() {
        waiting = null;
        switch (phase) {
            case UNSTARTED, BETWEEN, AT_GATE -> over();
            case COPYING -> {
                if (!discarding) {
                    discarding = true;
                    cancelRequest.run();
                    alarm.set(LONGEST_CANCEL, this::cutIfStillCopying);
                }
                flow();
                guarded(this::advance);
            }
            case OVER -> {
                // Nothing is left.
            }
        }
    }

    private void over() {
        phase = Phase.OVER;
        alarm.callOff();
        wire.end();
        stopped.complete(null);
    }

    @Override
    public void closed() {
        if (phase == Phase.OVER) {
            return;
        }
        over();
        reject(failure != null ? failure : ControlChannel.closed().toException());
    }

    private void silent() {
        failure = ControlChannel.silent().toException();
        wire.cut();
    }

    private void cutIfStillCopying() {
        if (phase == Phase.COPYING) {
            wire.cut();
        }
    }
}
