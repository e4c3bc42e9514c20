package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.function.ToIntFunction;

/// The copy of a state file that is made before its schema is changed: `<file>.v<version>.bak`,
/// for its owner only. It takes the place of an older one of the same version.
final class SqliteBackup {
    private final SqliteDatabase database;
    private final ToIntFunction<Path> versionOf;

    /// @param versionOf reads the version of the schema that a file has
    SqliteBackup(SqliteDatabase database, ToIntFunction<Path> versionOf) {
        this.database = database;
        this.versionOf = versionOf;
    }

    /// Makes the copy, unless somebody else changes the schema meanwhile: then they made it.
    ///
    /// @throws RivetException `STATE_BACKUP_FAILED`; the file is as it was
    void make(int version) {
        Path file = database.file();
        Path copy = file.resolveSibling(file.getFileName() + ".v" + version + ".bak");
        try {
            Path unfinished =
                    Files.createTempFile(
                            file.resolveSibling(""),
                            copy.getFileName() + ".",
                            ".tmp",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            try {
                database.copyTo(unfinished);
                if (versionOf.applyAsInt(unfinished) == version) {
                    makeDurable(unfinished);
                    Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException | SQLException | RivetException e) {
            throw failed(copy, e);
        }
    }

    private static void makeDurable(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static RivetException failed(Path copy, Exception cause) {
        return Diagnostic.of(
                        Code.STATE_BACKUP_FAILED,
                        "The state file was not changed to this version: no copy of it could be made"
                                + " as "
                                + copy
                                + ": "
                                + cause.getMessage())
                .toException(cause);
    }
}
