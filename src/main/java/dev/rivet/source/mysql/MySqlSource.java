package dev.rivet.source.mysql;

import dev.rivet.config.SourceConfig;
import dev.rivet.source.Source;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.connect.Links;
import io.vertx.core.Vertx;

/// A MySQL or MariaDB server; which of the two shows when it answers.
public final class MySqlSource implements Source {
    private final String database;
    private final Links links;

    /// A source whose sessions run on that Vert.x.
    ///
    /// @param vertx runs the connections' event loops; stays open
    public MySqlSource(SourceConfig.MySql config, Vertx vertx) {
        this.database = config.endpoint().database();
        this.links = new Links(config, vertx);
    }

    @Override
    public SourceSession open(String exportName) {
        return new MySqlSession(links.open(exportName), () -> links.open(exportName), database);
    }

    @Override
    public void close() {
        // Connections belong to sessions, the event loops to the caller.
    }
}
