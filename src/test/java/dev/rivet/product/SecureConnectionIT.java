package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import dev.rivet.testing.TestCertificate;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS and the password exchanges of both engines. What is read tells whether TLS was spoken.
class SecureConnectionIT {
    private static final String POSTGRES_TLS =
            "SELECT ssl::text AS tls FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    private static final String MYSQL_TLS =
            "SELECT IF(VARIABLE_VALUE = '', 'false', 'true') AS tls"
                    + " FROM performance_schema.session_status WHERE VARIABLE_NAME = 'Ssl_cipher'";

    @TempDir Path folder;

    @BeforeAll
    static void addUser() {
        MySqlServer.mySql()
                .execute(
                        "DROP USER IF EXISTS black_box@'%'",
                        "CREATE USER black_box@'%' IDENTIFIED WITH caching_sha2_password"
                                + " BY 'pass word'",
                        "GRANT SELECT ON *.* TO black_box@'%'");
    }

    /// Exports the answer to the question to standard output.
    private RivetProcess.Result ask(String url, String tls, String question) {
        Endpoint unused = MySqlServer.mySql().endpoint();
        return Workspace.of(folder, "mysql", unused, "")
                .write(
                        """
                        source:
                          type: %s
                          url: "%s"
                          tls: {%s}
                        exports:
                          - name: tls
                            query: "%s"
                            format: csv
                            destination: {type: stdout}
                        """
                                .formatted(url.split(":", -1)[0], url, tls, question))
                .rivet("run")
                .run();
    }

    private static void assertAnswer(RivetProcess.Result result, String answer) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stdout()).isEqualTo("tls\n" + answer + "\n");
    }

    private String mySqlUrl() {
        MySqlServer.mySql().execute("FLUSH PRIVILEGES");
        return String.format(
                Locale.ROOT,
                "mysql://black_box:pass%%20word@127.0.0.1:%d/rivet_test",
                MySqlServer.mySql().endpoint().port());
    }

    @Test
    void postgresOverTlsWithEverythingVerified() {
        TestCertificate certificate = TestCertificate.create(folder);
        try (PostgresServer server = PostgresServer.startOwn(certificate)) {
            String url =
                    server.url()
                            .replace("postgresql:", "postgres:")
                            .replace("127.0.0.1", "localhost");
            assertAnswer(
                    ask(url, "mode: verify-full, ca_file: " + certificate.file(), POSTGRES_TLS),
                    "true");
            RivetProcess.Result untrusted = ask(url, "mode: verify-full", POSTGRES_TLS);
            assertThat(untrusted.exitCode()).as(untrusted.toString()).isEqualTo(1);
            assertThat(untrusted.stderr()).contains("TLS failed");
        }
    }

    @Test
    void cachingSha2WithoutTls() {
        assertAnswer(ask(mySqlUrl(), "mode: disable", MYSQL_TLS), "false");
    }

    @Test
    void cachingSha2OverTls() {
        assertAnswer(ask(mySqlUrl(), "mode: require", MYSQL_TLS), "true");
    }

    @Test
    void mySqlOverTlsWithTheAuthorityVerified() {
        Path authority = MySqlServer.mySql().authority().orElseThrow();
        assertAnswer(ask(mySqlUrl(), "mode: verify-ca, ca_file: " + authority, MYSQL_TLS), "true");
    }
}
