package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A lease that was taken with a token.
final class TakenLease {
    private static final Logger LOG = Logger.getLogger(TakenLease.class.getName());

    private final Database database;
    private final String export;
    private final String token;

    TakenLease(Database database, String export, String token) {
        this.database = database;
        this.export = export;
        this.token = token;
    }

    /// Asks the database and prolongs the lease in one step. A lease that ran out but that
    /// nobody took is still ours.
    void confirm() {
        if (!renew()) {
            throw lost();
        }
    }

    RivetException lost() {
        return Diagnostic.of(
                        Code.STATE_LEASE_LOST,
                        String.format(
                                Locale.ROOT,
                                "This run of export '%s' stalled for more than %d s and another run took over; it stops here.",
                                export,
                                JdbcLeases.LIFETIME.toSeconds()))
                .at(Place.NOWHERE.inExport(export))
                .toException();
    }

    String export() {
        return export;
    }

    /// Prolongs the lease; false when it belongs to somebody else, or to nobody.
    boolean renew() {
        int changed =
                database.write(
                        session ->
                                session.update(
                                        """
                                        UPDATE export_lease SET expires_at = ?
                                        WHERE export_name = ? AND token = ?
                                        """,
                                        database.now(session).plus(JdbcLeases.LIFETIME),
                                        export,
                                        token));
        return changed == 1;
    }

    /// Gives the lease back, unless it is somebody else's by now. That this fails is no reason to
    /// call a run failed: the lease runs out by itself.
    void close() {
        try {
            database.write(
                    session ->
                            session.update(
                                    "DELETE FROM export_lease WHERE export_name = ? AND token = ?",
                                    export,
                                    token));
        } catch (RivetException e) {
            LOG.log(
                    Level.WARNING,
                    "the lease of export "
                            + export
                            + " stays until it runs out: "
                            + e.diagnostic().message(),
                    e);
        }
    }
}
