package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `export_lease`. A random token in the row says whose it is: whoever takes a lease over writes
/// another one, and the former holder finds out at its next confirmation.
final class SqliteLeases implements Leases, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SqliteLeases.class.getName());

    static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(500);

    private final SqliteDatabase database;
    private final Clock clock;
    private final ProcessIdentity self;
    private final Heartbeat heartbeat = new Heartbeat();

    SqliteLeases(SqliteDatabase database, Clock clock, ProcessIdentity self) {
        this.database = database;
        this.clock = clock;
        this.self = self;
    }

    /// What the row says about who holds a lease.
    private record Holder(
            ProcessIdentity process, String runId, Instant acquiredAt, Instant expiresAt) {}

    @Override
    public Lease acquire(String export, String runId, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        String token = UUID.randomUUID().toString();
        boolean told = false;
        while (true) {
            Optional<Holder> other = database.write(row -> take(row, export, runId, token));
            if (other.isEmpty()) {
                return heartbeat.keep(new SqliteLease(database, clock, export, token));
            }
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                throw busy(export, other.get(), wait);
            }
            if (!told) {
                LOG.log(Level.WARNING, "{0}; waiting for it", who(export, other.get()));
                told = true;
            }
            pause(left.compareTo(POLL) < 0 ? left : POLL, export);
        }
    }

    /// Writes our row unless somebody else holds the lease; then returns who.
    private Optional<Holder> take(Session session, String export, String runId, String token)
            throws SQLException {
        Instant now = clock.instant();
        Optional<Holder> alive =
                session
                        .query(
                                "SELECT * FROM export_lease WHERE export_name = ?",
                                SqliteLeases::holder,
                                export)
                        .stream()
                        .filter(holder -> isAlive(holder, now))
                        .findFirst();
        if (alive.isEmpty()) {
            insert(session, export, runId, token, now);
        }
        return alive;
    }

    private boolean isAlive(Holder holder, Instant now) {
        return now.isBefore(holder.expiresAt()) && !self.knowsGone(holder.process());
    }

    private void insert(Session session, String export, String runId, String token, Instant now)
            throws SQLException {
        session.update(
                """
                INSERT OR REPLACE INTO export_lease (export_name, run_id, token, host, machine,
                    pid, process_start, acquired_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                export,
                runId,
                token,
                self.host(),
                self.machine(),
                self.pid(),
                self.start(),
                now,
                now.plus(LIFETIME));
    }

    private static Holder holder(ResultSet row) throws SQLException {
        return new Holder(
                new ProcessIdentity(
                        row.getString("host"),
                        row.getString("machine"),
                        row.getLong("pid"),
                        nullableInstant(row.getString("process_start"))),
                row.getString("run_id"),
                Instant.parse(row.getString("acquired_at")),
                Instant.parse(row.getString("expires_at")));
    }

    private static @Nullable Instant nullableInstant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static String who(String export, Holder holder) {
        return String.format(
                Locale.ROOT,
                "Export '%s' is being run by process %d on %s since %s (run %s)",
                export,
                holder.process().pid(),
                holder.process().host(),
                holder.acquiredAt().truncatedTo(ChronoUnit.SECONDS),
                holder.runId());
    }

    private static RivetException busy(String export, Holder holder, Duration wait) {
        String who = who(export, holder);
        Diagnostic diagnostic =
                wait.isPositive()
                        ? Diagnostic.of(
                                Code.STATE_LOCK_TIMEOUT,
                                who + ", and still was after " + wait.toSeconds() + " s.")
                        : Diagnostic.of(Code.STATE_RUN_IN_PROGRESS, who + ".");
        return diagnostic.at(Place.NOWHERE.inExport(export)).toException();
    }

    private static void pause(Duration time, String export) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Diagnostic.of(
                            Code.RUN_INTERRUPTED,
                            "Stopped while waiting for another run of export '" + export + "'.")
                    .toException(e);
        }
    }

    @Override
    public void close() {
        heartbeat.close();
    }
}
