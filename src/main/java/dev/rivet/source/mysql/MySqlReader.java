package dev.rivet.source.mysql;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.RowBatch;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import io.netty.buffer.ByteBuf;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One read: runs its statements in one snapshot and turns rows into batches as they arrive, each
/// one only when it has been asked for. All state belongs to the connection's event loop.
final class MySqlReader implements BatchReader, ResultSet.Sink {
    /// Rows between two looks at the batch's size, unless a row is wide.
    private static final int SIZE_CHECK_MASK = 15;

    private static final int WIDE_ROW_BYTES = 4096;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Link link;
    private final MySqlPlan plan;
    private final Statements statements;
    private final Gate gate;
    private final BatchBuilder batch;
    private final Silence silence;
    private final Demand demand;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private State state = State.NEW;
    private @Nullable RivetException failure;
    private @Nullable RowDecoder decoder;
    private List<WireColumn> running = List.of();
    private final Pace pace = new Pace();

    MySqlReader(Link link, MySqlPlan plan, Statements statements, Gate gate) {
        this.link = link;
        this.plan = plan;
        this.statements = statements;
        this.gate = gate;
        this.batch =
                new BatchBuilder(
                        plan.schema(),
                        new BatchLimits(plan.tuning().batchRows(), plan.tuning().batchBytes()));
        this.silence = new Silence(link.tap(), plan.tuning().statementTimeout(), this::silent);
        this.demand = new Demand(silence);
    }

    private enum State {
        NEW,
        /// Something was asked of the server; rows may be arriving.
        BUSY,
        /// Between two statements.
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
                .onItem()
                .call(rows -> gate.admit(rows.rows()))
                .onCancellation()
                .invoke(() -> link.tap().execute(() -> cancel(() -> {})));
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
            case STOPPED -> fail(failure == null ? stopped() : failure);
            case DONE -> demand.answer(Optional.empty());
        }
    }

    private void begin() {
        state = State.BUSY;
        silence.watch();
        link.driver()
                .query(SessionSettings.BEGIN_SNAPSHOT)
                .execute()
                .onSuccess(begun -> advance())
                .onFailure(cause -> fail(ServerErrors.of(cause)));
    }

    /// Runs the next statement, or ends. There is demand.
    private void advance() {
        if (state == State.STOPPED) {
            return;
        }
        state = State.BUSY;
        if (statements.hasNext()) {
            Statements.Statement statement = statements.next();
            prepare(statement.sql())
                    .onSuccess(ready -> execute(ready, statement.values()))
                    .onFailure(cause -> fail(ServerErrors.of(cause)));
        } else {
            link.driver()
                    .query(SessionSettings.END_SNAPSHOT)
                    .execute()
                    .onSuccess(ended -> done())
                    .onFailure(cause -> fail(ServerErrors.of(cause)));
        }
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

    private void done() {
        state = State.DONE;
        silence.end();
        prepared.values().forEach(PreparedStatement::close);
        demand.answer(Optional.empty());
    }

    @Override
    public void columns(List<WireColumn> columns) {
        if (!columns.equals(running) && state == State.BUSY) {
            running = columns;
            if (Shapes.agree(plan.columns(), columns)) {
                KeyBytes key = statements.key();
                if (key != null && plan.pageKey() != null) {
                    key.defineAs(columns.get(plan.pageKey().position()));
                }
                decoder = new RowDecoder(plan, columns, batch, key);
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
    public WireTap.Verdict row(ByteBuf bytes, int at, int length) {
        RowDecoder rows = decoder;
        if (state == State.STOPPED || rows == null) {
            return WireTap.Verdict.TAKE;
        }
        if (!demand.isThere()) {
            pace.pause();
            return WireTap.Verdict.HOLD;
        }
        pace.resume();
        try {
            rows.decode(bytes, at, length);
        } catch (RivetException e) {
            abort(e);
            return WireTap.Verdict.TAKE;
        }
        pace.countRow();
        if (isFull(length)) {
            emit();
        }
        return WireTap.Verdict.TAKE;
    }

    private boolean isFull(int rowBytes) {
        int rows = batch.rows();
        boolean look = (rows & SIZE_CHECK_MASK) == 0 || rowBytes > WIDE_ROW_BYTES;
        return rows >= plan.tuning().batchRows() || (look && batch.isFull());
    }

    @Override
    public void incompleteRow(ByteBuf bytes, int at, int length) {
        long limit = plan.tuning().maxValueBytes();
        RowDecoder rows = decoder;
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
            fail(ServerErrors.of(result.cause()));
            return;
        }
        try {
            statements.ended(pace.rows(), pace.bytes() + batch.bytes(), pace.busy());
        } catch (RivetException e) {
            fail(e);
            return;
        }
        state = State.IDLE;
        if (batch.rows() > 0) {
            emit();
        } else if (demand.isThere()) {
            advance();
        }
    }

    private void emit() {
        RowBatch built = batch.build();
        pace.countBytes(built.bytes());
        demand.answer(Optional.of(built));
    }

    private void fail(RivetException cause) {
        if (failure == null) {
            failure = cause;
        }
        state = State.STOPPED;
        silence.end();
        demand.fail(failure);
    }

    /// Fails while the server is still sending.
    private void abort(RivetException cause) {
        fail(cause);
        link.kill(() -> {});
    }

    private void silent(Duration waited) {
        String message = "nothing came from the server for %d s".formatted(waited.toSeconds());
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
    void stop() {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        link.tap().execute(() -> cancel(() -> told.complete(true)));
        told.completeOnTimeout(false, STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
