package dev.rivet.source.postgres.wire;

import java.util.List;

/// What PgBouncer says for itself. It gives nearly everything the same SQLSTATE, protocol
/// violation, so that here, and only here, words decide. They are not translated.
public final class PoolerWords {
    static final String SQL_STATE = "08P01";

    private static final String STATEMENT_MODE = "statement pooling mode";

    /// What is over sooner or later, without anybody changing a setting.
    private static final List<String> PASSING =
            List.of(
                    "query_wait_timeout",
                    "client_login_timeout",
                    "cannot connect to server",
                    "server login has been failing",
                    "server login failed",
                    "server conn crashed",
                    "server connection closed",
                    "no more connections allowed",
                    "shutting down");

    private PoolerWords() {}

    /// Whether it lends a connection to the server for no longer than a statement.
    static boolean areOfStatementMode(ServerError error) {
        return error.sqlState().equals(SQL_STATE) && error.message().contains(STATEMENT_MODE);
    }

    /// Whether who is not let in need only try again.
    public static boolean areOfABadMoment(ServerError error) {
        return error.sqlState().equals(SQL_STATE)
                && PASSING.stream().anyMatch(error.message()::contains);
    }
}
