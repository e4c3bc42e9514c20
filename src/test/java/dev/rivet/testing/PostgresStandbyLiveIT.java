package dev.rivet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresStandbyLiveIT {
    @Test
    void standbyShowsWhatItsPrimaryHasAndRefusesToWrite() {
        try (PostgresServer primary = PostgresServer.startOwn(Map.of("shared_buffers", "16MB"))) {
            primary.execute("CREATE TABLE early AS SELECT generate_series(1, 1000) AS id");
            try (PostgresStandby standby =
                    PostgresStandby.of(primary, "max_standby_streaming_delay = 7s")) {
                primary.execute("CREATE TABLE late AS SELECT generate_series(1, 2000) AS id");
                standby.awaitCatchUp();
                PostgresServer server = standby.server();

                assertThat(server.ask("SELECT pg_is_in_recovery()")).isEqualTo("t");
                assertThat(server.ask("SELECT count(*) FROM early")).isEqualTo("1000");
                assertThat(server.ask("SELECT count(*) FROM late")).isEqualTo("2000");
                assertThat(server.ask("SHOW shared_buffers")).isEqualTo("16MB");
                assertThat(server.ask("SHOW max_standby_streaming_delay")).isEqualTo("7s");
                assertThat(server.source().endpoint().port())
                        .isNotEqualTo(primary.source().endpoint().port());
                assertThatThrownBy(() -> server.execute("DROP TABLE early"))
                        .hasMessageContaining("read-only");
            }
            assertThat(primary.ask("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        }
    }
}
