package dev.rivet.state.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/// A state file, whose clock is the tests'.
record SqliteBackend(Path file, SettableClock clock) implements StateBackend {
    static SqliteBackend in(Path folder) {
        return new SqliteBackend(folder.resolve("state.db"), new SettableClock());
    }

    @Override
    public String url() {
        return "sqlite:" + file;
    }

    @Override
    public JdbcStateStore open(ProcessIdentity self) {
        return JdbcStateStore.open(file, clock, self);
    }

    @Override
    public Database database() {
        return SqliteDatabase.open(file, Duration.ofSeconds(1), clock);
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @Override
    public void advance(Duration time) {
        clock.advance(time);
    }
}
