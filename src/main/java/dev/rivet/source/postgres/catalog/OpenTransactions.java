package dev.rivet.source.postgres.catalog;

import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Product;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.HighWater.Stragglers;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.KeyForms;
import dev.rivet.source.postgres.type.Identifiers;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Waits for transactions that may still add rows behind what has been measured. Blocks, and
/// looks in transactions of its own, so that it holds back nobody meanwhile.
///
/// Every open transaction holds a lock on its own virtual number, from its first statement on,
/// whether it has written or not, and everybody may look at locks: that is how `CREATE INDEX
/// CONCURRENTLY` waits, too. One that is prepared for a two-phase commit has given it up and
/// stands in a list of its own. On a standby none of the primary's is seen, except in the
/// snapshots: as the oldest that has written and not ended.
final class OpenTransactions {
    /// A transaction has its time, `now()`, a moment before it shows: as long as the kernel may let
    /// a process wait in between.
    private static final Duration UNTIL_SHOWN = Duration.ofMillis(50);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final String NOT_PERMITTED = "42501";

    /// Named in full; the rest are counted.
    private static final int MOST_NAMED = 3;

    /// Asked after [#sessions]: whoever is prepared in between is in one of the two.
    private static final String PREPARED =
            """
            SELECT 'prepared ' OPERATOR(pg_catalog.||) two.transaction::pg_catalog.text, two.gid,
                   two.owner::pg_catalog.text, two.prepared::pg_catalog.text
            FROM pg_catalog.pg_prepared_xacts AS two
            WHERE two.database OPERATOR(pg_catalog.=) pg_catalog.current_database()
            """;

    private static final String OLDEST =
            """
            SELECT pg_catalog.txid_snapshot_xmin(pg_catalog.txid_current_snapshot()
                       )::pg_catalog.text
            """;

    private final Backend main;
    private final Tuning tuning;
    private final Moment moment;

    /// When something was measured.
    ///
    /// @param clock as the server wrote it, after the snapshot of the measurement was taken
    /// @param end the first transaction number that was not taken then
    record Moment(String clock, long end, boolean isStandby) {}

    /// One that is open.
    ///
    /// @param id of the transaction
    /// @param start as the server writes it; empty where the account may not see it
    /// @param words for people
    private record Open(String id, String start, boolean isOld, String words) {
        boolean isPrepared() {
            return id.startsWith("prepared");
        }
    }

    OpenTransactions(Backend main, Tuning tuning, Moment moment) {
        this.main = main;
        this.tuning = tuning;
        this.moment = moment;
    }

    /// Waits until those that were open at the moment have ended; looks at least once.
    Stragglers await(Duration patience) {
        pausedBefore(System.nanoTime() + UNTIL_SHOWN.toNanos(), UNTIL_SHOWN);
        long deadline = System.nanoTime() + patience.toNanos();
        return moment.isStandby() ? awaitPrimary(deadline) : awaitSessions(deadline);
    }

    private Stragglers awaitSessions(long deadline) {
        Set<String> waitedFor = new HashSet<>();
        Duration pause = FIRST_PAUSE;
        boolean isFirst = true;
        while (true) {
            List<Open> left;
            try {
                left = stillOpen(look(), waitedFor, isFirst);
            } catch (RivetException refused) {
                if (!ControlChannel.hasState(refused, NOT_PERMITTED)) {
                    throw refused;
                }
                return unseen(refused);
            }
            isFirst = false;
            if (left.isEmpty()) {
                return new Stragglers.None();
            }
            if (!pausedBefore(deadline, pause)) {
                return open(left);
            }
            pause = longer(pause);
        }
    }

    /// At the first look, all; later those among them, whoever began before the moment and was not
    /// seen yet, and whoever may be one of them under the number by which it is prepared.
    private static List<Open> stillOpen(List<Open> seen, Set<String> waitedFor, boolean isFirst) {
        boolean anySession = waitedFor.stream().anyMatch(each -> !each.startsWith("prepared"));
        List<Open> left =
                seen.stream()
                        .filter(
                                each ->
                                        isFirst
                                                || waitedFor.contains(each.id)
                                                || each.isOld
                                                || (anySession && each.isPrepared()))
                        .toList();
        waitedFor.clear();
        left.forEach(each -> waitedFor.add(each.id));
        return left;
    }

    private List<Open> look() {
        main.begin(tuning);
        try {
            List<Open> open = new ArrayList<>();
            main.control().query(sessions(moment.clock())).forEach(row -> open.add(session(row)));
            main.control().query(PREPARED).forEach(row -> open.add(prepared(row)));
            return open;
        } finally {
            main.rollback();
        }
    }

    /// Transactions that are open in this database, in sessions that could write: not autovacuum,
    /// not whoever sends the log to others, and not programs that only read, as rivet does.
    private static String sessions(String clock) {
        return """
               SELECT lock.virtualtransaction, lock.pid::pg_catalog.text,
                      session.usename::pg_catalog.text, pg_catalog.host(session.client_addr),
                      session.state, session.xact_start::pg_catalog.text,
                      (session.xact_start OPERATOR(pg_catalog.<=) %s::pg_catalog.timestamptz
                          )::pg_catalog.text
               FROM pg_catalog.pg_locks AS lock
               LEFT JOIN pg_catalog.pg_stat_activity AS session
                   ON session.pid OPERATOR(pg_catalog.=) lock.pid
               WHERE lock.locktype OPERATOR(pg_catalog.=) 'virtualxid'
                 AND lock.mode OPERATOR(pg_catalog.=) 'ExclusiveLock'
                 AND lock.granted
                 AND lock.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
                 AND (session.pid IS NULL
                      OR (session.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
                          AND session.usesysid IS NOT NULL
                          AND (session.backend_type OPERATOR(pg_catalog.=)
                                  ANY ('{autovacuum worker,walsender}'::pg_catalog.text[])
                              ) IS NOT TRUE
                          AND (session.application_name OPERATOR(pg_catalog.~) '^(%s/|pg_dump$)'
                              ) IS NOT TRUE))
               """
                .formatted(Identifiers.literal(clock), Product.NAME);
    }

    private static Open session(Row row) {
        String client = row.getString(3) == null ? "" : "@" + row.getString(3);
        String user = row.getString(2) == null ? "unknown" : row.getString(2);
        String start = row.getString(5) == null ? "" : row.getString(5);
        String since = start.isEmpty() ? "" : ", open since " + start;
        String state = row.getString(4) == null ? "" : ", " + row.getString(4);
        return new Open(
                row.getString(0),
                start,
                Boolean.parseBoolean(row.getString(6)),
                "session %s (%s%s)%s%s".formatted(row.getString(1), user, client, since, state));
    }

    private static Open prepared(Row row) {
        return new Open(
                row.getString(0),
                "",
                false,
                "prepared transaction \"%s\" (%s), prepared at %s"
                        .formatted(row.getString(1), row.getString(2), row.getString(3)));
    }

    /// The oldest start is known only where all of them are.
    private static Stragglers open(List<Open> left) {
        boolean allKnown = left.stream().noneMatch(each -> each.start.isEmpty());
        String rest =
                left.size() > MOST_NAMED ? " and %s more".formatted(left.size() - MOST_NAMED) : "";
        return new Stragglers.Open(
                allKnown
                        ? left.stream()
                                .map(each -> KeyForms.instant(each.start))
                                .min(Comparable::compareTo)
                                .orElseThrow()
                        : null,
                left.stream().limit(MOST_NAMED).map(Open::words).collect(Collectors.joining("; "))
                        + rest);
    }

    private static Stragglers unseen(RivetException refused) {
        return new Stragglers.Unknown(
                "the user may not see which transactions are open: "
                        + Objects.requireNonNull(refused.getCause()).getMessage()
                        + ". Have an administrator run GRANT SELECT ON pg_catalog.pg_locks,"
                        + " pg_catalog.pg_stat_activity, pg_catalog.pg_prepared_xacts TO <user>.");
    }

    /// What the primary has not told of as ended, and then what it never tells.
    private Stragglers awaitPrimary(long deadline) {
        Duration pause = FIRST_PAUSE;
        while (oldest() < moment.end()) {
            if (!pausedBefore(deadline, pause)) {
                return new Stragglers.Open(
                        null,
                        "transactions of the primary below number %s, which this standby does not"
                                        .formatted(moment.end())
                                + " name: see pg_stat_activity there");
            }
            pause = longer(pause);
        }
        return new Stragglers.Unknown(
                "this is a standby: it does not see transactions of the primary that have begun and"
                        + " not written yet. Read from the primary, or leave young rows to the next"
                        + " run with `settle`.");
    }

    private long oldest() {
        main.begin(tuning);
        try {
            return Long.parseLong(main.control().query(OLDEST).getFirst().getString(0));
        } finally {
            main.rollback();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /// @return false when the time is over
    private static boolean pausedBefore(long deadline, Duration pause) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            return false;
        }
        try {
            Thread.sleep(left.compareTo(pause) < 0 ? left : pause);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Diagnostic.of(
                            Code.RUN_INTERRUPTED,
                            "Interrupted while waiting for open transactions.")
                    .toException(interrupted);
        }
    }
}
