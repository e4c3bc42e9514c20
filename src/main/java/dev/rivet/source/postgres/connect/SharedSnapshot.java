package dev.rivet.source.postgres.connect;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import io.vertx.sqlclient.Row;

/// What one transaction sees, for others to see the same.
///
/// @param name by which the server knows it. A counter that starts small: another server may know
///     a snapshot of its own by the same name
/// @param contents which transactions it sees
/// @param server when the server was started, to the microsecond, and whether it is a standby
public record SharedSnapshot(String name, String contents, String server) {
    private static final String CONTENTS = "pg_catalog.txid_current_snapshot()::pg_catalog.text";

    private static final String SERVER =
            "pg_catalog.concat_ws(' ', pg_catalog.pg_postmaster_start_time(),"
                    + " pg_catalog.pg_is_in_recovery())";

    /// Exports the snapshot of the transaction.
    static final String EXPORT =
            "SELECT pg_catalog.pg_export_snapshot()::pg_catalog.text, %s, %s"
                    .formatted(CONTENTS, SERVER);

    /// The same columns in a transaction that has imported it.
    static final String IMPORTED = "SELECT '', %s, %s".formatted(CONTENTS, SERVER);

    static SharedSnapshot of(Row row) {
        return new SharedSnapshot(row.getString(0), row.getString(1), row.getString(2));
    }

    /// @throws RivetException unless that is the same snapshot of the same server
    void check(SharedSnapshot imported) {
        if (!server.equals(imported.server)) {
            throw different("it led to another server");
        }
        if (!contents.equals(imported.contents)) {
            throw different("it does not see what the first one sees");
        }
    }

    private static RivetException different(String words) {
        return Diagnostic.of(
                        Code.SOURCE_CONNECT_FAILED,
                        words,
                        "Connect to one server, without a load balancer in between.")
                .toException();
    }
}
