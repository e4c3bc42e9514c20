package dev.rivet.source.mysql.connect;

import dev.rivet.config.SourceConfig;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
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
            SessionVariables variables = SessionVariables.of(dialogue);
            ServerIdentity server = ServerIdentity.of(dialogue, variables);
            SessionSettings settings = new SessionSettings(variables);
            settings.opening().forEach(dialogue::ask);
            requireUtc(dialogue);
            return new Link(dialogue, server, settings, killer);
        } catch (RivetException e) {
            dialogue.close();
            throw e;
        }
    }

    private static void requireUtc(Dialogue dialogue) {
        String zone = dialogue.askOne("SELECT @@SESSION.time_zone").getString(0);
        if (!SessionSettings.UTC.equals(zone)) {
            String message =
                    "the session's time zone stayed %s although rivet set %s"
                            .formatted(zone, SessionSettings.UTC);
            throw Diagnostic.of(Code.SOURCE_SESSION_TIME_ZONE_NOT_APPLIED, message).toException();
        }
    }
}
