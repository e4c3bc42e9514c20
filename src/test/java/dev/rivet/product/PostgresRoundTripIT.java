package dev.rivet.product;

import dev.rivet.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresRoundTripIT implements RoundTripContract {
    @TempDir static Path folder;
    private static RoundTrip roundTrip;

    @BeforeAll
    static void export() throws Exception {
        LiveDatabase database = LiveDatabase.of(PostgresServer.newest());
        database.execute(PostgresTypes.TYPES);
        roundTrip = RoundTrip.of(database, PostgresTypes.inVersion(18), folder);
    }

    @Override
    public RoundTrip roundTrip() {
        return roundTrip;
    }
}
