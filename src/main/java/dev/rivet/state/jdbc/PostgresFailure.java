package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;

/// Turns what PostgreSQL and its driver say into failures of ours.
final class PostgresFailure {
    /// Errors of the class of connections begin so.
    private static final String CONNECTION = "08";

    private static final Set<String> CONNECTION_GONE =
            Set.of(
                    "57P01", // ended by an administrator
                    "57P02", // the server crashed
                    "57P03", // it starts or stops
                    "57P05", // idle for too long
                    "25P03", // idle for too long within a transaction
                    "53300"); // no connection to spare

    private static final Set<String> BUSY =
            Set.of(
                    "55P03", // waited too long for a lock
                    "57014", // took too long
                    "40001", // could not be serialized
                    "40P01"); // deadlock

    private PostgresFailure() {}

    /// @param state its name, for people
    static RivetException of(String state, SQLException cause) {
        return (isGone(cause) ? gone(state, cause) : refused(state, cause)).toException(cause);
    }

    /// Whether the connection is of no use any more.
    static boolean isGone(SQLException cause) {
        String code = code(cause);
        return code.startsWith(CONNECTION) || CONNECTION_GONE.contains(code);
    }

    /// Whether others are in the way.
    static boolean isBusy(SQLException cause) {
        return BUSY.contains(code(cause));
    }

    private static Diagnostic gone(String state, SQLException cause) {
        return Diagnostic.of(
                        Code.STATE_BACKEND_FAILED,
                        "There is no connection to " + state + words(cause),
                        "Check that the server runs and can be reached from here, then run again.")
                .asTransient();
    }

    private static Diagnostic refused(String state, SQLException cause) {
        if (isBusy(cause)) {
            return Diagnostic.of(
                            Code.STATE_BACKEND_FAILED,
                            "Others keep it busy: " + state + words(cause),
                            "Run again; if it stays so, look at the locks and the load of the"
                                    + " server.")
                    .asTransient();
        }
        return switch (code(cause)) {
            case "28000", "28P01" ->
                    Diagnostic.of(
                            Code.STATE_BACKEND_FAILED,
                            "Nobody is let in: " + state + words(cause),
                            "Correct user and password in the URL of the state, or its sslmode.");
            case "3D000" ->
                    Diagnostic.of(
                            Code.STATE_BACKEND_FAILED,
                            "There is no such database: " + state + words(cause),
                            "Create the database, or correct the URL of the state.");
            case "42501", "25006" ->
                    Diagnostic.of(
                            Code.STATE_NOT_WRITABLE,
                            "It cannot be written: " + state + words(cause),
                            "Grant the role of the URL what docs/how-to/state.md lists, on the"
                                    + " primary server.");
            case "53100" ->
                    Diagnostic.of(
                            Code.STATE_BACKEND_FAILED,
                            "It cannot grow, the server's disk is full: " + state,
                            "Free space on the server, then run again.");
            default ->
                    Diagnostic.of(
                            Code.STATE_BACKEND_FAILED,
                            "It failed: " + state + words(cause),
                            "Read the server's words, then run again.");
        };
    }

    private static String code(SQLException cause) {
        return Objects.requireNonNullElse(cause.getSQLState(), "");
    }

    /// The driver's or the server's, on one line, and why, when that is not in them.
    private static String words(SQLException cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String why = innermost == cause ? "" : " (" + innermost.getMessage() + ")";
        return ": " + (cause.getMessage() + why).replaceAll("\\s+", " ");
    }
}
