package dev.rivet.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a destination keeps on top, whose commit is atomic and whose files can be read back.
public interface AtomicDestinationContract extends DestinationContract {
    /// Names of all files that a reader sees.
    List<String> visible() throws IOException;

    @Override
    default byte[] delivered(String name) throws IOException {
        try (SeekableByteChannel channel = destination().open(name).orElseThrow();
                InputStream in = Channels.newInputStream(channel)) {
            return in.readAllBytes();
        }
    }

    @Test
    default void discardedFileLeavesNothing() throws IOException {
        try (StagedFile file = destination().stage("a.csv")) {
            file.sink().write(new byte[1_000_000]);
            file.sink().close();
        }
        assertThat(visible()).isEmpty();
        assertThat(destination().open("a.csv")).isEmpty();
    }

    @Test
    default void stagedFileIsInvisibleUntilItIsCommitted() throws IOException {
        try (StagedFile file = destination().stage("a.csv")) {
            file.sink().write(new byte[1_000_000]);
            file.sink().close();
            assertThat(visible()).isEmpty();
            file.commit();
            assertThat(visible()).containsExactly("a.csv");
        }
        assertThat(visible()).containsExactly("a.csv");
    }

    @Test
    default void stagedFileCanBeReadBeforeItIsCommitted() throws IOException {
        try (StagedFile file = destination().stage("a.csv")) {
            file.sink().write(bytes("abc"));
            file.sink().close();
            try (SeekableByteChannel channel = file.reopen().orElseThrow();
                    InputStream in = Channels.newInputStream(channel)) {
                assertThat(in.readAllBytes()).isEqualTo(bytes("abc"));
            }
        }
    }

    @Test
    default void partIsNeverOverwritten() throws IOException {
        deliver("a.csv", "first");
        try (StagedFile file = destination().stage("a.csv")) {
            file.sink().write(bytes("second"));
            file.sink().close();
            assertFails(Code.INTERNAL_DEST_INVARIANT, file::commit);
        }
        assertThat(delivered("a.csv")).isEqualTo(bytes("first"));
        assertThat(visible()).containsExactly("a.csv");
    }

    @Test
    default void controlFileIsReplaced() throws IOException {
        destination().publish("manifest.json", bytes("a much longer first one"));
        destination().publish("manifest.json", bytes("second"));
        assertThat(delivered("manifest.json")).isEqualTo(bytes("second"));
        assertThat(visible()).containsExactly("manifest.json");
    }

    @Test
    default void controlFileIsRemovedAndMayBeMissing() throws IOException {
        destination().publish("_SUCCESS", bytes("x"));
        destination().remove("_SUCCESS");
        destination().remove("_SUCCESS");
        assertThat(visible()).isEmpty();
    }

    @Test
    default void onlyControlFilesAreReplacedOrRemoved() throws IOException {
        deliver("a.csv", "kept");
        assertFails(Code.INTERNAL_DEST_INVARIANT, () -> destination().publish("a.csv", bytes("")));
        assertFails(Code.INTERNAL_DEST_INVARIANT, () -> destination().remove("a.csv"));
        assertThat(delivered("a.csv")).isEqualTo(bytes("kept"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/x", "../x", "a/../../x", "a//x", "./x", "a\\x", "a\0.csv"})
    default void unsafeNamesAreRefused(String name) {
        assertFails(Code.INTERNAL_DEST_INVARIANT, () -> destination().stage(name));
        assertFails(Code.INTERNAL_DEST_INVARIANT, () -> destination().open(name));
    }

    @Test
    default void subfoldersAppearOnDemand() throws IOException {
        deliver("day=1/a.csv", "x");
        assertThat(visible()).containsExactly("day=1/a.csv");
    }

    @Test
    default void preparingLeavesNothingBehind() throws IOException {
        destination().prepare();
        assertThat(visible()).isEmpty();
        deliver("a.csv", "x");
        destination().prepare();
        assertThat(visible()).containsExactly("a.csv");
    }

    private void deliver(String name, String content) throws IOException {
        try (StagedFile file = destination().stage(name)) {
            file.sink().write(bytes(content));
            file.sink().close();
            file.commit();
        }
    }

    private static void assertFails(Code code, ThrowingCall call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure -> assertThat(failure.diagnostic().code()).isEqualTo(code));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Anything that may fail.
    interface ThrowingCall {
        void run() throws IOException;
    }
}
