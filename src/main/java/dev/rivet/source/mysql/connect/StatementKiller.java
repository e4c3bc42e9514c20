package dev.rivet.source.mysql.connect;

import dev.rivet.diag.RivetException;
import java.time.Duration;

/// Ends statements from a connection of its own. Another server may answer at the same address, and
/// there the same number is another client's connection: so it looks first.
final class StatementKiller implements Link.Killer {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Connector connector;

    StatementKiller(Connector connector) {
        this.connector = connector;
    }

    @Override
    public void killQuery(ServerIdentity of) {
        try {
            Dialogue second = new Dialogue(connector.connect("kill"));
            try {
                second.ask(PATIENCE, SessionSettings.FIRST);
                String name =
                        second.ask(PATIENCE, "SELECT " + of.expression())
                                .iterator()
                                .next()
                                .getString(0);
                if (of.name().equals(name)) {
                    second.ask(PATIENCE, "KILL QUERY " + of.connectionId());
                }
            } finally {
                second.close();
            }
        } catch (RivetException unreachable) {
            // The server is gone, or full, or another one: the closed socket has to do.
        }
    }
}
