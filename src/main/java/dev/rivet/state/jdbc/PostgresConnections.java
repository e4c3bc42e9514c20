package dev.rivet.state.jdbc;

import dev.rivet.config.Tls;
import dev.rivet.state.StateLocation;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.GSSEncMode;
import org.postgresql.jdbc.SslMode;

/// Opens connections that a pooler may give to others between two transactions: nothing is
/// prepared on the server, and nothing is set for a session.
final class PostgresConnections {
    private PostgresConnections() {}

    static DataSource to(StateLocation.Postgres location, Patience patience) {
        return configured(new PGSimpleDataSource(), location, patience);
    }

    /// The same, for Flyway.
    static DataSource forMigrations(StateLocation.Postgres location, Patience patience) {
        return configured(new MigrationSource(), location, patience);
    }

    private static DataSource configured(
            PGSimpleDataSource source, StateLocation.Postgres location, Patience patience) {
        source.setServerNames(new String[] {location.host()});
        source.setPortNumbers(new int[] {location.port()});
        source.setDatabaseName(location.database());
        source.setUser(location.user());
        if (!location.password().isEmpty()) {
            source.setPassword(location.password().reveal());
        }
        protect(source, location.tls());
        source.setConnectTimeout(seconds(patience.connect()));
        source.setLoginTimeout(seconds(patience.connect()));
        source.setSocketTimeout(seconds(patience.answer()));
        source.setTcpKeepAlive(true);
        source.setPrepareThreshold(0);
        source.setGssEncMode(GSSEncMode.DISABLE.value);
        source.setApplicationName("rivet state");
        return source;
    }

    /// Without authorities of its own, those of the platform.
    private static void protect(PGSimpleDataSource source, Tls tls) {
        SslMode mode =
                switch (tls.mode()) {
                    case DISABLE -> SslMode.DISABLE;
                    case REQUIRE -> SslMode.REQUIRE;
                    case VERIFY_CA -> SslMode.VERIFY_CA;
                    case VERIFY_FULL -> SslMode.VERIFY_FULL;
                };
        source.setSslMode(mode.value);
        if (mode.verifyCertificate()) {
            tls.ca()
                    .ifPresentOrElse(
                            file -> source.setSslRootCert(file.toString()),
                            () -> source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory"));
        }
    }

    private static int seconds(Duration time) {
        return Math.toIntExact(Math.max(1, time.toSeconds()));
    }
}
