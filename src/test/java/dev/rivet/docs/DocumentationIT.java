package dev.rivet.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Does what the pages say, with the built product on the demo's shop, and compares what comes.
class DocumentationIT {
    private static final String DATABASE = "documented_shop";
    private static final String FILE = "file: ";

    @TempDir Path folder;

    @BeforeAll
    static void fill() throws SQLException, IOException {
        PostgresServer server = PostgresServer.newest();
        server.execute(
                "DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)",
                "CREATE DATABASE " + DATABASE);
        try (Connection shop = server.connect(DATABASE);
                Statement statement = shop.createStatement()) {
            statement.execute(Files.readString(Path.of("src", "demo", "shop.sql")));
            statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC");
        }
    }

    @AfterAll
    static void empty() {
        PostgresServer.newest().execute("DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md"})
    void thePageShowsWhatHappens(String name) throws IOException {
        List<String> done = new ArrayList<>();
        for (Page.Block block : Page.of(Path.of(name)).blocks()) {
            if (block.note().startsWith(FILE)) {
                write(block);
            } else if (block.note().equals("run")) {
                for (Transcript.Step step : Transcript.of(block).steps()) {
                    check(step);
                    done.add(step.command());
                }
            }
        }
        assertThat(done).hasSizeGreaterThan(3);
    }

    private void write(Page.Block block) throws IOException {
        Files.writeString(folder.resolve(block.note().substring(FILE.length())), block.text());
    }

    private void check(Transcript.Step step) {
        String output = Transcript.plain(shell(step.command()).stdout());

        assertThat(output).as("%s: %s", step.block(), step.command()).matches(step.pattern());
    }

    private RivetProcess.Result shell(String command) {
        Path launcher = RivetProcess.launcher();
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        String url = PostgresServer.newest().url().replaceFirst("[^/]*$", DATABASE);
        return RivetProcess.launch(Path.of("/bin/bash"), "-c", "exec 2>&1\n" + command)
                .in(folder)
                .with("PATH", launcher.getParent() + ":" + java + ":/usr/local/bin:/usr/bin:/bin")
                .with("DATABASE_URL", url)
                .run();
    }

    @Test
    void theFilesAreReadAsThePageSays() throws Exception {
        Page tutorial = Page.of(Path.of("docs/getting-started.md"));
        write(tutorial.blocks("yaml").getFirst());
        shell("rivet run -c rivet.yaml && rivet run -c rivet.yaml");
        Page page = Page.of(Path.of("docs/how-to/read-the-files.md"));

        assertThat(duckdb(page.blocks("sql").getFirst().text()))
                .hasSize(6)
                .containsEntry("DE", 6666L);
        assertThat(python(page.blocks("python").getFirst().text())).isEqualTo("40000\n");
    }

    private Map<String, Long> duckdb(String statements) throws SQLException {
        Map<String, Long> customers = new java.util.TreeMap<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET file_search_path = '" + folder + "'");
            String[] each = statements.split(";\\s*", -1);
            statement.execute(each[0]);
            try (ResultSet rows = statement.executeQuery(each[1])) {
                while (rows.next()) {
                    customers.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return customers;
    }

    private String python(String program) throws IOException {
        String python = System.getProperty("rivet.test.python", "");
        assumeTrue(Files.isExecutable(Path.of(python)), "no pyarrow: no " + python);
        Files.writeString(folder.resolve("read.py"), program);
        return shell("'" + python + "' read.py").stdout();
    }
}
