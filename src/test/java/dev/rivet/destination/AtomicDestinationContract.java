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
import java.time.Duration;
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
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            file.sink().write(new byte[1_000_000]);
            file.sink().close();
        }
        assertThat(visible()).isEmpty();
        assertThat(destination().open("a.csv")).isEmpty();
    }

    @Test
    default void stagedFileIsInvisibleUntilItIsCommitted() throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            file.sink().write(new byte[1_000_000]);
            file.sink().close();
            assertThat(visible()).isEmpty();
            DestinationContract.commit(file);
            assertThat(visible()).containsExactly("a.csv");
        }
        assertThat(visible()).containsExactly("a.csv");
    }

    @Test
    default void stagedFileCanBeReadBeforeItIsCommitted() throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            file.sink().write(bytes("abc"));
            file.sink().close();
            try (SealedFile sealed = file.seal();
                    SeekableByteChannel channel = sealed.reopen().orElseThrow();
                    InputStream in = Channels.newInputStream(channel)) {
                assertThat(in.readAllBytes()).isEqualTo(bytes("abc"));
            }
        }
    }

    @Test
    default void partIsNeverOverwritten() throws IOException {
        deliver("a.csv", "first");
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            file.sink().write(bytes("second"));
            file.sink().close();
            assertFails(Code.INTERNAL_DEST_INVARIANT, () -> DestinationContract.commit(file));
        }
        assertThat(delivered("a.csv")).isEqualTo(bytes("first"));
        assertThat(visible()).containsExactly("a.csv");
    }

    @Test
    default void controlFileIsReplaced() throws IOException {
        publish("manifest.json", "a much longer first one");
        publish("manifest.json", "second");
        assertThat(delivered("manifest.json")).isEqualTo(bytes("second"));
        assertThat(visible()).containsExactly("manifest.json");
    }

    @Test
    default void controlFileIsRemovedAndMayBeMissing() throws IOException {
        publish("_SUCCESS", "x");
        try (Occupancy place = occupy()) {
            place.remove("_SUCCESS");
            place.remove("_SUCCESS");
        }
        assertThat(visible()).isEmpty();
    }

    @Test
    default void onlyControlFilesAreReplacedOrRemoved() throws IOException {
        deliver("a.csv", "kept");
        try (Occupancy place = occupy()) {
            assertFails(Code.INTERNAL_DEST_INVARIANT, () -> place.stageControl("a.csv"));
            assertFails(Code.INTERNAL_DEST_INVARIANT, () -> place.remove("a.csv"));
        }
        assertThat(delivered("a.csv")).isEqualTo(bytes("kept"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/x", "../x", "a/../../x", "a//x", "./x", "a\\x", "a\0.csv"})
    default void unsafeNamesAreRefused(String name) {
        try (Occupancy place = occupy()) {
            assertFails(Code.INTERNAL_DEST_INVARIANT, () -> place.stage(name));
        }
        assertFails(Code.INTERNAL_DEST_INVARIANT, () -> destination().open(name));
    }

    @Test
    default void subfoldersAppearOnDemand() throws IOException {
        deliver("day=1/a.csv", "x");
        assertThat(visible()).containsExactly("day=1/a.csv");
    }

    @Test
    default void whoOccupiesLeavesNothingVisibleBehind() throws IOException {
        occupy().close();
        assertThat(visible()).isEmpty();
        deliver("a.csv", "x");
        occupy().close();
        assertThat(visible()).containsExactly("a.csv");
    }

    @Test
    default void oneRunOccupiesAtATime() {
        try (Occupancy place = occupy()) {
            place.confirm();
            assertFails(Code.STATE_RUN_IN_PROGRESS, this::occupy);
            assertFails(
                    Code.STATE_LOCK_TIMEOUT,
                    () -> destination().occupy("another", Duration.ofMillis(1)));
        }
        occupy().close();
    }

    @Test
    default void whatWasCommittedIsTakenBack() throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv");
                SealedFile sealed = file.seal()) {
            sealed.takeBack();
            sealed.commit();
            assertThat(visible()).containsExactly("a.csv");
            sealed.takeBack();
            sealed.takeBack();
            assertThat(visible()).isEmpty();
        }
    }

    @Test
    default void aSealedFileThatNobodyCommitsIsThrownAway() throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            file.seal().close();
        }
        assertThat(visible()).isEmpty();
    }

    private void publish(String name, String content) throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stageControl(name)) {
            file.sink().write(bytes(content));
            file.sink().close();
            DestinationContract.commit(file);
        }
    }

    private void deliver(String name, String content) throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage(name)) {
            file.sink().write(bytes(content));
            file.sink().close();
            DestinationContract.commit(file);
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
