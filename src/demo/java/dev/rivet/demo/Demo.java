package dev.rivet.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Starts a database, fills it with a shop, and runs the built product on it as a user would.
public final class Demo {
    private static final Path RIVET = Path.of("target", "rivet-jvm", "bin", "rivet");
    private static final Path SHOP = Path.of("src", "demo", "shop.sql");

    private final DemoFolder folder = new DemoFolder(Path.of("target", "demo"));
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Demo() {}

    /// Ends with the exit code of the product.
    ///
    /// @param arguments the jar with the server's binaries, and whether the server stays up
    public static void main(String... arguments)
            throws IOException, SQLException, InterruptedException {
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(new Demo().run(Path.of(arguments[0]), arguments[1].equals("true")));
    }

    private int run(Path binaries, boolean keep)
            throws IOException, SQLException, InterruptedException {
        folder.clear();
        heading("1. A database: PostgreSQL on this machine, with a small shop in it");
        Instant started = Instant.now();
        try (ShopServer server = ShopServer.start(binaries, folder.server())) {
            server.fill(SHOP);
            line("%,d rows in ten tables, made in %s", server.rows(), since(started));
            folder.configure(server.url());

            heading("2. The product on it");
            line("$ %s run -c %s", RIVET, folder.configuration());
            line("");
            int code = export();
            if (code == 0) {
                showFiles();
                answer(Question.bestSellers(folder.files()));
            } else {
                line("rivet ended with exit code %d.", code);
            }
            if (keep) {
                keep(server);
            } else if (code == 0) {
                whatNext();
            }
            return code;
        }
    }

    private int export() throws IOException, InterruptedException {
        return new ProcessBuilder(RIVET.toString(), "run", "-c", folder.configuration().toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    private void showFiles() throws IOException {
        heading("3. What it wrote, in " + folder.files());
        for (Path file : folder.exported()) {
            line(
                    "%8s  %s",
                    "%,d KB".formatted((Files.size(file) + 1023) / 1024),
                    folder.files().relativize(file));
        }
        line("");
        line("Beside each: manifest.json, which says what belongs together, and _SUCCESS.");
    }

    private void answer(Question question) throws SQLException {
        heading("4. One query on the files, with DuckDB");
        question.sql().lines().forEach(sql -> line("%s", sql));
        line("");
        question.ask().forEach(row -> line("%s", row));
    }

    private void whatNext() {
        heading("5. What to try next");
        line("less %s", folder.configuration());
        line("%s state files -c %s", RIVET, folder.configuration());
        line("%s metrics -c %s", RIVET, folder.configuration());
        line("%s schema config", RIVET);
        line("./mvnw -Pdemo -Ddemo.keep      the same, and the database stays up to play with");
    }

    private void keep(ShopServer server) throws InterruptedException {
        heading("5. The database stays up until you press Ctrl-C");
        line("%s", server.url());
        line("");
        line("In another terminal:");
        line("%s run -c %s", RIVET, folder.configuration());
        line("%s run -c %s -e order_items --validate", RIVET, folder.configuration());
        line("%s state files -c %s", RIVET, folder.configuration());
        line("./mvnw -Dquick quarkus:dev      runs it from the sources, again after each change");
        new CountDownLatch(1).await();
    }

    private void heading(String text) {
        out.printf("%n=== %s%n%n", text);
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    private static String since(Instant start) {
        long milliseconds = Duration.between(start, Instant.now()).toMillis();
        return String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
    }
}
