package dev.rivet.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.destination.Destination;
import dev.rivet.destination.FileDigest;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.SealedFile;
import dev.rivet.destination.StagedFile;
import dev.rivet.destination.local.LocalDestination;
import dev.rivet.destination.stdout.StdoutDestination;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Outcome;
import dev.rivet.manifest.Publication.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {

    @TempDir Path folder;

    private static void nothing() {}

    private Destination destination() {
        return new LocalDestination(folder);
    }

    /// A delivery of one file.
    private static Result publish(String run, Destination destination) throws IOException {
        return publish(run, destination, PublicationTest::nothing, PublicationTest::nothing);
    }

    private static Result publish(
            String run, Destination destination, Runnable fence, Publication.Check check)
            throws IOException {
        try (Occupancy place = destination.occupy(run, Duration.ZERO);
                StagedFile file = place.stage(run + ".csv")) {
            Standing before = Standing.at(destination);
            file.sink().write(run.getBytes(StandardCharsets.UTF_8));
            SealedFile sealed = file.seal();
            Manifest manifest =
                    Manifests.of(run, Outcome.SUCCESS, new Part(1, sealed.content(), 3, null));
            try (Publication publication =
                    Publication.prepare(
                            new Publication.Delivered(manifest, List.of(sealed)),
                            new Publication.Site(destination, place, before))) {
                return publication.publish(fence, check);
            }
        }
    }

    /// Every file that is there, hidden ones too, but for the lock.
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        files.remove(".rivet.lock");
        return files;
    }

    private void assertMarkerMatches() throws IOException {
        byte[] content = Files.readAllBytes(folder.resolve("manifest.json"));
        assertThat(folder.resolve("_SUCCESS")).hasContent(FileDigest.fingerprint(content) + "\n");
    }

    @Test
    void successIsPublishedWithItsCopyAndItsMarker() throws IOException {
        Result result = publish("orders_1", destination());
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Published.class,
                        published ->
                                assertThat(published.receipt().manifest().run().id().value())
                                        .isEqualTo("orders_1"));
        assertThat(files())
                .containsOnlyKeys(
                        "orders_1.csv", "manifest.json", "manifest-orders_1.json", "_SUCCESS");
        assertThat(folder.resolve("manifest-orders_1.json"))
                .hasSameBinaryContentAs(folder.resolve("manifest.json"));
        assertMarkerMatches();
    }

    /// The copy's hidden name is longer than any file system takes, that of the part is not. The
    /// part is its caller's to throw away.
    @Test
    void controlFilesThatCannotAllBeWrittenLeaveNone() throws IOException {
        int room = 255 - "..csv...tmp".length() - "0000".length();
        String run = "r".repeat(room - Long.toString(ProcessHandle.current().pid()).length());
        RivetException failure =
                catchThrowableOfType(RivetException.class, () -> publish(run, destination()));
        assertThat(failure).hasMessageContaining("manifest-" + run);
        assertThat(files()).allSatisfy((name, content) -> assertThat(name).startsWith("." + run));
    }

    @Test
    void changesComeInTheDocumentedOrder() throws IOException {
        StoppingDestination destination = new StoppingDestination(destination(), change -> false);
        publish("orders_1", destination);
        assertThat(destination.changes)
                .containsExactly(
                        "commit orders_1.csv",
                        "remove _SUCCESS",
                        "publish manifest.json",
                        "publish manifest-orders_1.json",
                        "publish _SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aStepThatFailsHasEverythingTakenBack(int step) throws IOException {
        publish("orders_1", destination());
        Map<String, String> before = files();
        StoppingDestination failing =
                new StoppingDestination(destination(), change -> change == step);

        Result result = publish("orders_2", failing);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> {
                            assertThat(failed.failure().code())
                                    .isEqualTo(Code.DEST_MANIFEST_NOT_WRITTEN);
                            assertThat(failed.failure().message())
                                    .contains("the disk is gone", "stands as it was");
                        });
        assertThat(files()).isEqualTo(before);
        publish("orders_2", destination());
        assertMarkerMatches();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void theFirstDeliveryThatFailsLeavesNothing(int step) throws IOException {
        publish("orders_1", new StoppingDestination(destination(), change -> change == step));
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whatCannotBeTakenBackIsTold(int step) throws IOException {
        publish("orders_1", destination());
        Result result =
                publish(
                        "orders_2",
                        new StoppingDestination(destination(), change -> change >= step));
        assertThat(((Result.Failed) result).failure().message())
                .contains("could not be taken back altogether");
    }

    @Test
    void partsThatDoNotPassTheirCheckAreTakenBack() throws IOException {
        publish("orders_1", destination());
        Map<String, String> before = files();
        Result result =
                publish(
                        "orders_2",
                        destination(),
                        PublicationTest::nothing,
                        () -> {
                            assertThat(folder.resolve("orders_2.csv")).exists();
                            throw new IOException("it is shorter");
                        });
        assertThat(((Result.Failed) result).failure().message()).contains("it is shorter");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void nothingIsVisibleWhenTheFenceRefuses() throws IOException {
        publish("orders_1", destination());
        Map<String, String> before = files();
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                publish(
                                        "orders_2",
                                        destination(),
                                        () -> {
                                            throw new IllegalStateException("lost");
                                        },
                                        PublicationTest::nothing));
        assertThat(files()).isEqualTo(before);
    }

    /// Where the file system keeps no locks, the manifest itself tells that somebody was faster.
    @Test
    void nothingIsVisibleWhenAnotherHasPublishedMeanwhile() throws IOException {
        publish("orders_1", destination());
        Path manifest = folder.resolve("manifest.json");
        String theirs = Files.readString(manifest).replace("orders_1\"", "orders_9\"");
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () ->
                                publish(
                                        "orders_2",
                                        destination(),
                                        () -> write(manifest, theirs),
                                        PublicationTest::nothing));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_LEASE_LOST);
        assertThat(manifest).hasContent(theirs);
        assertThat(folder.resolve("orders_2.csv")).doesNotExist();
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void laterRunsKeepTheCopiesOfEarlierOnes() throws IOException {
        publish("orders_1", destination());
        String first = Files.readString(folder.resolve("manifest.json"));
        publish("orders_2", destination());
        assertThat(folder.resolve("manifest-orders_1.json")).hasContent(first);
    }

    @Test
    void emptyPrefixIsFree() {
        Destination unused = new LocalDestination(folder.resolve("new"));
        assertThat(Standing.at(unused).published()).isEmpty();
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
                catchThrowableOfType(RivetException.class, () -> Standing.at(destination()));
        assertThat(failure.diagnostic().code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(why).hasMessageContaining("file://" + folder);
    }

    @Test
    void onlyASuccessIsPublished() {
        try (Occupancy place = destination().occupy("a test", Duration.ZERO)) {
            var site = new Publication.Site(destination(), place, Standing.at(destination()));
            var failed =
                    new Publication.Delivered(Manifests.of("orders_1", Outcome.FAILED), List.of());
            RivetException failure =
                    catchThrowableOfType(
                            RivetException.class, () -> Publication.prepare(failed, site));
            assertThat(failure.diagnostic().code()).isEqualTo(Code.INTERNAL_DEST_INVARIANT);
        }
    }

    @Test
    void aManifestThatNoRunWouldReadIsNotPublished() {
        Part[] parts =
                IntStream.rangeClosed(1, 65)
                        .mapToObj(id -> Manifests.part(id, id + "x".repeat(1 << 20), 1))
                        .toArray(Part[]::new);
        try (Occupancy place = destination().occupy("a test", Duration.ZERO)) {
            var site = new Publication.Site(destination(), place, Standing.at(destination()));
            var huge =
                    new Publication.Delivered(
                            Manifests.of("orders_2", Outcome.SUCCESS, parts), List.of());
            RivetException failure =
                    catchThrowableOfType(
                            RivetException.class, () -> Publication.prepare(huge, site));
            assertThat(failure.diagnostic().code()).isEqualTo(Code.DEST_MANIFEST_NOT_WRITTEN);
            assertThat(failure.diagnostic().action()).contains("max_file_size");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "_SUCCESS"})
    @Timeout(20)
    void aNamedPipeInThePlaceOfAControlFileIsReported(String name) throws Exception {
        Path pipe = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertRefused(Code.DEST_PATH_NOT_USABLE, "is no regular file");
    }

    @Test
    void standardOutputGetsNoManifest() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(publish("orders_1", new StdoutDestination(out)))
                .isInstanceOf(Result.Published.class);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("orders_1");
    }
}
