package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Takes all that a state remembers to an empty one, in one transaction there.
public final class StateCopy {
    private final JdbcStateStore from;
    private final JdbcStateStore to;

    /// A copy of one state into another.
    public StateCopy(JdbcStateStore from, JdbcStateStore to) {
        this.from = from;
        this.to = to;
    }

    /// Makes it. Nobody can begin a run meanwhile, in either.
    ///
    /// @return rows by table
    /// @throws RivetException `STATE_COPY_*`, `STATE_RUN_IN_PROGRESS`; nothing has changed
    public Map<String, Long> make() {
        to.database().read(this::refuseUnlessEmpty);
        return from.database()
                .writeOnce(
                        source -> {
                            refuseLive(from, source);
                            if (total(source) == 0) {
                                throw empty(from.database().name());
                            }
                            return to.database().writeOnce(target -> copy(source, target));
                        });
    }

    private Map<String, Long> copy(Session source, Session target) throws SQLException {
        refuseLive(to, target);
        refuseUnlessEmpty(target);
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : StateTables.REMEMBERED) {
            new TableCopy(source, target, table).make();
            rows.put(table, compared(source, target, table));
        }
        for (String table : StateTables.NUMBERED) {
            to.database().numberOn(target, table);
        }
        return rows;
    }

    private static long compared(Session source, Session target, String table) throws SQLException {
        long expected = count(source, table);
        long found = count(target, table);
        if (expected != found) {
            throw Diagnostic.of(
                            Code.STATE_COPY_COUNT_MISMATCH,
                            String.format(
                                    Locale.ROOT,
                                    "Table %s has %d rows, and its copy %d.",
                                    table,
                                    expected,
                                    found))
                    .toException();
        }
        return found;
    }

    private static long count(Session session, String table) throws SQLException {
        return session.query("SELECT COUNT(*) FROM " + table, row -> row.getLong(1)).getFirst();
    }

    private static long total(Session session) throws SQLException {
        long rows = 0;
        for (String table : StateTables.REMEMBERED) {
            rows += count(session, table);
        }
        return rows;
    }

    /// Says that there is nothing to copy.
    public static RivetException empty(String source) {
        return Diagnostic.of(
                        Code.STATE_COPY_SOURCE_EMPTY,
                        "There is nothing to copy: " + source + " is empty.")
                .toException();
    }

    private long refuseUnlessEmpty(Session target) throws SQLException {
        long rows = total(target);
        if (rows > 0) {
            throw Diagnostic.of(
                            Code.STATE_COPY_TARGET_NOT_EMPTY,
                            String.format(
                                    Locale.ROOT,
                                    "Nothing was copied: %s holds %d rows already.",
                                    to.database().name(),
                                    rows))
                    .toException();
        }
        return rows;
    }

    private static void refuseLive(JdbcStateStore store, Session session) throws SQLException {
        for (Leases.Holder holder : store.holders(session)) {
            throw Diagnostic.of(
                            Code.STATE_RUN_IN_PROGRESS,
                            String.format(
                                    Locale.ROOT,
                                    "Nothing was copied: export '%s' is being run by process %d on %s since %s, with %s.",
                                    holder.exportName(),
                                    holder.pid(),
                                    holder.host(),
                                    holder.since().truncatedTo(ChronoUnit.SECONDS),
                                    store.database().name()),
                            "Wait for that run, and let none begin until the copy is made.")
                    .toException();
        }
    }
}
