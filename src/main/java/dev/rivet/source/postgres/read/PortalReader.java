package dev.rivet.source.postgres.read;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.MemoryShortage;
import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.RowBatch;
import dev.rivet.source.Gate;
import dev.rivet.source.postgres.connect.ActiveRead;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.decode.RowDecoder;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.wire.Alarm;
import dev.rivet.source.postgres.wire.PgWire;
import dev.rivet.source.postgres.wire.ServerError;
import dev.rivet.source.postgres.wire.ServerFailure;
import dev.rivet.source.postgres.wire.SilenceWatch;
import dev.rivet.source.postgres.wire.WireListener;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Reads a statement through a portal: bound once, then so many rows at a time. All its state
/// lives on the event loop. Rows are decoded as they arrive; a full batch that nobody has asked
/// for stops the reading of the socket.
public final class PortalReader implements ActiveRead, WireListener {
    private static final String PORTAL = "rivet";
    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(5);

    private final PgWire wire;
    private final PostgresReadPlan plan;
    private final Gate gate;
    private final Runnable cancelRequest;
    private final BatchBuilder batch;
    private final RowDecoder rows;
    private final FetchSize size;
    private final Alarm alarm;
    private final SilenceWatch silence;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private @Nullable UniEmitter<? super RowBatch> waiting;
    private @Nullable RivetException failure;
    private Phase phase = Phase.UNSTARTED;
    private boolean complete;
    private boolean discarding;
    private FetchTally fetched = new FetchTally(0);

    private enum Phase {
        UNSTARTED,
        /// The server works on a fetch, or its answer is under way.
        FETCHING,
        /// The portal waits for the next fetch.
        SUSPENDED,
        /// The connection is the driver's again.
        OVER
    }

    /// Prepares a read; nothing is sent yet.
    ///
    /// @param gate asked after each batch
    /// @param cancelRequest asks the server, over another connection, to stop the statement
    public PortalReader(PgWire wire, PostgresReadPlan plan, Gate gate, Runnable cancelRequest) {
        BatchLimits limits = new BatchLimits(plan.tuning().batchRows(), plan.tuning().batchBytes());
        this.wire = wire;
        this.plan = plan;
        this.gate = gate;
        this.cancelRequest = cancelRequest;
        this.batch = new BatchBuilder(plan.schema(), limits);
        this.rows = new RowDecoder(plan, batch);
        this.size = new FetchSize(limits);
        this.alarm = new Alarm(wire.eventLoop());
        this.silence =
                new SilenceWatch(
                        wire,
                        ControlChannel.patience(plan.tuning().statementTimeout()),
                        alarm,
                        () -> phase == Phase.FETCHING && waiting != null,
                        () -> fetched.startNanos(),
                        this::silent);
    }

    @Override
    public Multi<RowBatch> batches() {
        return Multi.createBy()
                .repeating()
                .uni(this::nextBatch)
                .until(end -> end.rows() == 0)
                .onItem()
                .call(batch -> gate.admit(batch.rows()))
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
        } else if (batch.isFull() || complete) {
            emit();
        } else {
            switch (phase) {
                case UNSTARTED -> start();
                case SUSPENDED -> fetch();
                case FETCHING -> {
                    silence.begin();
                    wire.resume();
                }
                case OVER -> reject(ControlChannel.closed().toException());
            }
        }
    }

    private void start() {
        wire.converse(this);
        if (phase == Phase.UNSTARTED) {
            int first = beginFetch();
            wire.send(
                    out ->
                            out.parse(plan.sql())
                                    .bind(PORTAL, plan.formats())
                                    .describePortal(PORTAL)
                                    .execute(PORTAL, first)
                                    .sync());
        }
    }

    private void fetch() {
        int next = beginFetch();
        wire.send(out -> out.execute(PORTAL, next).sync());
    }

    private int beginFetch() {
        phase = Phase.FETCHING;
        fetched = new FetchTally(batch.bytes());
        silence.begin();
        return size.next(batch.rows(), batch.bytes());
    }

    @Override
    public void message(byte type, ByteBuf in, int from, int length) {
        try {
            switch (type) {
                case 'D' -> row(in, from);
                case 'T' -> checkColumns(ResultColumn.parse(in, from));
                case 'C' -> complete = true;
                case 'E' -> refused(ServerError.parse(in, from));
                case 'Z' -> ready();
                default -> {
                    // Nothing else matters here: acknowledgements, notices, settings.
                }
            }
        } catch (RivetException refusal) {
            reject(refusal);
        } catch (OutOfMemoryError full) {
            reject(MemoryShortage.of(full));
        } catch (RuntimeException broken) {
            reject(
                    Diagnostic.of(
                                    Code.INTERNAL_SOURCE_INVARIANT,
                                    "The server's answer could not be decoded: " + broken)
                            .toException(broken));
        }
    }

    @Override
    public Arriving incomplete(byte type, ByteBuf in, int from, int length, int arrived) {
        if (type != 'D') {
            return Arriving.KEEP;
        }
        if (!discarding) {
            try {
                rows.checkArriving(in, from, length, arrived);
            } catch (RivetException tooLarge) {
                reject(tooLarge);
            }
        }
        return discarding ? Arriving.SKIP : Arriving.KEEP;
    }

    private void row(ByteBuf in, int from) {
        if (discarding) {
            return;
        }
        rows.append(in, from);
        fetched.addRow();
        if (batch.isFull()) {
            wire.pause();
            if (waiting != null) {
                emit();
            }
        }
    }

    private void checkColumns(List<ResultColumn> now) {
        if (!now.equals(plan.announced())) {
            throw Diagnostic.of(
                            Code.SOURCE_COLUMNS_CHANGED_UNDER_READ,
                            "The columns are not the ones that were there a moment ago.")
                    .toException();
        }
    }

    private void refused(ServerError error) {
        if (!discarding && failure == null) {
            failure =
                    ServerFailure.classify(error, fetched.age(), plan.tuning().statementTimeout())
                            .toException();
        }
    }

    /// The server has answered a fetch to its end.
    private void ready() {
        size.observe(fetched.rows(), fetched.bytes(batch.bytes()));
        phase = Phase.SUSPENDED;
        if (discarding || failure != null || complete) {
            over();
        }
        if (waiting == null) {
            return;
        }
        if (failure != null) {
            reject(failure);
        } else if (complete || batch.isFull() || size.enough(batch.rows(), batch.bytes())) {
            emit();
        } else if (phase == Phase.SUSPENDED) {
            fetch();
        }
    }

    private void emit() {
        UniEmitter<? super RowBatch> asked = waiting;
        waiting = null;
        if (asked != null) {
            fetched.addBatch(batch.bytes());
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
            case UNSTARTED, SUSPENDED -> over();
            case FETCHING -> {
                if (!discarding) {
                    discarding = true;
                    cancelRequest.run();
                    alarm.set(LONGEST_CANCEL, this::cutIfStillFetching);
                }
                wire.resume();
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
        if (complete) {
            emit();
        } else {
            reject(failure != null ? failure : ControlChannel.closed().toException());
        }
    }

    private void silent() {
        failure = ControlChannel.silent().toException();
        wire.cut();
    }

    private void cutIfStillFetching() {
        if (phase == Phase.FETCHING) {
            wire.cut();
        }
    }
}
