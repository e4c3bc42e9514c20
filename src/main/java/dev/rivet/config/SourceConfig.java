package dev.rivet.config;

import dev.rivet.diag.Secret;

/// How to reach a database.
public sealed interface SourceConfig {
    Endpoint endpoint();

    Tls tls();

    /// Name as users write it: `postgres`, `mysql`.
    String engine();

    record Postgres(Endpoint endpoint, Tls tls) implements SourceConfig {
        @Override
        public String engine() {
            return "postgres";
        }
    }

    record MySql(Endpoint endpoint, Tls tls) implements SourceConfig {
        @Override
        public String engine() {
            return "mysql";
        }
    }

    /// Where to connect and as whom.
    ///
    /// @param database empty when a MySQL URL names none
    record Endpoint(String host, int port, String user, Secret password, String database) {}
}
