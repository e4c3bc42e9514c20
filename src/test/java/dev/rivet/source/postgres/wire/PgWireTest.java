package dev.rivet.source.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgConnection;
import org.junit.jupiter.api.Test;

class PgWireTest {
    /// [PgWire] relies on the inside of this very version. With another one: read how the driver
    /// builds its pipeline, run the live tests, then change the number here.
    @Test
    void driverIsTheOneThatPgWireWasWrittenFor() {
        assertThat(PgConnection.class.getPackage().getImplementationVersion()).isEqualTo("4.5.27");
    }
}
