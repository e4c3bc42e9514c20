package dev.rivet.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.state.StateLocation.SqliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateLocationTest {
    private static final Path FOLDER = Path.of("/etc/rivet");

    private static Path file(@Nullable String url) {
        return ((SqliteFile) StateLocation.of(FOLDER, url)).file();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void withoutAUrlTheFileLiesBesideTheConfiguration(@Nullable String url) {
        assertThat(file(url)).isEqualTo(Path.of("/etc/rivet/.rivet_state.db"));
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite:state.db, /etc/rivet/state.db",
        "sqlite:a/b.db, /etc/rivet/a/b.db",
        "sqlite:/var/lib/s.db, /var/lib/s.db",
        "sqlite:///var/lib/s.db, /var/lib/s.db",
        "SQLite:s.db, /etc/rivet/s.db"
    })
    void sqlitePathsAreRelativeToTheConfiguration(String url, Path expected) {
        assertThat(file(url)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://u:secret@h/db, 'unknown scheme ''mysql'''",
        "/var/lib/secret.db, has no scheme",
        "u:secret@h, 'unknown scheme ''u'''",
        "sqlite:secret�.db, is not UTF-8",
        "sqlite:, names no file",
        "sqlite://secret/s.db, names no file"
    })
    void otherUrlsAreRefusedWithoutShowingThem(String url, String why) {
        RivetException failure =
                catchThrowableOfType(RivetException.class, () -> StateLocation.of(FOLDER, url));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_URL_SCHEME_UNSUPPORTED);
        assertThat(failure).hasMessageContaining(why).hasMessageNotContaining("secret");
    }

    @Test
    void impossiblePathIsRefused() {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> StateLocation.of(FOLDER, "sqlite:a\0b"));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_URL_SCHEME_UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "fuse.sshfs"})
    void fileSystemsOfOtherMachinesAreKnown(String type) {
        assertThat(SqliteFile.isOfNetwork(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "apfs", "fuseblk"})
    void localOnesAreNotTakenForThem(String type) {
        assertThat(SqliteFile.isOfNetwork(type)).isFalse();
    }

    @Test
    void aFileThatIsNotThereYetIsLookedForInItsFolder(@TempDir Path folder) throws IOException {
        SqliteFile location = new SqliteFile(folder.resolve("new/state.db"));

        assertThat(location.networkFileSystem())
                .isEqualTo(
                        Optional.of(Files.getFileStore(folder).type())
                                .filter(SqliteFile::isOfNetwork));
    }
}
