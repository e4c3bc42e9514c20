package dev.rivet.product;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server that is filled and asked over JDBC, and exported by rivet.
///
/// @param engine as under `source.type`
/// @param session what a session does first, so that it answers in canonical text
record LiveDatabase(String engine, Endpoint endpoint, Connector connector, List<String> session) {
    static LiveDatabase of(PostgresServer server) {
        return new LiveDatabase(
                "postgres", server.source().endpoint(), server::connect, PostgresTypes.SESSION);
    }

    static LiveDatabase of(MySqlServer server) {
        return new LiveDatabase("mysql", server.endpoint(), server::connect, MySqlTypes.SESSION);
    }

    void execute(List<String> statements) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// Every row as the texts that the driver gives.
    List<List<@Nullable String>> ask(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private Connection open() throws SQLException {
        Connection connection = connector.open();
        try (Statement statement = connection.createStatement()) {
            for (String sql : session) {
                statement.execute(sql);
            }
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /// Opens a connection that may do everything.
    interface Connector {
        Connection open() throws SQLException;
    }
}
