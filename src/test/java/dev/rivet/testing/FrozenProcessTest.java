package dev.rivet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrozenProcessTest {
    private static String state(long pid) throws IOException {
        String status = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return status.substring(status.lastIndexOf(')') + 2).substring(0, 1);
    }

    @Test
    @Timeout(60)
    void childThatHasEndedDoesNotKeepATreeFromStandingStill() throws Exception {
        // The shell becomes a program that does not ask what has become of its child.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
        try (var lines = parent.inputReader()) {
            long child = Long.parseLong(lines.readLine());
            while (!state(child).equals("Z")) {
                Thread.onSpinWait();
            }

            try (FrozenProcess frozen = FrozenProcess.freezeTree(parent.pid())) {
                assertThat(frozen).isNotNull();
                assertThat(state(parent.pid())).isEqualTo("T");
            }

            assertThat(state(parent.pid())).isNotEqualTo("T");
        } finally {
            parent.destroyForcibly();
        }
    }
}
