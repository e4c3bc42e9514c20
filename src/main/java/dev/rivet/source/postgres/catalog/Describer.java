package dev.rivet.source.postgres.catalog;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.SelectedTable;
import dev.rivet.source.postgres.type.ColumnMapper;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.PgType;
import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.type.RowKeys;
import dev.rivet.source.postgres.type.TableChange;
import dev.rivet.source.postgres.type.TextTrust;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds out what a selection is, without reading a row, in a transaction that it can then be read
/// in: locked first where that is possible, then seen, then compared. Blocks.
public final class Describer {
    private static final int ATTEMPTS = 5;

    /// After the first attempt; twice as much after each further one.
    private static final Duration PAUSE = Duration.ofMillis(50);

    /// The user may not lock it by name, or it is nothing that can be locked so.
    private static final List<String> NOT_LOCKABLE = List.of("42501", "42809");

    private static final String NOT_PERMITTED = "42501";

    private final Backend main;
    private final ControlChannel control;
    private final SourceCatalog catalog;

    public Describer(Backend main) {
        this.main = main;
        this.control = main.control();
        this.catalog = new SourceCatalog(control);
    }

    /// Leaves a transaction open; begins anew while what is selected is being replaced.
    ///
    /// @throws RivetException `SOURCE_TABLE_NOT_FOUND`, `SOURCE_COLUMNS_CHANGED_UNDER_READ`, and
    ///     what the server refuses
    public Described describe(ReadRequest request) {
        RivetException change = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            pauseBefore(attempt);
            main.rollback();
            try {
                return once(request);
            } catch (RivetException failure) {
                if (!TableChange.is(failure)) {
                    throw failure;
                }
                change = failure;
            }
        }
        throw keepsChanging(change);
    }

    private static RivetException keepsChanging(@Nullable RivetException last) {
        String words = last == null ? "" : last.diagnostic().message();
        return TableChange.found(
                String.format(
                        Locale.ROOT,
                        "It keeps being replaced, at each of %d attempts to describe it: %s",
                        ATTEMPTS,
                        words));
    }

    private static void pauseBefore(int attempt) {
        if (attempt == 0) {
            return;
        }
        try {
            Thread.sleep(PAUSE.multipliedBy(1L << (attempt - 1)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Diagnostic.of(Code.RUN_INTERRUPTED, "Interrupted while describing a table.")
                    .toException(interrupted);
        }
    }

    private Described once(ReadRequest request) {
        return switch (request.selection()) {
            case Selection.Table table -> table(new NamedTable(control, table), request);
            case Selection.Query query -> query(query, request);
        };
    }

    private Described query(Selection.Query query, ReadRequest request) {
        String position = catalog.position(request.tuning().statementTimeout());
        TextTrust trust = main.begin(request.tuning());
        return described(new Selected(query.sql(), null, position), trust, request);
    }

    /// What is to be described.
    private record Selected(String sql, @Nullable SelectedTable table, @Nullable String position) {}

    /// From the lock on the name is read as it was resolved, whatever happens to `search_path`.
    private Described table(NamedTable table, ReadRequest request) {
        Tuning tuning = request.tuning();
        NamedTable.Look look = table.look(tuning.statementTimeout());
        try {
            TextTrust trust = look.lockable() ? beginLocking(table, tuning) : main.begin(tuning);
            SelectedTable selected = table.selected();
            String sql = "SELECT * FROM " + selected.name();
            return described(new Selected(sql, selected, look.position()), trust, request);
        } catch (RivetException failure) {
            if (failure.diagnostic().code() == Code.SOURCE_TABLE_NOT_FOUND) {
                throw TableChange.found(failure.diagnostic().message());
            }
            if (ControlChannel.hasState(failure, NOT_PERMITTED)) {
                main.rollback();
                throw table.permitted().map(each -> each.added(failure)).orElse(failure);
            }
            throw failure;
        }
    }

    /// Who may not lock a table by name may be able to read it all the same: all its columns one
    /// by one, or a view whose owner may.
    private TextTrust beginLocking(NamedTable table, Tuning tuning) {
        TextTrust trust = main.begin(tuning);
        try {
            table.lock();
            return trust;
        } catch (RivetException refused) {
            if (NOT_LOCKABLE.stream().noneMatch(each -> ControlChannel.hasState(refused, each))) {
                throw refused;
            }
            return main.begin(tuning);
        }
    }

    /// Types are mapped first: to plan a query may compute its constants, and fail at them.
    private Described described(Selected what, TextTrust trust, ReadRequest request) {
        String sql = what.sql();
        SelectedTable selected = what.table();
        List<ResultColumn> announced =
                control.await(
                        Description.of(sql, main.wire(), control.statementTimeout()),
                        System.nanoTime());
        List<ColumnPlan> columns =
                withKeys(announced, new ColumnMapper(types(announced), request).map(announced));
        OptionalLong planned =
                selected == null ? catalog.plannedRowsIfAny(sql) : catalog.plannedRows(sql);
        LockedRelations locked = new LockedRelations(control);
        locked.check();
        if (selected != null) {
            selected.check(announced);
        }
        OptionalLong counted =
                selected == null ? OptionalLong.empty() : catalog.countedRows(selected);
        OptionalLong rows = counted.isPresent() ? counted : planned;
        return new Described(
                sql,
                selected,
                announced,
                columns,
                trust,
                rows.isPresent() ? rows.getAsLong() : null,
                what.position(),
                locked);
    }

    private List<ColumnPlan> withKeys(List<ResultColumn> announced, List<ColumnPlan> columns) {
        var keys = new RowKeys(announced, catalog.primaryKeys(RowKeys.tables(announced)));
        return keys.addedTo(columns);
    }

    private Map<Long, PgType> types(List<ResultColumn> announced) {
        return catalog.types(
                announced.stream().map(ResultColumn::typeOid).collect(Collectors.toSet()));
    }
}
