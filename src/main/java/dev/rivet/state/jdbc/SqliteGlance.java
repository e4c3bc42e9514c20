package dev.rivet.state.jdbc;

import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// A look into a state file of whatever version, which stays as it is.
record SqliteGlance(Path file) {
    /// Whether it may hold runs of these exports. One that cannot be read may.
    boolean mayKnow(Set<String> exports) {
        try {
            return Files.exists(file) && Files.size(file) > 0 && knows(exports);
        } catch (IOException | RivetException unknown) {
            return true;
        }
    }

    private boolean knows(Set<String> exports) {
        String sql =
                "SELECT 1 FROM run_status WHERE export_name IN (%s) LIMIT 1"
                        .formatted(Values.placeholders(exports.size()));
        return SqliteDatabase.look(
                file,
                session -> !session.query(sql, row -> row.getInt(1), exports.toArray()).isEmpty());
    }
}
