package dev.rivet.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Runs the built product on the shop so that Java keeps what it loaded and linked for later
/// starts, in `lib/rivet.aot` of the product.
public final class Training {
    private static final Path PRODUCT = Path.of("target", "rivet-jvm").toAbsolutePath();
    private static final Path JAR = PRODUCT.resolve("lib", "rivet.jar");
    private static final Path CACHE = PRODUCT.resolve("lib", "rivet.aot");
    private static final Path SHOP = Path.of("src", "demo", "shop.sql");

    private Training() {}

    /// Ends with the exit code of the product, or 1 when Java kept nothing.
    ///
    /// @param arguments the jar with the server's binaries
    public static void main(String... arguments)
            throws IOException, SQLException, InterruptedException {
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(train(Path.of(arguments[0])));
    }

    private static int train(Path binaries) throws IOException, SQLException, InterruptedException {
        DemoFolder folder = new DemoFolder(Path.of("target", "training"));
        folder.clear();
        Files.deleteIfExists(CACHE);
        // Java knows a jar by its size and time only, and the build gives all jars the same time.
        Files.setLastModifiedTime(JAR, FileTime.from(Instant.now()));
        try (ShopServer server = ShopServer.start(binaries, folder.server())) {
            server.fill(SHOP);
            folder.configure(server.url());
            int code = export(folder.configuration());
            return code == 0 && !Files.exists(CACHE) ? 1 : code;
        }
    }

    private static int export(Path configuration) throws IOException, InterruptedException {
        ProcessBuilder rivet =
                new ProcessBuilder(
                        PRODUCT.resolve("bin", "rivet").toString(),
                        "run",
                        "-c",
                        configuration.toString());
        // Relative, because the launcher separates options by blanks.
        rivet.environment()
                .put(
                        "RIVET_JAVA_OPTS",
                        "-Xlog:aot*=error -XX:AOTCacheOutput="
                                + Path.of("").toAbsolutePath().relativize(CACHE));
        return rivet.inheritIO().start().waitFor();
    }
}
