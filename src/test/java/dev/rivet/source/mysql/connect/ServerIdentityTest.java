package dev.rivet.source.mysql.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerIdentityTest {
    private static ServerIdentity server(String version, Map<String, String> variables) {
        return ServerIdentity.of(version, 1, "", "", new SessionVariables(variables));
    }

    @Test
    void theProductShowsInTheVersion() {
        assertThat(server("8.0.33", Map.of()).label()).isEqualTo("MySQL 8.0.33");
        assertThat(server("10.6.12-MariaDB-log", Map.of()).label()).isEqualTo("MariaDB 10.6.12");
    }

    @Test
    void onlyAServerWithWritersOfItsOwnGivesEqualReadViews() {
        assertThat(server("8.0.33", Map.of("innodb_read_only", "OFF")).unequal()).isEmpty();
        assertThat(server("8.0.33", Map.of("innodb_read_only", "ON")).unequal()).isPresent();
        assertThat(server("8.0.11-TiDB-v7.5.0", Map.of()).unequal()).isPresent();
        assertThat(server("8.0.30", Map.of("version_comment", "Version: 21 (Vitess)")).unequal())
                .isPresent();
    }
}
