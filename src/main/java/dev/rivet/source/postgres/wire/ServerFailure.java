package dev.rivet.source.postgres.wire;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Outlook;
import java.time.Duration;

/// What an error of a server, or of a pooler before it, means to the user: decided by SQLSTATE, and
/// by words only where many things have one SQLSTATE.
public final class ServerFailure {
    private ServerFailure() {}

    /// The diagnostic for an error.
    ///
    /// @param statement how long the failed statement had run
    /// @param limit the statement timeout; zero for none
    public static Diagnostic classify(ServerError error, Duration statement, Duration limit) {
        String words = error.words();
        return switch (error.sqlState()) {
            case "57014" -> cancelled(words, statement, limit);
            case "42P01", "3F000" ->
                    Diagnostic.of(Code.SOURCE_TABLE_NOT_FOUND, "There is no such table: " + words);
            case "42703" ->
                    Diagnostic.of(
                            Code.SOURCE_COLUMN_NOT_FOUND, "There is no such column: " + words);
            case "42501" ->
                    Diagnostic.of(
                            Code.SOURCE_QUERY_FAILED,
                            "The user may not read this: " + words,
                            "Have its owner run GRANT SELECT ON <table> TO <user>, and GRANT USAGE"
                                    + " ON SCHEMA <schema> TO <user>.");
            case "22021", "22P05" ->
                    Diagnostic.of(
                            Code.SOURCE_VALUE_UNREPRESENTABLE,
                            "A text value is not valid in UTF-8: " + words,
                            "Read the column as bytes: `convert_to(<column>, 'SQL_ASCII')` in a query.");
            case "57P01", "57P02", "57P03" -> lost(words).expecting(Outlook.UNAVAILABLE);
            case "25P03", "57P05" -> lost(words);
            case "25P04" ->
                    Diagnostic.of(
                            Code.SOURCE_CONNECTION_LOST,
                            "The server lets no transaction last as long as this read: " + words,
                            "Have an administrator run ALTER ROLE <user> SET transaction_timeout ="
                                    + " 0.");
            case "57P04" ->
                    Diagnostic.of(
                            Code.SOURCE_CONNECTION_LOST,
                            "The database was dropped: " + words,
                            "Check the database's name, and who drops it.");
            case PoolerWords.SQL_STATE -> pooler(error, words);
            case "40001", "40P01" -> conflict(words);
            case "55P03" ->
                    Diagnostic.of(
                                    Code.SOURCE_QUERY_FAILED,
                                    "Another session holds a lock on the table: " + words,
                                    "Run again later, or raise tuning.lock_timeout_s.")
                            .asTransient();
            case "53300" -> exhausted(words).expecting(Outlook.UNAVAILABLE);
            default -> byClass(error, words);
        };
    }

    private static Diagnostic byClass(ServerError error, String words) {
        return switch (error.stateClass()) {
            case "08" -> lost(words);
            case "53" -> exhausted(words);
            default ->
                    Diagnostic.of(
                            Code.SOURCE_QUERY_FAILED, "The server refused the statement: " + words);
        };
    }

    private static Diagnostic cancelled(String words, Duration statement, Duration limit) {
        if (!limit.isZero() && statement.compareTo(limit.multipliedBy(9).dividedBy(10)) >= 0) {
            return Diagnostic.of(
                    Code.SOURCE_STATEMENT_TIMEOUT,
                    "A statement ran longer than the "
                            + limit.toSeconds()
                            + " s that tuning.statement_timeout_s allows: "
                            + words);
        }
        return Diagnostic.of(
                        Code.SOURCE_QUERY_FAILED,
                        "Somebody cancelled the statement on the server: " + words,
                        "Ask the server's administrator, or run again.")
                .expecting(Outlook.STOPPED);
    }

    private static Diagnostic exhausted(String words) {
        return Diagnostic.of(
                        Code.SOURCE_QUERY_FAILED,
                        "The server ran out of resources: " + words,
                        "Run again when the server has room.")
                .expecting(Outlook.EXHAUSTED);
    }

    private static Diagnostic pooler(ServerError error, String words) {
        return PoolerWords.areOfStatementMode(error)
                ? Diagnostic.of(
                        Code.SOURCE_QUERY_FAILED,
                        "The pooler allows no transactions, and a read is one: " + words,
                        "Set pool_mode = transaction or session for this database or user in"
                                + " pgbouncer.ini, or connect to the server itself.")
                : lost(words);
    }

    private static Diagnostic lost(String words) {
        return Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "The server ended the session: " + words)
                .asTransient();
    }

    private static Diagnostic conflict(String words) {
        return Diagnostic.of(
                        Code.SOURCE_QUERY_FAILED,
                        "The server ended the read for the sake of others: " + words,
                        "Run again; on a replica, raise max_standby_streaming_delay or set"
                                + " hot_standby_feedback.")
                .expecting(Outlook.CONFLICT);
    }
}
