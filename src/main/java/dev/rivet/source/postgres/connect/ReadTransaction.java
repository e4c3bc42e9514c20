package dev.rivet.source.postgres.connect;

import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.source.postgres.type.Identifiers;
import dev.rivet.source.postgres.type.TextTrust;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;

/// The one transaction of a session: one snapshot, read only. All settings end with it.
final class ReadTransaction {
    private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ";
    private static final String READ_BACK =
            "; SHOW TimeZone; SHOW server_encoding; SHOW client_encoding";

    /// Granted to everybody unless somebody has revoked it.
    private static final String MAY_EXPORT =
            """
            SELECT pg_catalog.has_function_privilege(
                pg_catalog.to_regprocedure('pg_catalog.pg_export_snapshot()')::pg_catalog.oid,
                'EXECUTE')::pg_catalog.text
            """;

    private final ControlChannel control;
    private final int serverVersion;
    private boolean open;

    /// @param serverVersion the major one
    ReadTransaction(ControlChannel control, int serverVersion) {
        this.control = control;
        this.serverVersion = serverVersion;
    }

    /// Begins, or begins anew. The first statement that reads gives it its snapshot, a fresh one;
    /// locks may be taken before.
    TextTrust begin(Tuning tuning) {
        rollback();
        String settings = TransactionSettings.of(tuning, serverVersion);
        return trust(begin(BEGIN + settings + READ_BACK, tuning));
    }

    /// Begins in the snapshot of another transaction, to read ranges of pages.
    ///
    /// @param lockTimeout in place of the tuning's, for the locks that come now
    void join(SharedSnapshot snapshot, Tuning tuning, Duration lockTimeout) {
        String sql =
                String.join(
                        "; ",
                        BEGIN + "SET TRANSACTION SNAPSHOT " + Identifiers.literal(snapshot.name()),
                        TransactionSettings.of(tuning, serverVersion),
                        TransactionSettings.FOR_RANGES,
                        TransactionSettings.lockTimeout(lockTimeout) + READ_BACK,
                        SharedSnapshot.IMPORTED);
        List<Row> answers = begin(sql, tuning);
        snapshot.check(SharedSnapshot.of(answers.getLast()));
        trust(answers);
    }

    private List<Row> begin(String sql, Tuning tuning) {
        control.expect(tuning.statementTimeout());
        open = true;
        return control.query(sql);
    }

    void expectRanges() {
        control.query(TransactionSettings.FOR_RANGES);
    }

    void waitForLocks(Duration longest) {
        control.query(TransactionSettings.lockTimeout(longest));
    }

    /// Whether the user may share the snapshot: to be refused would end the transaction.
    boolean mayShare() {
        return Boolean.parseBoolean(control.query(MAY_EXPORT).getFirst().getString(0));
    }

    SharedSnapshot share() {
        return SharedSnapshot.of(control.query(SharedSnapshot.EXPORT).getFirst());
    }

    private TextTrust trust(List<Row> settings) {
        checkTimeZone(settings.get(0).getString(0));
        checkEncoding(settings.get(2).getString(0));
        if (!settings.get(1).getString(0).equals("SQL_ASCII")) {
            return TextTrust.VALID_UTF8;
        }
        control.query(TransactionSettings.bytesAsTheyAre());
        return TextTrust.UNCHECKED;
    }

    void rollback() {
        if (open) {
            control.query("ROLLBACK");
            open = false;
        }
    }

    boolean isOpen() {
        return open;
    }

    static void checkTimeZone(String zone) {
        if (!zone.equals("UTC")) {
            throw Diagnostic.of(
                            Code.SOURCE_SESSION_TIME_ZONE_NOT_APPLIED,
                            "The session's time zone was set to UTC, but the server answers "
                                    + zone
                                    + ": something between rivet and the server drops settings.")
                    .toException();
        }
    }

    static void checkEncoding(String encoding) {
        if (!encoding.equals("UTF8")) {
            throw Diagnostic.of(
                            Code.SOURCE_SESSION_ENCODING_NOT_APPLIED,
                            "The session's encoding was set to UTF8, but the server answers "
                                    + encoding
                                    + ": something between rivet and the server drops settings, or"
                                    + " sets its own.")
                    .toException();
        }
    }
}
