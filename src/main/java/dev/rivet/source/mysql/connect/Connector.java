package dev.rivet.source.mysql.connect;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.Product;
import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.wire.ServerErrors;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.mysqlclient.SslMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Opens connections to one server. Without TLS, the driver asks the server for its public key when
/// `caching_sha2_password` needs one.
public final class Connector {
    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(10);
    private static final Duration LOGIN_DEADLINE = Duration.ofSeconds(20);
    private static final int ACCESS_DENIED = 1045;
    private static final String PROGRAM = Product.NAME + "/" + Product.VERSION;

    private final SourceConfig.MySql config;
    private final Vertx vertx;

    public Connector(SourceConfig.MySql config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    /// Blocks.
    public MySQLConnection connect(String exportName) {
        try {
            return logIn(exportName);
        } catch (RivetException refused) {
            if (mayBeTheDriversFault(refused)
                    && FirstLogin.succeeds(config.endpoint(), LOGIN_DEADLINE)) {
                return logIn(exportName);
            }
            throw refused;
        }
    }

    private MySQLConnection logIn(String exportName) {
        Future<MySQLConnection> login =
                MySQLConnection.connect(vertx, options(exportName)).onSuccess(Connector::quiet);
        try {
            return Await.within(LOGIN_DEADLINE, login, new ConnectErrors(config.endpoint())::of);
        } catch (RivetException e) {
            // Should it come about after all, nobody has a use for it.
            login.onSuccess(MySQLConnection::close);
            throw e;
        }
    }

    /// Whoever waits is told; without a handler the driver prints a stack trace besides.
    private static void quiet(MySQLConnection opened) {
        opened.exceptionHandler(failure -> {});
    }

    /// Over TLS the driver sends the password as it is, and nothing can go wrong with its nonce.
    private boolean mayBeTheDriversFault(RivetException refused) {
        return config.tls().mode() == Tls.Mode.DISABLE
                && refused.getCause() instanceof MySQLException said
                && said.getErrorCode() == ACCESS_DENIED;
    }

    private MySQLConnectOptions options(String exportName) {
        SourceConfig.Endpoint endpoint = config.endpoint();
        MySQLConnectOptions options =
                new MySQLConnectOptions()
                        .setHost(endpoint.host())
                        .setPort(endpoint.port())
                        .setUser(endpoint.user())
                        .setPassword(endpoint.password().reveal())
                        .setDatabase(endpoint.database())
                        .setCharset("utf8mb4")
                        .setProperties(Map.of("program_name", PROGRAM, "rivet_export", exportName))
                        .setPipeliningLimit(1)
                        .setTcpKeepAlive(true)
                        .setTcpNoDelay(true)
                        .setReconnectAttempts(0)
                        .setConnectTimeout((int) CONNECT_DEADLINE.toMillis());
        secure(options);
        return options;
    }

    private void secure(MySQLConnectOptions options) {
        switch (config.tls().mode()) {
            case DISABLE -> options.setSslMode(SslMode.DISABLED);
            case REQUIRE -> options.setSslMode(SslMode.REQUIRED).setTrustAll(true);
            case VERIFY_CA -> options.setSslMode(SslMode.VERIFY_CA).setTrustOptions(trust());
            case VERIFY_FULL ->
                    options.setSslMode(SslMode.VERIFY_IDENTITY)
                            .setHostnameVerificationAlgorithm("HTTPS")
                            .setTrustOptions(trust());
        }
    }

    private TrustOptions trust() {
        Tls tls = config.tls();
        return tls.ca().map(Connector::trustFile).orElseGet(Connector::platformTrust);
    }

    private static TrustOptions trustFile(Path file) {
        try {
            byte[] pem = Files.readAllBytes(file);
            int certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))
                            .size();
            if (certificates == 0) {
                throw new CertificateException("no certificate in it");
            }
            return new PemTrustOptions().addCertValue(Buffer.buffer(pem));
        } catch (IOException | CertificateException e) {
            String message =
                    "the file of trusted authorities cannot be used: %s [%s]"
                            .formatted(file, ServerErrors.words(e));
            throw Diagnostic.of(Code.CONFIG_TLS_CA_INVALID, message)
                    .at(Place.file(file.toString()))
                    .toException(e);
        }
    }

    private static TrustOptions platformTrust() {
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager each : factory.getTrustManagers()) {
                if (each instanceof X509TrustManager) {
                    return TrustOptions.wrap(each);
                }
            }
            throw new CertificateException("the platform trusts nobody");
        } catch (GeneralSecurityException e) {
            String message = "the platform's trusted authorities cannot be used";
            throw Diagnostic.of(Code.CONFIG_TLS_CA_INVALID, message).toException(e);
        }
    }
}
