package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.state.Ledger;
import dev.rivet.state.StateStore;
import dev.rivet.state.jdbc.JdbcStateStore;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// A folder with a configuration, its state in a folder of its own, and a destination. Where a
/// delivery stands already, another run can be made to go wrong; a copy of it can go wrong in
/// another way.
final class Scene {
    static final String EXPORT = "orders";
    private static final int MANY = 100;

    private final Path folder;
    private final Workspace workspace;

    private Scene(Path folder, Workspace workspace) {
        this.folder = folder;
        this.workspace = workspace;
    }

    /// @param table of the newest PostgreSQL; a row of it fills a file
    static Scene of(Path folder, String table) {
        return of(folder, EXPORT, table, "out");
    }

    static Scene of(Path folder, String export, String table, String destination) {
        return of(folder, export, table, destination, "mode: full");
    }

    /// @param mode its lines
    static Scene of(Path folder, String export, String table, String destination, String mode) {
        try {
            Files.createDirectories(folder.resolve("state"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Scene(
                folder,
                Workspace.of(
                        folder,
                        "postgres",
                        PostgresServer.newest().source().endpoint(),
                        """
                        - name: %s
                          table: %s
                          format: csv
                          max_file_size: 1KB
                          tuning: {batch_size: 1}
                          destination: {type: local, path: %s}
                        %s"""
                                .formatted(export, table, destination, mode.indent(2))));
    }

    /// The same configuration, state and files in another folder.
    Scene copyTo(Path other) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.toList()) {
                Files.copy(each, other.resolve(folder.relativize(each).toString()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Scene(other, workspace.in(other));
    }

    Path destination() {
        return folder.resolve("out");
    }

    Path state() {
        return folder.resolve("state");
    }

    private Path stateFile() {
        return state().resolve("state.db");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    RivetProcess.Call rivet(String command, String... options) {
        return rivet(stateFile(), command, options);
    }

    /// With another state than the scene's own.
    RivetProcess.Call rivet(Path state, String command, String... options) {
        return workspace.rivet(command, options).with("RIVET_STATE_URL", "sqlite:" + state);
    }

    /// Runs everything and expects success.
    Visible run() {
        RivetProcess.Result result = rivet("run").run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return visible();
    }

    Visible visible() {
        return Visible.in(destination());
    }

    /// Hidden files that no run is working on any more.
    List<String> leftovers() {
        return workspace.files("out").stream().filter(name -> name.endsWith(".tmp")).toList();
    }

    /// What became of the runs that the state knows, the newest first: `success`, `failed` or
    /// `interrupted`.
    List<String> statuses() {
        return ask(
                state ->
                        state.runs().latest(Set.of(EXPORT), MANY).stream()
                                .map(run -> run.ended().status())
                                .toList());
    }

    /// The files that the state lists as delivered.
    List<String> listed() {
        return ask(
                state ->
                        state.ledger().latest(Set.of(EXPORT), MANY).stream()
                                .map(Ledger.Entry::fileName)
                                .sorted()
                                .toList());
    }

    /// As half a minute without a sign of life would.
    void expireLeases() throws SQLException {
        try (Connection state = DriverManager.getConnection("jdbc:sqlite:" + stateFile());
                Statement statement = state.createStatement()) {
            assertThat(
                            statement.executeUpdate(
                                    "UPDATE export_lease SET expires_at = '2000-01-01T00:00:00Z'"))
                    .isOne();
        }
    }

    /// In this process, for the sake of time.
    private <T> T ask(Function<StateStore, T> question) {
        try (StateStore open = JdbcStateStore.open(stateFile())) {
            return question.apply(open);
        }
    }

    @Override
    public String toString() {
        return folder.getFileName() + ": " + String.join(" ", workspace.files("out"));
    }
}
