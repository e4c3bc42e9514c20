package dev.rivet.source.postgres.connect;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Product;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// From rivet's configuration to the driver's.
public final class ConnectionOptions {
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /// The server keeps no more of an application's name.
    private static final int NAME_BYTES = 63;

    private static final String PRODUCT = Product.NAME + "/" + Product.VERSION;

    private ConnectionOptions() {}

    public static PgConnectOptions of(SourceConfig.Postgres config, String exportName) {
        SourceConfig.Endpoint endpoint = config.endpoint();
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost(endpoint.host())
                        .setPort(endpoint.port())
                        .setUser(endpoint.user())
                        .setPassword(endpoint.password().reveal())
                        .setDatabase(endpoint.database())
                        .setPipeliningLimit(1)
                        .setCachePreparedStatements(false)
                        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setTcpKeepAlive(true)
                        .setProperties(startup(exportName));
        return secured(options, config.tls());
    }

    /// In place of what the driver would send: poolers refuse clients whose startup parameters they
    /// do not know. What reading needs beyond these is set in its transaction.
    private static Map<String, String> startup(String exportName) {
        return Map.of("application_name", applicationName(exportName), "client_encoding", "UTF8");
    }

    /// `rivet/<version> <export>`, cut at 63 bytes without splitting a character.
    static String applicationName(String exportName) {
        String name = PRODUCT + " " + exportName;
        while (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return name;
    }

    private static PgConnectOptions secured(PgConnectOptions options, Tls tls) {
        return switch (tls.mode()) {
            case DISABLE -> options.setSslMode(SslMode.DISABLE);
            case REQUIRE -> options.setSslMode(SslMode.REQUIRE).setTrustAll(true);
            case VERIFY_CA ->
                    options.setSslMode(SslMode.VERIFY_CA)
                            .setHostnameVerificationAlgorithm("")
                            .setTrustOptions(trust(tls.ca().orElse(null)));
            case VERIFY_FULL ->
                    options.setSslMode(SslMode.VERIFY_FULL)
                            .setHostnameVerificationAlgorithm("HTTPS")
                            .setTrustOptions(trust(tls.ca().orElse(null)));
        };
    }

    private static TrustOptions trust(@Nullable Path authorities) {
        if (authorities == null) {
            return platformTrust();
        }
        if (!Files.isReadable(authorities)) {
            throw Diagnostic.of(
                            Code.CONFIG_TLS_CA_INVALID,
                            "The file of trusted authorities cannot be read: " + authorities)
                    .toException();
        }
        return new PemTrustOptions().addCertPath(authorities.toString());
    }

    private static TrustOptions platformTrust() {
        try {
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return TrustOptions.wrap(factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException broken) {
            throw Diagnostic.of(
                            Code.CONFIG_TLS_CA_INVALID,
                            "This platform's trusted authorities cannot be loaded: " + broken,
                            "Name a PEM file in tls.ca_file.")
                    .toException(broken);
        }
    }
}
