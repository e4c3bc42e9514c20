package dev.rivet.source.mysql.connect;

import dev.rivet.config.SourceConfig;
import dev.rivet.diag.RivetException;
import io.vertx.core.Vertx;

/// Opens connections that are fit for reading.
public final class Links {
    private final Connector connector;
    private final StatementKiller killer;

    /// @param vertx runs the connections' event loops; stays open
    public Links(SourceConfig.MySql config, Vertx vertx) {
        this.connector = new Connector(config, vertx);
        this.killer = new StatementKiller(connector);
    }

    /// Blocks.
    public Link open(String exportName) {
        Dialogue dialogue = new Dialogue(connector.connect(exportName));
        try {
            dialogue.ask(SessionSettings.FIRST);
            SessionVariables variables = SessionVariables.of(dialogue);
            ServerIdentity server = ServerIdentity.of(dialogue, variables);
            SessionSettings settings = new SessionSettings(variables);
            AppliedSettings.apply(dialogue, settings);
            return new Link(dialogue, server, settings, killer);
        } catch (RivetException e) {
            dialogue.close();
            throw e;
        }
    }
}
