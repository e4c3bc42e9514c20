package dev.rivet.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.jar.JarFile;

/// A PostgreSQL server of our own that holds the shop. Closing it stops it and removes its data.
final class ShopServer implements AutoCloseable {
    private final EmbeddedPostgres server;

    private ShopServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /// Starts a server on a free port of 127.0.0.1.
    ///
    /// @param binaries the jar with PostgreSQL in it
    /// @param folder where it unpacks itself and keeps its data
    static ShopServer start(Path binaries, Path folder) throws IOException {
        Files.createDirectories(folder);
        return new ShopServer(
                EmbeddedPostgres.builder()
                        .setPgBinaryResolver((system, machine) -> archiveIn(binaries))
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_wal_size", "2GB")
                        .setOverrideWorkingDirectory(folder.toFile())
                        .setDataDirectory(Files.createTempDirectory(folder, "data"))
                        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                        .setErrorRedirector(
                                ProcessBuilder.Redirect.to(folder.resolve("server.log").toFile()))
                        .start());
    }

    /// Creates the shop's tables and rows by this script.
    void fill(Path script) throws SQLException, IOException {
        try (Connection postgres = connect("postgres");
                Statement statement = postgres.createStatement()) {
            statement.execute("CREATE DATABASE shop");
        }
        try (Connection shop = connect("shop");
                Statement statement = shop.createStatement()) {
            statement.execute(Files.readString(script));
        }
    }

    /// Rows of all tables of the shop, as the server estimates them after ANALYZE.
    long rows() throws SQLException {
        try (Connection shop = connect("shop");
                Statement statement = shop.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT sum(n_live_tup) FROM pg_stat_user_tables")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// As rivet and psql take it; the server trusts whoever comes from this machine.
    String url() {
        return "postgresql://postgres@127.0.0.1:" + server.getPort() + "/shop";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(server.getJdbcUrl("postgres", database));
    }

    /// The one archive in the jar, for whatever machine it was made.
    private static InputStream archiveIn(Path binaries) {
        try (JarFile jar = new JarFile(binaries.toFile())) {
            String name =
                    jar.stream()
                            .map(entry -> entry.getName())
                            .filter(entry -> entry.endsWith(".txz"))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IllegalStateException("no server in " + binaries));
            try (InputStream archive = jar.getInputStream(jar.getEntry(name))) {
                return new ByteArrayInputStream(archive.readAllBytes());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
