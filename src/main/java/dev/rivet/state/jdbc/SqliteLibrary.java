package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// Loads SQLite from the driver's jar, or from what an executable has of it. The driver does so by
/// itself, but then compares the file that it wrote byte by byte, which takes longer than the
/// rest of a small export.
final class SqliteLibrary {
    private static final Logger LOG = Logger.getLogger(SqliteLibrary.class.getName());

    /// The driver looks there first.
    private static final String FOLDER = "org.sqlite.lib.path";

    /// Where users have the driver put its library, for example because nothing in the usual folder
    /// can be executed.
    private static final String PARENT = "org.sqlite.tmpdir";

    private static final String ADVICE =
            "It must be writable and not mounted noexec. Name another one: `rivet"
                    + " -Djava.io.tmpdir=FOLDER ...`, or RIVET_JAVA_OPTS=-Djava.io.tmpdir=FOLDER"
                    + " with the Java form.";

    private static boolean tried;

    private SqliteLibrary() {}

    /// Loads it once, unless a folder was chosen by property. What fails here is left to the
    /// driver, which tries again and tells what it tried.
    static synchronized void load() {
        if (tried || System.getProperty(FOLDER) != null) {
            return;
        }
        tried = true;
        try {
            loadFrom(Files.createTempDirectory(Path.of(parent()), "rivet-sqlite-"));
        } catch (Exception e) {
            LOG.log(Level.FINE, "SQLite is left to its driver", e);
        } finally {
            System.clearProperty(FOLDER);
        }
    }

    /// Why there is no SQLite; empty when it is loaded.
    static Optional<Diagnostic> missing() {
        try {
            SQLiteJDBCLoader.initialize();
            return Optional.empty();
        } catch (Exception | LinkageError e) {
            return Optional.of(
                    Diagnostic.of(
                            Code.STATE_BACKEND_FAILED,
                            "SQLite, which keeps the state, cannot be loaded from the folder for"
                                    + " temporary files, "
                                    + parent()
                                    + ": "
                                    + e.getMessage(),
                            ADVICE));
        }
    }

    private static String parent() {
        return System.getProperty(PARENT, System.getProperty("java.io.tmpdir"));
    }

    /// A loaded library needs its file no more.
    private static void loadFrom(Path folder) throws Exception {
        String name = LibraryLoaderUtil.getNativeLibName();
        Path file = folder.resolve(name);
        try {
            String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
            try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
                if (library == null) {
                    throw new IOException("no " + resource);
                }
                Files.copy(library, file);
            }
            System.setProperty(FOLDER, folder.toString());
            SQLiteJDBCLoader.initialize();
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
