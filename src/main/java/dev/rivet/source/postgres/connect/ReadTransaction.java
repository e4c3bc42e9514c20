package dev.rivet.source.postgres.connect;

import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.source.postgres.type.Identifiers;
import dev.rivet.source.postgres.type.TextTrust;
import io.vertx.sqlclient.Row;
import java.time.Duration;

/// The one transaction of a session: one snapshot, read only. All settings end with it, so poolers
/// never hand them on.
final class ReadTransaction {
    /// How long the server keeps the transaction while rivet's destination stalls.
    private static final Duration MOST_IDLE = Duration.ofHours(1);

    private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private static final String READ_BACK =
            """
            SELECT pg_catalog.current_setting('TimeZone'),
                   pg_catalog.current_setting('server_encoding')
            """;

    private static final String MAY_EXPORT =
            """
            SELECT pg_catalog.has_function_privilege(
                'pg_catalog.pg_export_snapshot()', 'EXECUTE')::text
            """;

    private final ControlChannel control;
    private boolean open;

    ReadTransaction(ControlChannel control) {
        this.control = control;
    }

    /// Begins, or begins anew: every call gives a fresh snapshot.
    TextTrust begin(Tuning tuning) {
        rollback();
        control.expect(tuning.statementTimeout());
        control.query(BEGIN);
        open = true;
        return apply(tuning);
    }

    /// Begins in the snapshot of another transaction.
    void join(String snapshot, Tuning tuning) {
        control.expect(tuning.statementTimeout());
        control.query(BEGIN);
        open = true;
        control.query("SET TRANSACTION SNAPSHOT " + Identifiers.literal(snapshot));
        apply(tuning);
    }

    /// Asks first whether it may: a refusal would end the transaction.
    String exportSnapshot() {
        if (!Boolean.parseBoolean(control.query(MAY_EXPORT).getFirst().getString(0))) {
            throw Diagnostic.of(
                            Code.SOURCE_QUERY_FAILED,
                            "the user may not call pg_export_snapshot()",
                            "Have its owner run GRANT EXECUTE ON FUNCTION pg_export_snapshot() TO"
                                    + " <user>.")
                    .toException();
        }
        return control.query("SELECT pg_catalog.pg_export_snapshot()::text")
                .getFirst()
                .getString(0);
    }

    private TextTrust apply(Tuning tuning) {
        control.query(settings(tuning));
        Row settings = control.query(READ_BACK).getFirst();
        checkTimeZone(settings.getString(0));
        return settings.getString(1).equals("SQL_ASCII") ? untrusted() : TextTrust.VALID_UTF8;
    }

    private static String settings(Tuning tuning) {
        return """
               SELECT pg_catalog.set_config('TimeZone', 'UTC', true),
                      pg_catalog.set_config('statement_timeout', '%d', true),
                      pg_catalog.set_config('lock_timeout', '%d', true),
                      pg_catalog.set_config('idle_in_transaction_session_timeout', '%d', true),
                      pg_catalog.set_config('DateStyle', 'ISO, YMD', true),
                      pg_catalog.set_config('IntervalStyle', 'iso_8601', true),
                      pg_catalog.set_config('bytea_output', 'hex', true),
                      pg_catalog.set_config('extra_float_digits', '1', true)
               """
                .formatted(
                        tuning.statementTimeout().toMillis(),
                        tuning.lockTimeout().toMillis(),
                        MOST_IDLE.toMillis());
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

    /// Takes bytes as they are: the server would refuse invalid text without naming its column.
    private TextTrust untrusted() {
        control.query("SELECT pg_catalog.set_config('client_encoding', 'SQL_ASCII', true)");
        return TextTrust.UNCHECKED;
    }
}
