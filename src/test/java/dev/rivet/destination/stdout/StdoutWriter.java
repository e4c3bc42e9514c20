package dev.rivet.destination.stdout;

import dev.rivet.destination.Occupancy;
import dev.rivet.destination.StagedFile;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/// Child process: sends ten megabytes to its standard output, and the failure to stderr.
final class StdoutWriter {
    private StdoutWriter() {}

    static void main(String[] arguments) throws IOException {
        byte[] content = new byte[10_000_000];
        Arrays.fill(content, (byte) 'x');
        try (Occupancy place = StdoutDestination.ofProcess().occupy("a test", Duration.ZERO);
                StagedFile file = place.stage("a.csv")) {
            file.sink().write(content);
            file.seal().commit();
        } catch (RivetException e) {
            System.err.println(e.diagnostic().code().stableName() + " " + e.getMessage());
        }
    }
}
