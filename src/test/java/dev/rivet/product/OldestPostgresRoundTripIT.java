package dev.rivet.product;

import dev.rivet.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class OldestPostgresRoundTripIT implements RoundTripContract {
    @TempDir static Path folder;
    private static RoundTrip roundTrip;

    @BeforeAll
    static void export() throws Exception {
        LiveDatabase database = LiveDatabase.of(PostgresServer.oldest());
        database.execute(PostgresTypes.TYPES);
        roundTrip = RoundTrip.of(database, PostgresTypes.inVersion(13), folder);
    }

    @Override
    public RoundTrip roundTrip() {
        return roundTrip;
    }
}
