package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// `export_lease`. A random token in the row says whose it is: whoever takes a lease over writes
/// another one, and the former holder finds out at its next confirmation.
final class JdbcLeases implements Leases, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JdbcLeases.class.getName());

    static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(500);

    private final Database database;
    private final ProcessIdentity self;
    private final Heartbeat heartbeat = new Heartbeat();

    JdbcLeases(Database database, ProcessIdentity self) {
        this.database = database;
        this.self = self;
    }

    @Override
    public Lease acquire(String export, String runId, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        String token = UUID.randomUUID().toString();
        boolean told = false;
        while (true) {
            Optional<LeaseRow> other = database.write(row -> take(row, export, runId, token));
            if (other.isEmpty()) {
                return heartbeat.keep(new TakenLease(database, export, token));
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

    @Override
    public List<Holder> holders() {
        return database.read(this::holders);
    }

    List<Holder> holders(Session session) throws SQLException {
        Instant now = database.now(session);
        return session
                .query("SELECT * FROM export_lease ORDER BY export_name", LeaseRow::read)
                .stream()
                .filter(row -> row.isAlive(self, now))
                .map(LeaseRow::holder)
                .toList();
    }

    /// Writes our row unless somebody else holds the lease; then returns who.
    private Optional<LeaseRow> take(Session session, String export, String runId, String token)
            throws SQLException {
        Instant now = database.now(session);
        Optional<LeaseRow> there = LeaseRow.of(session, export);
        Optional<LeaseRow> alive =
                there.filter(row -> !row.token().equals(token) && row.isAlive(self, now));
        if (alive.isEmpty()) {
            boolean ours = write(session, new Claim(export, runId, token, now), there) == 1;
            return ours ? alive : take(session, export, runId, token);
        }
        if (alive.get().isBeyondALifetime(now)) {
            shorten(session, export, now);
        }
        return alive;
    }

    /// An end that no heartbeat can have written by our clock: one of the clocks was moved. A
    /// holder that lives writes another one with its next beat; a dead one is gone after a
    /// lifetime.
    private static void shorten(Session session, String export, Instant now) throws SQLException {
        session.update(
                "UPDATE export_lease SET expires_at = ? WHERE export_name = ?",
                now.plus(LIFETIME),
                export);
    }

    /// Who wants which lease.
    private record Claim(String export, String runId, String token, Instant now) {}

    /// Takes the place of what was there, unless that has changed meanwhile.
    private int write(Session session, Claim claim, Optional<LeaseRow> there) throws SQLException {
        return session.update(
                """
                INSERT INTO export_lease (export_name, run_id, token, host, machine, pid,
                    start_ticks, acquired_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (export_name) DO UPDATE SET
                    run_id = excluded.run_id, token = excluded.token, host = excluded.host,
                    machine = excluded.machine, pid = excluded.pid,
                    start_ticks = excluded.start_ticks, process_start = NULL,
                    acquired_at = excluded.acquired_at, expires_at = excluded.expires_at
                WHERE export_lease.token = ?
                """,
                claim.export(),
                claim.runId(),
                claim.token(),
                self.host(),
                self.machine(),
                self.pid(),
                self.startTicks(),
                claim.now(),
                claim.now().plus(LIFETIME),
                there.map(LeaseRow::token).orElse(null));
    }

    private static String who(String export, LeaseRow holder) {
        return String.format(
                Locale.ROOT,
                "Export '%s' is being run by process %d on %s since %s (run %s)",
                export,
                holder.process().pid(),
                holder.process().host(),
                holder.acquiredAt().truncatedTo(ChronoUnit.SECONDS),
                holder.runId());
    }

    private static RivetException busy(String export, LeaseRow holder, Duration wait) {
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
