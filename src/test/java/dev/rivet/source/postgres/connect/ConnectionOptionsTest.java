package dev.rivet.source.postgres.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConnectionOptionsTest {
    @Test
    void applicationNameIsCutBetweenCharacters() {
        assertThat(ConnectionOptions.applicationName("orders")).isEqualTo("rivet/1.0.0 orders");
        String cut = ConnectionOptions.applicationName("a" + "é".repeat(40));
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSize(63);
        assertThat(cut).endsWith("é");
    }
}
