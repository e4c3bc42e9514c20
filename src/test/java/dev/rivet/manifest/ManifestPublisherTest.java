package dev.rivet.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.destination.Destination;
import dev.rivet.destination.FileDigest;
import dev.rivet.destination.local.LocalDestination;
import dev.rivet.destination.stdout.StdoutDestination;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestPublisherTest {
    private static final Manifest FIRST = run("orders_1");
    private static final Manifest SECOND = run("orders_2");

    @TempDir Path folder;

    private Destination destination() {
        return new LocalDestination(folder);
    }

    @Test
    void successIsPublishedWithItsCopyAndItsMarker() throws IOException {
        PublishedManifest receipt = ManifestPublisher.publish(FIRST, destination());
        byte[] content = Files.readAllBytes(folder.resolve("manifest.json"));
        assertThat(receipt.manifest()).isEqualTo(FIRST);
        assertThat(content).isEqualTo(ManifestCodec.write(FIRST));
        assertThat(folder.resolve("manifest-orders_1.json")).hasBinaryContent(content);
        assertThat(folder.resolve("_SUCCESS")).hasContent(FileDigest.fingerprint(content) + "\n");
    }

    @Test
    void changesComeInTheDocumentedOrder() {
        StoppingDestination destination = new StoppingDestination(destination(), 99);
        ManifestPublisher.publish(FIRST, destination);
        assertThat(destination.changes)
                .containsExactly(
                        "remove _SUCCESS",
                        "publish manifest.json",
                        "publish manifest-orders_1.json",
                        "publish _SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void failureBetweenTwoChangesNeverLeavesAMarkerThatDoesNotMatch(int changes)
            throws IOException {
        ManifestPublisher.publish(FIRST, destination());
        StoppingDestination stopping = new StoppingDestination(destination(), changes);
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> ManifestPublisher.publish(SECOND, stopping));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.DEST_MANIFEST_NOT_WRITTEN);
        assertThat(failure).hasMessageContaining("the disk is gone");

        Manifest visible = ManifestPublisher.checkPrefix(destination()).orElseThrow();
        assertThat(visible).isEqualTo(changes < 2 ? FIRST : SECOND);
        assertThat(Files.exists(folder.resolve("_SUCCESS"))).isEqualTo(changes == 0);
        if (changes == 0) {
            assertMarkerMatches();
        }
        ManifestPublisher.publish(SECOND, destination());
        assertMarkerMatches();
    }

    private void assertMarkerMatches() throws IOException {
        byte[] content = Files.readAllBytes(folder.resolve("manifest.json"));
        assertThat(folder.resolve("_SUCCESS")).hasContent(FileDigest.fingerprint(content) + "\n");
    }

    @Test
    void laterRunsKeepTheCopiesOfEarlierOnes() {
        ManifestPublisher.publish(FIRST, destination());
        ManifestPublisher.publish(SECOND, destination());
        assertThat(folder.resolve("manifest-orders_1.json"))
                .hasBinaryContent(ManifestCodec.write(FIRST));
    }

    @Test
    void runIdIsReducedToASafeFileName() {
        ManifestPublisher.publish(run("örders/../1:x"), destination());
        assertThat(folder.resolve("manifest-_rders_.._1_x.json")).isRegularFile();
    }

    @Test
    void emptyPrefixIsFree() {
        assertThat(ManifestPublisher.checkPrefix(new LocalDestination(folder.resolve("new"))))
                .isEmpty();
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void manifestThatRivetDidNotWriteIsRefusedAndStays() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{\"name\": \"a web app\"}");
        assertRefused(Code.DEST_CONTROL_ARTIFACT_INVALID, "manifest.json");
        assertThat(folder.resolve("manifest.json")).hasContent("{\"name\": \"a web app\"}");
    }

    @Test
    void markerThatRivetDidNotWriteIsRefusedAndStays() throws IOException {
        Files.writeString(folder.resolve("_SUCCESS"), "");
        assertRefused(Code.DEST_CONTROL_ARTIFACT_INVALID, "_SUCCESS");
        assertThat(folder.resolve("_SUCCESS")).isEmptyFile();
    }

    @Test
    void oversizedManifestIsRefusedUnread() throws IOException {
        try (var file = new RandomAccessFile(folder.resolve("manifest.json").toFile(), "rw")) {
            file.setLength(ManifestCodec.MAX_BYTES + 1L);
        }
        assertRefused(Code.DEST_CONTROL_ARTIFACT_INVALID, "longer");
    }

    @Test
    void folderInThePlaceOfTheManifestIsReported() throws IOException {
        Files.createDirectory(folder.resolve("manifest.json"));
        assertRefused(Code.DEST_PATH_NOT_USABLE, "is a folder");
    }

    private void assertRefused(Code code, String why) {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> ManifestPublisher.checkPrefix(destination()));
        assertThat(failure.diagnostic().code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(why).hasMessageContaining("file://" + folder);
    }

    @Test
    void onlyASuccessIsPublished() {
        Manifest failed = Manifests.of("orders_1", Outcome.FAILED);
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () -> ManifestPublisher.publish(failed, destination()));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.INTERNAL_DEST_INVARIANT);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void standardOutputGetsNoManifest() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StdoutDestination stdout = new StdoutDestination(out);
        assertThat(ManifestPublisher.checkPrefix(stdout)).isEmpty();
        assertThat(ManifestPublisher.publish(FIRST, stdout).manifest()).isEqualTo(FIRST);
        assertThat(out.size()).isZero();
    }

    private static Manifest run(String runId) {
        return Manifests.of(runId, Outcome.SUCCESS, Manifests.part(1, runId + ".csv", 3));
    }
}
