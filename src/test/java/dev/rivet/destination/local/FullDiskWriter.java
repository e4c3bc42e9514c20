package dev.rivet.destination.local;

import dev.rivet.destination.Occupancy;
import dev.rivet.destination.StagedFile;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// Child process: writes a part until it cannot, prints the failure and what is left.
final class FullDiskWriter {
    private FullDiskWriter() {}

    static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        try (Occupancy place = new LocalDestination(folder).occupy("a test", Duration.ZERO);
                StagedFile file = place.stage("big.parquet")) {
            for (int i = 0; i < 100; i++) {
                file.sink().write(new byte[100_000]);
            }
            file.seal().commit();
        } catch (RivetException e) {
            Diagnostic found = e.diagnostic();
            System.out.println(
                    found.code().stableName() + " " + found.message() + " " + found.action());
        }
        try (Stream<Path> left = Files.list(folder)) {
            System.out.println("left: " + left.toList());
        }
    }
}
