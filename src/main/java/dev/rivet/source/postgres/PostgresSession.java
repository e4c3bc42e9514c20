package dev.rivet.source.postgres;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.row.RowSchema;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.postgres.Cells.TextTrust;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.spi.DatabaseMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One connection. Describing begins a transaction; the read goes on in it, on its snapshot.
final class PostgresSession implements SourceSession {
    /// For stopping a read, and again for taking leave of the server.
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(7);

    private final PgConnection connection;
    private final PgWire wire;
    private final ControlChannel control;
    private final ReadTransaction transaction;
    private final SourceCatalog catalog;
    private @Nullable PortalReader reader;

    PostgresSession(PgConnection connection) {
        this.connection = connection;
        this.wire = PgWire.of(connection);
        this.control = new ControlChannel(connection);
        this.transaction = new ReadTransaction(control);
        this.catalog = new SourceCatalog(control);
        keepQuiet(connection);
    }

    /// The driver would print notices, and failures that rivet reports where they matter.
    private static void keepQuiet(PgConnection connection) {
        connection.noticeHandler(notice -> {});
        connection.exceptionHandler(failure -> {});
    }

    @Override
    public String serverVersion() {
        DatabaseMetadata server = connection.databaseMetadata();
        String version = server.fullVersion();
        int space = version.indexOf(' ');
        return "PostgreSQL " + (space < 0 ? version : version.substring(0, space));
    }

    @Override
    public ReadPlan describe(ReadRequest request) {
        stopReading();
        TextTrust trust = transaction.begin(request.tuning());
        String sql = sql(request.selection());
        List<ResultColumn> announced = announced(sql, request.selection());
        Map<Long, PgType> types =
                catalog.types(
                        announced.stream().map(ResultColumn::typeOid).collect(Collectors.toSet()));
        List<ColumnPlan> columns = new ColumnMapper(types, request).map(announced);
        OptionalLong rows = estimate(sql, request.selection());
        return new PostgresReadPlan(
                new RowSchema(columns.stream().map(ColumnPlan::column).toList()),
                sql,
                announced,
                columns,
                trust,
                request.tuning(),
                rows.isPresent() ? rows.getAsLong() : null);
    }

    private static String sql(Selection selection) {
        return switch (selection) {
            case Selection.Table table -> "SELECT * FROM " + Identifiers.table(table);
            case Selection.Query(String query) -> query;
        };
    }

    private List<ResultColumn> announced(String sql, Selection selection) {
        try {
            return control.await(
                    Description.of(sql, wire, control.statementTimeout()), System.nanoTime());
        } catch (RivetException failure) {
            if (selection instanceof Selection.Table table
                    && failure.diagnostic().code() == Code.SOURCE_TABLE_NOT_FOUND) {
                throw missing(table).toException(failure);
            }
            throw failure;
        }
    }

    private Diagnostic missing(Selection.Table table) {
        transaction.rollback();
        List<String> near = catalog.tablesNear(table);
        String hint = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
        return Diagnostic.of(
                        Code.SOURCE_TABLE_NOT_FOUND,
                        "There is no table \""
                                + table.display()
                                + "\" that this user can see"
                                + (hint.isEmpty() ? "." : hint))
                .at(Place.table(table.display()));
    }

    private OptionalLong estimate(String sql, Selection selection) {
        OptionalLong planned = catalog.plannedRows(sql);
        if (selection instanceof Selection.Table table) {
            OptionalLong counted = catalog.countedRows(table);
            return counted.isPresent() ? counted : planned;
        }
        return planned;
    }

    @Override
    public List<BatchReader> read(ReadPlan plan, Gate gate) {
        stopReading();
        if (!transaction.isOpen()) {
            throw new IllegalStateException("describe before you read");
        }
        var next = new PortalReader(wire, (PostgresReadPlan) plan, gate, this::cancelStatement);
        reader = next;
        return List.of(next);
    }

    private void cancelStatement() {
        connection.cancelRequest().onFailure(lost -> wire.eventLoop().execute(wire::cut));
    }

    private void stopReading() {
        PortalReader last = reader;
        reader = null;
        if (last != null) {
            last.stop();
            if (!finished(last.stopped())) {
                wire.eventLoop().execute(wire::cut);
            }
        }
    }

    @Override
    public void close() {
        stopReading();
        Future<?> settled =
                transaction.isOpen()
                        ? connection.query("ROLLBACK").execute()
                        : Future.succeededFuture();
        CompletableFuture<Void> farewell =
                settled.eventually(() -> connection.close())
                        .<Void>mapEmpty()
                        .toCompletionStage()
                        .toCompletableFuture();
        if (!finished(farewell)) {
            wire.eventLoop().execute(wire::cut);
        }
    }

    /// Waits whether interrupted or not, because a statement left behind harms the server.
    private static boolean finished(CompletableFuture<Void> future) {
        future.handle((done, failed) -> true)
                .completeOnTimeout(false, LONGEST_FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return future.isDone();
    }
}
