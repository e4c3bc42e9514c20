package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import dev.rivet.diag.Transience;
import dev.rivet.source.postgres.read.Bits;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.TestCertificate;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresConnectLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final Endpoint RIGHT = SERVER.source().endpoint();

    private static Diagnostic failure(Endpoint endpoint, Tls tls) {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () -> new Reading(new SourceConfig.Postgres(endpoint, tls)).open());
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).doesNotContain("hunter2");
        return failure.diagnostic();
    }

    private static Diagnostic failure(Endpoint endpoint) {
        Diagnostic diagnostic = failure(endpoint, Tls.DISABLED);
        assertThat(diagnostic.code()).isEqualTo(Code.SOURCE_CONNECT_FAILED);
        return diagnostic;
    }

    @Test
    void wrongPasswordSaysSoAndDoesNotShowIt() {
        Diagnostic diagnostic =
                failure(
                        new Endpoint(
                                RIGHT.host(),
                                RIGHT.port(),
                                RIGHT.user(),
                                Secret.of("hunter2"),
                                RIGHT.database()));

        assertThat(diagnostic.message()).contains("password is wrong", "28P01");
        assertThat(diagnostic.transience()).isEqualTo(Transience.PERMANENT);
    }

    @Test
    void missingDatabaseIsNamed() {
        Diagnostic diagnostic =
                failure(
                        new Endpoint(
                                RIGHT.host(),
                                RIGHT.port(),
                                RIGHT.user(),
                                RIGHT.password(),
                                "nowhere"));

        assertThat(diagnostic.message()).contains("no database \"nowhere\"");
    }

    @Test
    void portWithoutAServerIsTold() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Diagnostic diagnostic =
                failure(
                        new Endpoint(
                                "127.0.0.1",
                                free,
                                RIGHT.user(),
                                RIGHT.password(),
                                RIGHT.database()));

        assertThat(diagnostic.message()).contains("Nothing listens", String.valueOf(free));
    }

    @Test
    void unknownHostIsTold() {
        Diagnostic diagnostic =
                failure(
                        new Endpoint(
                                "no-such-host.invalid",
                                5432,
                                RIGHT.user(),
                                RIGHT.password(),
                                RIGHT.database()));

        assertThat(diagnostic.message()).contains("host name is unknown", "no-such-host.invalid");
    }

    @Test
    void serverWithoutTlsIsToldFromOneThatIsDown() {
        Diagnostic diagnostic = failure(RIGHT, new Tls(Tls.Mode.REQUIRE, null));

        assertThat(diagnostic.code()).isEqualTo(Code.SOURCE_CONNECT_FAILED);
        assertThat(diagnostic.message()).contains("does not speak TLS");
        assertThat(diagnostic.action()).contains("mode: disable");
    }

    @Test
    void fullServerIsATransientFailure() throws Exception {
        try (var own = PostgresServer.startOwn()) {
            own.execute("ALTER ROLE rivet CONNECTION LIMIT 0");
            RivetException failure =
                    catchThrowableOfType(
                            RivetException.class, () -> new Reading(own.source()).open());

            assertThat(failure.getMessage()).contains("53300");
            assertThat(failure.diagnostic().transience()).isEqualTo(Transience.TRANSIENT);
        }
    }

    @Test
    void tlsIsVerifiedAsFarAsWasAskedFor(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.create(folder);
        try (var own = PostgresServer.startOwn(certificate)) {
            Endpoint byAddress = own.source().endpoint();
            Endpoint byName =
                    new Endpoint(
                            "localhost",
                            byAddress.port(),
                            byAddress.user(),
                            byAddress.password(),
                            byAddress.database());
            Path trusted = certificate.file();
            own.execute(
                    "CREATE TABLE encrypted AS SELECT n, repeat(md5(n::text), 30) AS t"
                            + " FROM generate_series(1, 20000) n");

            assertEncrypted(byAddress, new Tls(Tls.Mode.REQUIRE, null));
            assertEncrypted(byAddress, new Tls(Tls.Mode.VERIFY_CA, trusted));
            assertEncrypted(byName, new Tls(Tls.Mode.VERIFY_FULL, trusted));
            assertRefused(byAddress, Tls.Mode.VERIFY_FULL, trusted);
            assertRefused(byName, Tls.Mode.VERIFY_FULL, null);
            assertRefused(byName, Tls.Mode.VERIFY_CA, null);
            assertThat(failure(byName).message()).contains("28000");
            assertThat(failure(byName).action()).contains("TLS");
        }
    }

    private static void assertEncrypted(Endpoint endpoint, Tls tls) {
        Reading reading = new Reading(new SourceConfig.Postgres(endpoint, tls));
        String sql =
                "SELECT n, (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS ssl,"
                        + " repeat('x', 1000) AS t FROM generate_series(1, 20000) n";

        Reading.Result result = reading.all(sql);

        assertThat(result.rows()).hasSize(20_000);
        assertThat(result.rows().getFirst().get(1)).isEqualTo(true);
        Reading.Result encrypted = reading.all(reading.table("encrypted"));
        assertThat(encrypted.path()).isEqualTo(Reading.PAGES);
        Bits.assertSame(
                Bits.rows(encrypted.batches()),
                Bits.rows(reading.all("SELECT * FROM encrypted ORDER BY n").batches()));
    }

    private static void assertRefused(Endpoint endpoint, Tls.Mode mode, @Nullable Path trusted) {
        Diagnostic diagnostic = failure(endpoint, new Tls(mode, trusted));
        assertThat(diagnostic.code()).isEqualTo(Code.SOURCE_CONNECT_FAILED);
        assertThat(diagnostic.message()).contains("TLS failed");
        assertThat(diagnostic.action()).contains("tls.ca_file");
    }

    @Test
    void unreadableAuthoritiesAreAMistakeOfTheConfiguration(@TempDir Path folder) {
        Diagnostic diagnostic =
                failure(RIGHT, new Tls(Tls.Mode.VERIFY_CA, folder.resolve("none.pem")));

        assertThat(diagnostic.code()).isEqualTo(Code.CONFIG_TLS_CA_INVALID);
    }
}
