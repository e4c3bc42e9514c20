package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresReadLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final Reading READING = new Reading(SERVER.source());

    @Test
    void tableOfCommonTypesArrivesWhole() {
        SERVER.execute(
                "DROP TABLE IF EXISTS first_slice",
                "CREATE TABLE first_slice (id bigint, name text, price numeric(10,2), ok boolean,"
                        + " at timestamptz)",
                "INSERT INTO first_slice SELECT n, 'name ' || n, n / 100.0, n % 2 = 0,"
                        + " timestamptz '1970-01-01 00:00:00+00' + n * interval '1 second'"
                        + " FROM generate_series(1, 25000) n");

        Reading.Result result = READING.all(READING.table("first_slice"));

        assertThat(result.rows()).hasSize(25_000);
        assertThat(result.rows().getLast())
                .isEqualTo(
                        List.of(
                                25_000L,
                                "name 25000",
                                new java.math.BigDecimal("250.00"),
                                true,
                                25_000_000_000L));
    }
}
