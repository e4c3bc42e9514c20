package dev.rivet.destination.local;

import dev.rivet.destination.Occupancy;
import dev.rivet.destination.StagedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Child process: writes half a part, says so, and waits for its end.
final class StagingProcess {
    private StagingProcess() {}

    static void main(String[] arguments) throws IOException {
        try (Occupancy place =
                        new LocalDestination(Path.of(arguments[0]))
                                .occupy("run of a child", Duration.ZERO);
                StagedFile file = place.stage("a.csv")) {
            file.sink().write(new byte[1_000_000]);
            file.sink().flush();
            System.out.println("written");
            if (System.in.read() < 0) {
                file.seal().commit();
            }
        }
    }
}
