package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Turns SQLite's result codes into failures of ours.
final class SqliteFailure {
    /// The low byte of an extended result code is the primary one.
    private static final int PRIMARY = 0xff;

    private SqliteFailure() {}

    static RivetException of(Path file, SQLException cause) {
        return SqliteLibrary.missing().orElseGet(() -> diagnostic(file, cause)).toException(cause);
    }

    private static Diagnostic diagnostic(Path file, SQLException cause) {
        String state = "The state file " + file;
        return switch (primary(cause)) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                    Diagnostic.of(
                                    Code.STATE_BACKEND_FAILED,
                                    state + " stayed locked by another process.",
                                    "Run again; if it stays locked, end the process that has it"
                                            + " open.")
                            .asTransient();
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
                    Diagnostic.of(
                            Code.STATE_NOT_WRITABLE, state + " cannot be written" + words(cause));
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                    Diagnostic.of(Code.STATE_FILE_CORRUPT, state + " is damaged" + words(cause));
            case SQLITE_FULL ->
                    Diagnostic.of(
                            Code.STATE_BACKEND_FAILED,
                            state + " cannot grow: the disk is full.",
                            "Free space on the disk that holds it, then run again.");
            default -> Diagnostic.of(Code.STATE_BACKEND_FAILED, state + " failed" + words(cause));
        };
    }

    private static SQLiteErrorCode primary(SQLException cause) {
        return SQLiteErrorCode.getErrorCode(
                cause instanceof SQLiteException sqlite
                        ? sqlite.getResultCode().code & PRIMARY
                        : cause.getErrorCode() & PRIMARY);
    }

    /// The driver's; when it did not get as far as SQLite, why.
    private static String words(SQLException cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String why = innermost == cause ? "" : " (" + innermost.getMessage() + ")";
        return ": " + cause.getMessage() + why;
    }
}
