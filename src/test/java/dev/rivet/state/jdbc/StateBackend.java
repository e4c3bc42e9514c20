package dev.rivet.state.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A place for a state in one engine, new for each test.
interface StateBackend {
    /// The place, for other processes.
    String url();

    /// The clock of the stores that are opened here.
    SettableClock clock();

    JdbcStateStore open(ProcessIdentity self);

    default JdbcStateStore open() {
        return open(ProcessIdentity.current());
    }

    Database database();

    /// A connection that sees the tables.
    Connection connect() throws SQLException;

    /// Lets time pass, or come back, as far as leases know.
    void advance(Duration time) throws SQLException;

    /// What leases go by.
    default Instant now() {
        try (Database database = database()) {
            return database.read(database::now);
        }
    }

    /// The first column.
    default List<String> select(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }

    default int execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
