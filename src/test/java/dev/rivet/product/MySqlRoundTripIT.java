package dev.rivet.product;

import dev.rivet.testing.MySqlServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class MySqlRoundTripIT implements RoundTripContract {
    @TempDir static Path folder;
    private static RoundTrip roundTrip;

    @BeforeAll
    static void export() throws Exception {
        LiveDatabase database = LiveDatabase.of(MySqlServer.mySql());
        roundTrip = RoundTrip.of(database, MySqlTypes.mySql(), folder);
    }

    @Override
    public RoundTrip roundTrip() {
        return roundTrip;
    }
}
