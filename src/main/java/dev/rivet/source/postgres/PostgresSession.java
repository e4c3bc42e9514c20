package dev.rivet.source.postgres;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.RowSchema;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.postgres.catalog.Description;
import dev.rivet.source.postgres.catalog.Portal;
import dev.rivet.source.postgres.catalog.SourceCatalog;
import dev.rivet.source.postgres.connect.ActiveRead;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.query.PageRanges;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.query.ReadPath;
import dev.rivet.source.postgres.query.TablePages;
import dev.rivet.source.postgres.read.Fetches;
import dev.rivet.source.postgres.read.RowsReader;
import dev.rivet.source.postgres.type.ColumnMapper;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.Identifiers;
import dev.rivet.source.postgres.type.PgType;
import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.type.TextTrust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Connections to one database. Describing begins a transaction on the first; reading goes on in
/// it, and over further connections that join its snapshot.
final class PostgresSession implements SourceSession {
    private final Backend main;
    private final Supplier<Backend> more;
    private final StageProfile profile;
    private final SourceCatalog catalog;
    private final List<Backend> helpers = new ArrayList<>();

    /// @param more opens a further connection; blocks
    PostgresSession(Backend main, Supplier<Backend> more, StageProfile profile) {
        this.main = main;
        this.more = more;
        this.profile = profile;
        this.catalog = new SourceCatalog(main.control());
    }

    @Override
    public String serverVersion() {
        String version = main.version();
        int space = version.indexOf(' ');
        return "PostgreSQL " + (space < 0 ? version : version.substring(0, space));
    }

    @Override
    public ReadPlan describe(ReadRequest request) {
        dismissHelpers();
        TextTrust trust = main.begin(request.tuning());
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
                path(request),
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

    private ReadPath path(ReadRequest request) {
        return switch (request.selection()) {
            case Selection.Table table ->
                    catalog.pages(table)
                            .map(pages -> path(pages, request.tuning()))
                            .orElseGet(ReadPath.Portal::new);
            case Selection.Query _ -> new ReadPath.Portal();
        };
    }

    private ReadPath path(TablePages pages, Tuning tuning) {
        boolean washesCache = tuning.sparesCache() && pages.count() > catalog.buffers() / 4;
        return washesCache
                ? new ReadPath.Portal(ReadPath.Reason.SPARES_CACHE)
                : new ReadPath.Pages(pages);
    }

    private List<ResultColumn> announced(String sql, Selection selection) {
        try {
            return main.control()
                    .await(
                            Description.of(sql, main.wire(), main.control().statementTimeout()),
                            System.nanoTime());
        } catch (RivetException failure) {
            if (selection instanceof Selection.Table table
                    && failure.diagnostic().code() == Code.SOURCE_TABLE_NOT_FOUND) {
                throw missing(table).toException(failure);
            }
            throw failure;
        }
    }

    private Diagnostic missing(Selection.Table table) {
        main.rollback();
        List<String> near = catalog.tablesNear(table);
        String hint = near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
        return Diagnostic.of(
                        Code.SOURCE_TABLE_NOT_FOUND,
                        "There is no table \""
                                + table.display()
                                + "\" that this user can see."
                                + hint)
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
    public PreparedRead read(ReadPlan plan, Gate gate) {
        dismissHelpers();
        var own = (PostgresReadPlan) plan;
        return switch (own.readPath()) {
            case ReadPath.Portal _ -> portal(own, gate);
            case ReadPath.Pages pages -> pages(own, pages, gate);
        };
    }

    private PreparedRead portal(PostgresReadPlan plan, Gate gate) {
        main.control().await(Portal.open(plan, main.wire()), System.nanoTime());
        return PreparedRead.of(reading(main, plan, Fetches.of(plan), gate));
    }

    private PreparedRead pages(PostgresReadPlan plan, ReadPath.Pages pages, Gate gate) {
        PageRanges ranges = pages.ranges();
        List<String> remarks = new ArrayList<>();
        try {
            invite(pages.connections(plan.tuning().parallel()) - 1, pages, plan.tuning());
        } catch (RivetException failure) {
            if (failure.diagnostic().code() == Code.RUN_INTERRUPTED) {
                throw failure;
            }
            remarks.add(remark(1 + helpers.size(), failure.diagnostic()));
        }
        List<BatchReader> streams = new ArrayList<>();
        streams.add(reading(main, plan, Fetches.of(plan, pages, ranges), gate));
        for (Backend helper : helpers) {
            streams.add(reading(helper, plan, Fetches.of(plan, pages, ranges), gate));
        }
        return new PreparedRead(streams, remarks);
    }

    private static String remark(int connections, Diagnostic why) {
        return "read over %s, because another one could not be had: %s"
                .formatted(
                        connections == 1 ? "one connection" : connections + " connections",
                        why.message());
    }

    /// Opens further connections in the snapshot of the first. Each takes the table's lock at once:
    /// when somebody waits to lock the table exclusively, the others queue up behind, and one that
    /// does not get through is better done without.
    private void invite(int count, ReadPath.Pages pages, Tuning tuning) {
        if (count == 0) {
            return;
        }
        String snapshot = main.exportSnapshot();
        for (int i = 0; i < count; i++) {
            Backend helper = more.get();
            try {
                helper.join(snapshot, tuning);
                helper.control().query(pages.lockSql());
            } catch (RivetException failure) {
                helper.close();
                throw failure;
            }
            helpers.add(helper);
        }
    }

    private ActiveRead reading(Backend backend, PostgresReadPlan plan, Fetches fetches, Gate gate) {
        ActiveRead read =
                new RowsReader(
                        backend.wire(), plan, fetches, gate, backend::cancelStatement, profile);
        backend.reading(read);
        return read;
    }

    private void dismissHelpers() {
        helpers.forEach(Backend::beginToStop);
        main.stopReading();
        helpers.forEach(Backend::close);
        helpers.clear();
    }

    @Override
    public void close() {
        dismissHelpers();
        main.close();
    }
}
