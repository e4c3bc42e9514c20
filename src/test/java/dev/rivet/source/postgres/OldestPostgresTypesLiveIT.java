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

    /// Without a scan of TID ranges (14), each range would read the table from its beginning.
    @Test
    void tablesAreReadThroughAPortal() {
        SERVER.execute(
                "DROP TABLE IF EXISTS plain",
                "CREATE TABLE plain AS SELECT n FROM generate_series(1, 3) n");

        Reading.Result result = reading().all(reading().table("plain"));

        assertThat(result.path()).isEqualTo(Reading.PORTAL);
        assertThat(result.rows()).hasSize(3);
    }
}
