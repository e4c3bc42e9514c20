package dev.rivet.product;

import dev.rivet.testing.MySqlServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class MariaDbRoundTripIT implements RoundTripContract {
    @TempDir static Path folder;
    private static RoundTrip roundTrip;

    @BeforeAll
    static void export() throws Exception {
        LiveDatabase database = LiveDatabase.of(MySqlServer.mariaDb());
        roundTrip = RoundTrip.of(database, MySqlTypes.mariaDb(), folder);
    }

    @Override
    public RoundTrip roundTrip() {
        return roundTrip;
    }
}
