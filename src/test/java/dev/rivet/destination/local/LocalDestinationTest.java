package dev.rivet.destination.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rivet.ChildProcess;
import dev.rivet.destination.AtomicDestinationContract;
import dev.rivet.destination.Destination;
import dev.rivet.destination.DestinationContract;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.StagedFile;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDestinationTest implements AtomicDestinationContract {
    @TempDir Path temporary;

    @Override
    public Destination destination() {
        return new LocalDestination(folder());
    }

    private Path folder() {
        return temporary.resolve("out/orders");
    }

    /// Everything but the hidden files of ours, which have tests of their own.
    @Override
    public List<String> visible() throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !isStaged(file) && !file.endsWith(FolderLock.NAME))
                    .map(file -> folder().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileThatHasEndedTakesNoMoreBytes() throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage("ended.csv")) {
            file.sink().write(new byte[] {1, 2});
            file.sink().close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> file.sink().write(3))
                    .withMessageContaining("ended.csv");
            assertThat(DestinationContract.commit(file).bytes()).isEqualTo(2);
        }
    }

    @Test
    void filesThatHaveEndedAreClosed() throws IOException {
        try (Occupancy place = occupy()) {
            List<StagedFile> files = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                StagedFile file = place.stage(i + ".csv");
                files.add(file);
                file.sink().write(i);
                file.sink().close();
            }

            assertThat(openFiles())
                    .filteredOn(LocalDestinationTest::isStaged)
                    .hasSizeLessThanOrEqualTo(1);
            for (StagedFile file : files) {
                DestinationContract.commit(file);
                file.close();
            }
        }
        assertThat(folder().resolve("19.csv")).hasBinaryContent(new byte[] {19});
        assertThat(stagedFiles()).isEmpty();
    }

    private List<Path> openFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                Path file = target(descriptor);
                if (file.startsWith(folder())) {
                    open.add(file);
                }
            }
        }
        return open;
    }

    /// The folder's own descriptor is gone by the time it is looked at.
    private static Path target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (NoSuchFileException closed) {
            return descriptor;
        }
    }

    @Test
    void aFileThatWasGivenUpDoesNotHoldTheNextOneUp() throws IOException {
        try (Occupancy place = occupy()) {
            try (StagedFile file = place.stage("a.csv")) {
                file.sink().write(new byte[1_000_000]);
                file.sink().close();
            }
            try (StagedFile file = place.stage("b.csv")) {
                assertThat(DestinationContract.commit(file).bytes()).isZero();
            }
        }
    }

    private static boolean isStaged(Path file) {
        return StagingName.isOne(file.getFileName().toString());
    }

    private List<Path> stagedFiles() throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(LocalDestinationTest::isStaged).toList();
        }
    }

    @Test
    void uriNamesTheAbsoluteFolder() {
        assertThat(destination().uri()).isEqualTo("file://" + folder());
        assertThat(new LocalDestination(Path.of("a/../b")).uri())
                .isEqualTo("file://" + Path.of("b").toAbsolutePath());
    }

    @Test
    void filesAndFoldersAreForTheirOwnerOnly() throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage("day=1/a.csv")) {
            assertThat(permissions(stagedFiles().getFirst())).isEqualTo("rw-------");
            DestinationContract.commit(file);
        }
        try (Occupancy place = occupy();
                StagedFile file = place.stageControl("manifest.json")) {
            DestinationContract.commit(file);
        }
        assertThat(permissions(folder().resolve("day=1/a.csv"))).isEqualTo("rw-------");
        assertThat(permissions(folder().resolve("manifest.json"))).isEqualTo("rw-------");
        assertThat(permissions(folder().resolve("day=1"))).isEqualTo("rwx------");
        assertThat(permissions(temporary.resolve("out"))).isEqualTo("rwx------");
    }

    @Test
    void discardingRemovesTheHiddenFile() throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            file.sink().write(1);
            assertThat(stagedFiles()).hasSize(1);
        }
        assertThat(stagedFiles()).isEmpty();
    }

    @Test
    void nothingIsSwallowedWhenTheSinkStaysOpen() throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            file.sink().write(7);
            assertThat(DestinationContract.commit(file).bytes()).isEqualTo(1);
        }
        assertThat(folder().resolve("a.csv")).hasBinaryContent(new byte[] {7});
    }

    @Test
    void plantedLinksAtStagingNamesAreNotFollowed() throws IOException {
        Files.createDirectories(folder());
        Path victim = Files.writeString(temporary.resolve("victim"), "precious");
        long next = nextSequence();
        for (long sequence = next; sequence < next + 20; sequence++) {
            String name = ".a.csv." + ProcessHandle.current().pid() + "." + sequence + ".tmp";
            Files.createSymbolicLink(folder().resolve(name), victim);
        }
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            file.sink().write(1);
            DestinationContract.commit(file);
        }
        assertThat(victim).hasContent("precious");
        assertThat(folder().resolve("a.csv")).isRegularFile().hasBinaryContent(new byte[] {1});
    }

    private long nextSequence() {
        List<String> parts =
                List.of(StagingName.nextTo(folder().resolve("x")).toString().split("\\.", -1));
        return Long.parseLong(parts.get(parts.size() - 2)) + 1;
    }

    @Test
    void danglingLinkAtAPartsNameIsNotOverwritten() throws IOException {
        Files.createDirectories(folder());
        Files.createSymbolicLink(folder().resolve("a.csv"), temporary.resolve("nowhere"));
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            assertThat(failure(() -> DestinationContract.commit(file)).diagnostic().code())
                    .isEqualTo(Code.INTERNAL_DEST_INVARIANT);
        }
        assertThat(temporary.resolve("nowhere")).doesNotExist();
    }

    @Test
    void linkedSubfolderThatLeadsOutIsRefused() throws IOException {
        Files.createDirectories(folder());
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createSymbolicLink(folder().resolve("day=1"), elsewhere);
        try (Occupancy place = occupy()) {
            RivetException failure = failure(() -> place.stage("day=1/a.csv"));
            assertThat(failure.diagnostic().code()).isEqualTo(Code.DEST_WRITE_FAILED);
            assertThat(failure).hasMessageContaining("leads out of");
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void destinationMayBeALinkToAFolder() throws IOException {
        Path real = Files.createDirectory(temporary.resolve("real"));
        Files.createDirectory(temporary.resolve("out"));
        Files.createSymbolicLink(folder(), real);
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            DestinationContract.commit(file);
        }
        assertThat(real.resolve("a.csv")).isRegularFile();
    }

    @Test
    void aRunThatLeavesNothingTakesItsFoldersAway() throws IOException {
        try (Occupancy _ = occupy()) {
            assertThat(folder()).isDirectory();
        }
        assertThat(temporary).isEmptyDirectory();

        Files.createDirectories(folder());
        occupy().close();
        assertThat(folder().resolve(FolderLock.NAME)).isEmptyFile();
    }

    @Test
    void destinationThatIsAFileIsNotUsable() throws IOException {
        Files.createDirectory(temporary.resolve("out"));
        Files.writeString(folder(), "a file");
        assertUnusable(destination(), folder() + ": is not a folder");
        assertUnusable(new LocalDestination(folder().resolve("below")), "is not a folder");
        assertThat(folder()).hasContent("a file");
    }

    @Test
    void danglingLinkIsNotUsable() throws IOException {
        Files.createDirectory(temporary.resolve("out"));
        Files.createSymbolicLink(folder(), temporary.resolve("nowhere"));
        assertUnusable(destination(), "is not a folder");
    }

    @Test
    void folderThatRefusesFilesEvenFromRootIsNotUsable() {
        assertUnusable(new LocalDestination(Path.of("/proc/self")), "/proc/self cannot be used");
        assertUnusable(
                new LocalDestination(Path.of("/sys/rivet/out")), "cannot be used: /sys/rivet");
    }

    private static void assertUnusable(Destination destination, String why) {
        RivetException failure = failure(() -> destination.occupy("a test", Duration.ZERO));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.DEST_PATH_NOT_USABLE);
        assertThat(failure).hasMessageContaining(why);
        assertThat(failure.diagnostic().action()).contains("folder");
    }

    /// Folders of `/proc` answer `EINVAL`.
    @Test
    void aFolderThatCannotBeSyncedCountsAsSynced() throws IOException {
        FolderSync there = FolderSync.of(Path.of("/proc/self"));

        assertThat(there).isEqualTo(FolderSync.UNKNOWN_HERE);
        there.sync(Path.of("/proc/self"));
        assertThat(FolderSync.of(temporary)).isEqualTo(FolderSync.POSSIBLE);
        assertThatIOException()
                .isThrownBy(() -> FolderSync.POSSIBLE.sync(temporary.resolve("none")));
    }

    @Test
    void whoOccupiesClearsAwayWhatDeadRunsLeft() throws IOException {
        Files.createDirectories(folder());
        Path ours = leftover(".a.parquet.1.1.tmp");
        Path marker = leftover("._SUCCESS.1.2.tmp");
        Path foreign = leftover(".rsync.1.5.tmp");
        Path part = leftover("d.csv");
        occupy().close();
        assertThat(ours).doesNotExist();
        assertThat(marker).doesNotExist();
        assertThat(List.of(foreign, part)).allMatch(Files::exists);
    }

    @Test
    void whatDeadRunsLeftElsewhereIsClearedAwayUnlessSomebodyIsThere() throws IOException {
        LocalDestination yesterday = new LocalDestination(temporary.resolve("yesterday"));
        Path left = temporary.resolve("yesterday/.a.parquet.1.1.tmp");
        try (Occupancy _ = yesterday.occupy("another run", Duration.ZERO)) {
            Files.writeString(left, "x");
            destination().sweep(yesterday.uri());
            assertThat(left).exists();
        }
        destination().sweep(yesterday.uri());
        assertThat(left).doesNotExist();
        destination().sweep("file://" + temporary.resolve("never"));
        destination().sweep("s3://bucket/prefix");
    }

    @Test
    void aFolderThatIsReplacedMeanwhileIsNoLongerOurs() throws IOException {
        try (Occupancy place = occupy()) {
            Files.delete(folder().resolve(FolderLock.NAME));
            assertThat(failure(place::confirm).diagnostic().code())
                    .isEqualTo(Code.STATE_LEASE_LOST);
            Files.createFile(folder().resolve(FolderLock.NAME));
            assertThat(failure(place::confirm)).hasMessageContaining("removed or replaced");
        }
    }

    @Test
    void aLiveProcessIsWaitedForAndNamed() throws Exception {
        try (ChildProcess child = new ChildProcess(StagingProcess.class, folder().toString())) {
            assertThat(child.line()).isEqualTo("written");
            assertThat(failure(this::occupy))
                    .hasMessageContaining("writes into")
                    .hasMessageContaining("run of a child");
            assertThat(stagedFiles()).hasSize(1);
            assertThat(child.finish()).isZero();
        }
        occupy().close();
        assertThat(visible()).containsExactly("a.csv");
    }

    @Test
    void killedProcessLeavesNothingVisibleAndIsClearedAwayAtOnce() throws Exception {
        try (ChildProcess child = new ChildProcess(StagingProcess.class, folder().toString())) {
            assertThat(child.line()).isEqualTo("written");
            child.kill();
        }
        assertThat(visible()).isEmpty();
        assertThat(stagedFiles().getFirst()).hasSize(1_000_000);

        occupy().close();
        assertThat(stagedFiles()).isEmpty();
    }

    @Test
    void processThatLivesOnCommits() throws Exception {
        try (ChildProcess child = new ChildProcess(StagingProcess.class, folder().toString())) {
            assertThat(child.line()).isEqualTo("written");
            assertThat(visible()).isEmpty();
            assertThat(child.finish()).isZero();
        }
        assertThat(visible()).containsExactly("a.csv");
        assertThat(folder().resolve("a.csv")).hasSize(1_000_000);
    }

    private Path leftover(String name) throws IOException {
        return Files.writeString(folder().resolve(name), "x");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static RivetException failure(ThrowingCall call) {
        try {
            call.run();
        } catch (RivetException e) {
            return e;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("nothing failed");
    }
}
