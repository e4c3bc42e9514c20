package dev.rivet.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.config.Tls;
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

    private static StateLocation.Postgres postgres(String url) {
        return (StateLocation.Postgres) StateLocation.of(FOLDER, url);
    }

    @Test
    void databaseIsNamedByItsUrl() {
        StateLocation.Postgres state =
                postgres(
                        "postgresql://ri%40vet:s%2Fcret@db.example:6432/shop"
                                + "?sslmode=verify-full&sslrootcert=ca.pem&currentSchema=rivet");
        assertThat(state.host()).isEqualTo("db.example");
        assertThat(state.port()).isEqualTo(6432);
        assertThat(state.database()).isEqualTo("shop");
        assertThat(state.user()).isEqualTo("ri@vet");
        assertThat(state.password().reveal()).isEqualTo("s/cret");
        assertThat(state.searchPath()).isEqualTo("rivet");
        assertThat(state.tls())
                .isEqualTo(new Tls(Tls.Mode.VERIFY_FULL, Path.of("/etc/rivet/ca.pem")));
        assertThat(state.toString()).doesNotContain("cret@").doesNotContain("s/cret");
        assertThat(state.words()).isEqualTo("postgresql://ri@vet@db.example:6432/shop");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://u@localhost/d, DISABLE",
        "postgres://u@127.0.0.1/d?sslmode=prefer, DISABLE",
        "postgres://u@[::1]/d?sslmode=require, REQUIRE",
        "POSTGRES://u@h/d?sslmode=disable, DISABLE",
        "postgresql://u@h/d?sslmode=require&application_name=x, REQUIRE",
        "postgresql://u@h/d?ssl=true, REQUIRE",
        "postgresql://u@h/d?sslmode=verify-ca, VERIFY_CA",
        "postgresql://u@h/d?sslmode=require&sslrootcert=ca.pem, VERIFY_CA",
        "postgresql://u@h/d?sslmode=verify-full&sslrootcert=system, VERIFY_FULL"
    })
    void connectionIsProtectedAsTheUrlSays(String url, Tls.Mode mode) {
        assertThat(postgres(url).tls().mode()).isEqualTo(mode);
        assertThat(postgres(url).port()).isEqualTo(5432);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:secret@h/d",
                "postgresql://u:secret@10.0.0.7/d?sslmode=prefer",
                "postgresql://u:secret@h/d?sslmode=allow"
            })
    void unprotectedConnectionToAnotherMachineMustBeAskedFor(String url) {
        RivetException failure = catchThrowableOfType(RivetException.class, () -> postgres(url));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_URL_TLS_REQUIRED);
        assertThat(failure.diagnostic().exitClass().exitCode()).isEqualTo(5);
        assertThat(failure.diagnostic().action())
                .contains("sslmode=verify-full", "sslmode=disable");
        assertThat(failure).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://u:secret@/d, has no host",
        "postgresql://u:secret@h, names no database",
        "postgresql://:secret@h/d, names no user",
        "postgresql://u:secret@h:x/d, has a port",
        "postgresql://u:se/cret@h/d, percent-encoded",
        "postgresql://u:secret%@h/d, write it as `%25`",
        "'postgresql://u:secret@h,i/d', several hosts",
        "postgresql://u:secret@h/d?sslmode=yes, none of disable",
        "postgresql://u:secret@h/d?sslmode=require&options=-csecret, the option `options`",
        "postgresql:u:secret@h/d, has no `scheme://`"
    })
    void malformedUrlsAreToldInPlainWords(String url, String why) {
        RivetException failure = catchThrowableOfType(RivetException.class, () -> postgres(url));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_URL_INVALID);
        assertThat(failure)
                .hasMessageContaining("RIVET_STATE_URL ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret");
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
