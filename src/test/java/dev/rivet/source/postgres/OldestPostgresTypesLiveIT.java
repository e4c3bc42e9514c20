package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import org.junit.jupiter.api.Test;

class OldestPostgresTypesLiveIT implements PostgresTypesContract {
    private static final PostgresServer SERVER = PostgresServer.oldest();

    @Override
    public PostgresServer server() {
        return SERVER;
    }

    @Test
    void versionIsTold() {
        try (SourceSession session = reading().open()) {
            assertThat(session.serverVersion()).startsWith("PostgreSQL 13.");
        }
    }
}
