package dev.rivet.state.jdbc;

import dev.rivet.state.Leases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// What `export_lease` says about who runs an export, and until when that may be believed.
///
/// @param token known to the holder alone
record LeaseRow(
        String export,
        String token,
        ProcessIdentity process,
        String runId,
        Instant acquiredAt,
        Instant expiresAt) {
    static Optional<LeaseRow> of(Session session, String export) throws SQLException {
        return session
                .query("SELECT * FROM export_lease WHERE export_name = ?", LeaseRow::read, export)
                .stream()
                .findFirst();
    }

    static LeaseRow read(ResultSet row) throws SQLException {
        return new LeaseRow(
                row.getString("export_name"),
                row.getString("token"),
                new ProcessIdentity(
                        row.getString("host"),
                        row.getString("machine"),
                        row.getLong("pid"),
                        Values.nullableLong(row, "start_ticks")),
                row.getString("run_id"),
                Instant.parse(row.getString("acquired_at")),
                Instant.parse(row.getString("expires_at")));
    }

    /// The clock counts only where the holder cannot be seen.
    boolean isAlive(ProcessIdentity self, Instant now) {
        return switch (self.lifeOf(process)) {
            case RUNNING -> true;
            case GONE -> false;
            case UNKNOWN -> now.isBefore(expiresAt);
        };
    }

    Leases.Holder holder() {
        return new Leases.Holder(export, runId, process.host(), process.pid(), acquiredAt);
    }

    boolean isBeyondALifetime(Instant now) {
        return expiresAt.isAfter(now.plus(JdbcLeases.LIFETIME));
    }
}
