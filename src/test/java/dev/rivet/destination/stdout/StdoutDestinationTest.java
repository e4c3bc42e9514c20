package dev.rivet.destination.stdout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.destination.Destination;
import dev.rivet.destination.DestinationContract;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.StagedFile;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StdoutDestinationTest implements DestinationContract {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StdoutDestination destination = new StdoutDestination(out);

    @TempDir Path temporary;

    @Override
    public Destination destination() {
        return destination;
    }

    @Override
    public byte[] delivered(String name) {
        return out.toByteArray();
    }

    @Test
    void secondFileIsRefused() throws Exception {
        Occupancy place = occupy();
        place.stage("a.csv").close();
        assertThatThrownBy(() -> place.stage("b.csv"))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure ->
                                assertThat(failure.diagnostic().code())
                                        .isEqualTo(Code.INTERNAL_DEST_INVARIANT));
    }

    @Test
    void aClosedStreamIsRefusedBeforeAnythingIsRead() {
        assertThatThrownBy(
                        () ->
                                new StdoutDestination(out, StdoutDestination.State.CLOSED)
                                        .occupy("a test", Duration.ZERO))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure ->
                                assertThat(failure.diagnostic().code())
                                        .isEqualTo(Code.DEST_PATH_NOT_USABLE));
        occupy().close();
    }

    @Test
    void nothingCanBeReadBack() throws Exception {
        try (StagedFile file = occupy().stage("a.csv")) {
            file.sink().close();
            assertThat(file.seal().reopen()).isEmpty();
        }
        assertThat(destination.open("a.csv")).isEmpty();
        assertThat(destination.uri()).isEqualTo("stdout:");
    }

    @Test
    void readerThatLeavesIsReportedOnceAndClearly() throws Exception {
        Path report = temporary.resolve("report");
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "\"$0\" -cp \"$1\" dev.rivet.destination.stdout.StdoutWriter"
                                        + " 2>\"$2\" | head -c 10",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                System.getProperty("java.class.path"),
                                report.toString())
                        .start();
        String taken = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(taken).isEqualTo("x".repeat(10));
        assertThat(Files.readString(report))
                .contains("RIVET_DEST_WRITE_FAILED Cannot write to standard output after")
                .contains("Broken pipe");
    }
}
