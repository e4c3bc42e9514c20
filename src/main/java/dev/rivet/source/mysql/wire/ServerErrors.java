package dev.rivet.source.mysql.wire;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Outlook;
import dev.rivet.diag.RivetException;
import io.vertx.mysqlclient.MySQLException;
import java.time.Duration;
import java.util.Locale;

/// What a failed statement means, by the server's error number.
public final class ServerErrors {
    /// A node of a Galera cluster that is not, or no longer, part of it: "unknown command".
    private static final int NOT_READY = 1047;

    private static final String MESSAGE = "errorMessage=";

    private ServerErrors() {}

    /// What it means without a limit of rivet's own.
    public static RivetException of(Throwable cause) {
        return of(cause, Duration.ZERO);
    }

    /// What it means.
    ///
    /// @param statementTimeout the limit that rivet has set; zero for none
    public static RivetException of(Throwable cause, Duration statementTimeout) {
        return switch (cause) {
            case RivetException known -> known;
            case MySQLException error -> of(error, statementTimeout).toException(error);
            default -> lost(cause).toException(cause);
        };
    }

    private static Diagnostic lost(Throwable cause) {
        String message = "the connection to the server was lost [" + words(cause) + "]";
        return Diagnostic.of(Code.SOURCE_CONNECTION_LOST, message).asTransient();
    }

    private static Diagnostic of(MySQLException error, Duration statementTimeout) {
        String said = said(error);
        return switch (error.getErrorCode()) {
            case 1146, 1051, 1049 ->
                    Diagnostic.of(Code.SOURCE_TABLE_NOT_FOUND, "there is no such table " + said);
            case 1054 ->
                    Diagnostic.of(Code.SOURCE_COLUMN_NOT_FOUND, "there is no such column " + said);
            case 1060 ->
                    Diagnostic.of(
                            Code.SOURCE_QUERY_COLUMN_UNREFERENCEABLE,
                            "two columns of the query have one name " + said);
            case 1969, 3024 -> timeout(said, statementTimeout);
            case 1142, 1143, 1044, 1227, 1370 ->
                    failed("the user may not read this " + said, "Grant SELECT on it to the user.");
            case 1064, 1149 ->
                    failed("the server does not understand the query " + said, "Correct it.");
            case 1205 -> locked(said);
            case 1213 -> locked(said).expecting(Outlook.CONFLICT);
            case 1317, 3169 ->
                    failed("the statement was ended on the server " + said, "Run again.")
                            .expecting(Outlook.STOPPED);
            case 1412, 1615 ->
                    Diagnostic.of(
                                    Code.SOURCE_COLUMNS_CHANGED_UNDER_READ,
                                    "the table's definition changed during the read " + said)
                            .asTransient();
            case 1792, 1290 ->
                    failed(
                            "the query writes, and rivet only reads " + said,
                            "Use a SELECT that changes nothing.");
            case 1053, 1077, 1078, 1079 -> ended(said).expecting(Outlook.UNAVAILABLE);
            case 1158, 1159, 1160, 1161, 1927, 2006, 2013, 4031 -> ended(said);
            case 1040, 1203, 1226 ->
                    failed("the server has no connection to spare " + said, "Run again later.")
                            .expecting(Outlook.UNAVAILABLE);
            case NOT_READY ->
                    failed("the server is not ready " + said, "Run again in a moment.")
                            .expecting(Outlook.UNAVAILABLE);
            default -> failed("the server refused " + said, Code.SOURCE_QUERY_FAILED.action());
        };
    }

    private static Diagnostic locked(String said) {
        return failed("a lock stood in the way " + said, "Run again later.").asTransient();
    }

    private static Diagnostic ended(String said) {
        return Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "the server ended the connection " + said)
                .asTransient();
    }

    /// With no limit of rivet's own, the query or the server has one.
    private static Diagnostic timeout(String said, Duration limit) {
        return limit.isPositive()
                ? Diagnostic.of(
                        Code.SOURCE_STATEMENT_TIMEOUT,
                        "a statement ran longer than tuning.statement_timeout_s " + said)
                : Diagnostic.of(
                        Code.SOURCE_STATEMENT_TIMEOUT,
                        "a statement ran longer than the query or the server lets it " + said,
                        "Lift that limit, for example a hint in the query, or read less at once.");
    }

    private static Diagnostic failed(String message, String action) {
        return Diagnostic.of(Code.SOURCE_QUERY_FAILED, message, action);
    }

    /// The server's own words, in brackets.
    public static String said(MySQLException error) {
        return String.format(Locale.ROOT, "[%d: %s]", error.getErrorCode(), message(error));
    }

    /// The driver wraps the server's words as `{errorMessage=..., errorCode=...}`.
    private static String message(MySQLException error) {
        String words = words(error);
        int begin = words.indexOf(MESSAGE);
        int end = words.lastIndexOf(", errorCode=");
        return begin >= 0 && end > begin ? words.substring(begin + MESSAGE.length(), end) : words;
    }

    public static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
