package dev.rivet.source.mysql.read;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.MemoryShortage;
import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.RowBatch;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.decode.BlockDecoder;
import dev.rivet.source.mysql.query.KeyTrail;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.query.Shapes;
import dev.rivet.source.mysql.query.Statements;
import dev.rivet.source.mysql.wire.ResultSet;
import dev.rivet.source.mysql.wire.Silence;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireTap;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One stream of a read, in a read view that has begun: runs its statements one after the other
/// and turns their rows into batches, each one only when it has been asked for. All state
/// belongs to the connection's event loop. Long because statements, rows, demand and the end of
/// a stream change one state together.
public final class MySqlReader implements BatchReader, ResultSet.Sink {
    private static final int WIDE_ROW_BYTES = 4096;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Link link;
    private final MySqlPlan plan;
    private final Statements statements;
    private final Gate gate;
    private final BatchLimits limits;
    private final BatchBuilder batch;
    private final Silence silence;
    private final Demand demand;
    private final Pace pace = new Pace();
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private State state = State.NEW;
    private @Nullable RivetException failure;
    private @Nullable BlockDecoder decoder;
    private List<WireColumn> running = List.of();

    /// @param gate asked between statements
    public MySqlReader(Link link, MySqlPlan plan, Statements statements, Gate gate) {
        this.link = link;
        this.plan = plan;
        this.statements = statements;
        this.gate = gate;
        this.limits = new BatchLimits(plan.tuning().batchRows(), plan.tuning().batchBytes());
        this.batch = new BatchBuilder(plan.schema(), limits);
        this.silence = new Silence(link.tap(), plan.tuning().statementTimeout(), this::silent);
        this.demand = new Demand(silence);
    }

    private enum State {
        NEW,
        /// Something was asked of the server; rows may be arriving.
        BUSY,
        /// Between two statements: the gate was asked, or other streams are waited for.
        WAITING,
        /// Between two statements, and nobody wants a batch.
        IDLE,
        /// Cancelled or failed: whatever still arrives is thrown away.
        STOPPED,
        DONE
    }

    @Override
    public Multi<RowBatch> batches() {
        return Multi.createBy()
                .repeating()
                .uni(this::next)
                .whilst(Optional::isPresent)
                .select()
                .where(Optional::isPresent)
                .onItem()
                .transform(Optional::get)
                .onCancellation()
                .invoke(() -> link.tap().execute(() -> cancel(() -> {})));
    }

    @Override
    public void recycle(RowBatch done) {
        batch.recycle(done);
    }

    /// The next batch, or empty at the end.
    private Uni<Optional<RowBatch>> next() {
        return Uni.createFrom().emitter(emitter -> link.tap().execute(() -> demanded(emitter)));
    }

    private void demanded(UniEmitter<? super Optional<RowBatch>> emitter) {
        demand.arrive(emitter);
        switch (state) {
            case NEW -> begin();
            case BUSY -> link.tap().resume();
            case IDLE -> advance();
            case WAITING -> silence.answered();
            case STOPPED -> fail(failure == null ? stopped() : failure);
            case DONE -> demand.answer(Optional.empty());
        }
    }

    private void begin() {
        silence.watch();
        advance();
    }

    /// Goes on to the next statement, as soon as the gate lets it. There is demand.
    private void advance() {
        state = State.WAITING;
        silence.answered();
        long rows = pace.rows();
        pace.start();
        Uni<Void> admitted = rows == 0 ? Uni.createFrom().voidItem() : gate.admit(rows);
        var _ =
                admitted.subscribe()
                        .with(
                                open -> link.tap().execute(this::admitted),
                                cause -> link.tap().execute(() -> fail(link.failure(cause))));
    }

    private void admitted() {
        if (state == State.WAITING) {
            if (statements.asksServer()) {
                silence.expect();
            }
            statements.next().onComplete(next -> link.tap().execute(() -> run(next)));
        }
    }

    private void run(AsyncResult<Optional<Statements.Statement>> next) {
        if (state != State.WAITING) {
            return;
        }
        state = State.BUSY;
        silence.expect();
        if (next.failed()) {
            fail(link.failure(next.cause()));
        } else if (next.result().isPresent()) {
            run(next.result().get());
        } else {
            end();
        }
    }

    private void run(Statements.Statement statement) {
        prepare(statement.sql())
                .onSuccess(ready -> execute(ready, statement.values()))
                .onFailure(cause -> fail(link.failure(cause)));
    }

    private Future<PreparedStatement> prepare(String sql) {
        PreparedStatement ready = prepared.get(sql);
        return ready != null
                ? Future.succeededFuture(ready)
                : link.driver().prepare(sql).onSuccess(each -> prepared.put(sql, each));
    }

    private void execute(PreparedStatement statement, Tuple values) {
        if (state != State.STOPPED) {
            pace.start();
            link.tap().listen(new ResultSet(this));
            statement.query().execute(values).onComplete(this::ended);
        }
    }

    private void end() {
        wholeResult().onSuccess(whole -> done()).onFailure(cause -> fail(link.failure(cause)));
    }

    /// Fails when the server has cut the result of the one statement that has just run.
    private Future<?> wholeResult() {
        return statements.mayBeCut()
                ? link.driver().query(CutResults.SQL).execute().map(CutResults::refuse)
                : Future.succeededFuture();
    }

    private void done() {
        if (state == State.STOPPED) {
            return;
        }
        state = State.DONE;
        silence.end();
        prepared.values().forEach(PreparedStatement::close);
        demand.answer(batch.rows() > 0 ? Optional.of(batch.build()) : Optional.empty());
    }

    @Override
    public void columns(List<WireColumn> columns) {
        if (!columns.equals(running) && state == State.BUSY) {
            running = columns;
            KeyTrail keys = statements.keys();
            if (Shapes.agree(plan.columns(), plan.selected(columns, keys))) {
                if (keys != null) {
                    keys.defineAs(
                            keys.columns().stream()
                                    .map(each -> columns.get(each.position()))
                                    .toList());
                }
                decoder = new BlockDecoder(plan, columns, batch, limits, keys);
            } else {
                abort(
                        Diagnostic.of(
                                        Code.SOURCE_COLUMNS_CHANGED_UNDER_READ,
                                        "the columns are not those that were described")
                                .asTransient()
                                .toException());
            }
        }
    }

    @Override
    public int rows(byte[] bytes, int from, int to) {
        BlockDecoder rows = decoder;
        if (state != State.BUSY || rows == null || !demand.isThere()) {
            return 0;
        }
        return taken(rows, () -> rows.decode(bytes, from, to));
    }

    @Override
    public WireTap.Verdict row(byte[] bytes, int at, int length) {
        BlockDecoder rows = decoder;
        if (state == State.STOPPED || rows == null) {
            return WireTap.Verdict.TAKE;
        }
        if (!demand.isThere()) {
            return WireTap.Verdict.HOLD;
        }
        taken(rows, () -> rows.decodeOne(bytes, at, length));
        return WireTap.Verdict.TAKE;
    }

    /// Decoding, which takes bytes.
    private interface Decoding {
        int run();
    }

    private int taken(BlockDecoder rows, Decoding decoding) {
        int before = batch.rows();
        try {
            int bytes = decoding.run();
            pace.count(batch.rows() - before, bytes);
            if (rows.isFull()) {
                rows.batchTaken();
                demand.answer(Optional.of(batch.build()));
            }
            return bytes;
        } catch (RivetException e) {
            abort(e);
            return 0;
        } catch (OutOfMemoryError full) {
            abort(MemoryShortage.of(full));
            return 0;
        }
    }

    @Override
    public void incompleteRow(byte[] bytes, int at, int length) {
        long limit = plan.tuning().maxValueBytes();
        BlockDecoder rows = decoder;
        if (rows != null && state != State.STOPPED && limit > 0 && length > WIDE_ROW_BYTES) {
            try {
                rows.checkIncomplete(bytes, at, length);
            } catch (RivetException e) {
                abort(e);
            }
        }
    }

    private void ended(AsyncResult<RowSet<Row>> result) {
        link.tap().ignore();
        if (state == State.STOPPED) {
            return;
        }
        if (result.failed()) {
            fail(link.failure(result.cause()));
            return;
        }
        try {
            statements.ended(pace.rows(), pace.bytes(), pace.open());
        } catch (RivetException e) {
            fail(e);
            return;
        }
        state = State.IDLE;
        if (demand.isThere()) {
            advance();
        }
    }

    private void fail(RivetException cause) {
        if (failure == null) {
            failure = cause;
        }
        state = State.STOPPED;
        silence.end();
        demand.fail(failure);
        statements.stopped();
    }

    /// Fails while the server is still sending.
    private void abort(RivetException cause) {
        fail(cause);
        link.kill(() -> {});
    }

    private void silent(Duration waited) {
        String message =
                String.format(
                        Locale.ROOT, "nothing came from the server for %d s", waited.toSeconds());
        fail(Diagnostic.of(Code.SOURCE_CONNECTION_LOST, message).asTransient().toException());
        link.tap().cut();
    }

    /// Stops reading, and whatever runs on the server.
    ///
    /// @param then runs once the server has been told
    private void cancel(Runnable then) {
        boolean busy = state == State.BUSY;
        if (state != State.DONE) {
            fail(stopped());
        }
        if (busy) {
            link.kill(then);
        } else {
            then.run();
        }
        link.tap().resume();
    }

    private static RivetException stopped() {
        return Diagnostic.of(Code.RUN_INTERRUPTED, "the read was stopped").toException();
    }

    /// Ends what runs on the server, from any thread. Blocks for a moment when something does.
    public void stop() {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        link.tap().execute(() -> cancel(() -> told.complete(true)));
        told.completeOnTimeout(false, STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
