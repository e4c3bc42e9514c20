package dev.rivet.source.mysql;

import dev.rivet.config.SourceConfig;
import dev.rivet.source.Source;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.connect.Links;
import dev.rivet.source.mysql.connect.SharedViews;
import io.vertx.core.Vertx;
import java.time.Duration;

/// A MySQL or MariaDB server; which of the two shows when it answers.
public final class MySqlSource implements Source {
    private final String database;
    private final Duration patience;
    private final Links links;

    /// A source whose sessions run on that Vert.x.
    ///
    /// @param vertx runs the connections' event loops; stays open
    public MySqlSource(SourceConfig.MySql config, Vertx vertx) {
        this(config, vertx, SharedViews.PATIENCE);
    }

    /// @param patience with the further connections of a session
    MySqlSource(SourceConfig.MySql config, Vertx vertx, Duration patience) {
        this.patience = patience;
        this.database = config.endpoint().database();
        this.links = new Links(config, vertx);
    }

    @Override
    public SourceSession open(String exportName) {
        return new MySqlSession(
                links.open(exportName), () -> links.open(exportName), patience, database);
    }

    @Override
    public void close() {
        // Connections belong to sessions, the event loops to the caller.
    }
}
