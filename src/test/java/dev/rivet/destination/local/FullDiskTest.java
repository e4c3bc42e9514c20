package dev.rivet.destination.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real write failures: the kernel says no in a child process.
class FullDiskTest {
    private static final String WRITER = "\"$0\" -Xshare:auto -XX:TieredStopAtLevel=1 -cp \"$1\"";

    @TempDir Path folder;

    @Test
    void fullDiskIsNamedWithFileAndAmounts() throws Exception {
        String mounted = "mount -t tmpfs -o size=1m tmpfs \"$2\" && ";
        assumeTrue(
                succeeds("unshare", "-rm", "sh", "-c", mounted + "true", "", "", folder.toString()),
                "this machine lets nobody mount a small file system");
        String output = run("unshare", "-rm", "sh", "-c", mounted + writer());
        assertThat(output)
                .contains("RIVET_DEST_WRITE_FAILED The disk is full")
                .contains(folder.resolve("big.parquet") + " (No space left on device)")
                .containsPattern("needs more than (1\\.0 MB|\\d{6} bytes)")
                .contains("Free space on the disk of " + folder)
                .contains("left: [" + folder.resolve(FolderLock.NAME) + "]");
    }

    @Test
    void fileSizeLimitIsReportedAndNothingIsLeft() throws Exception {
        String output = run("bash", "-c", "ulimit -f 1024; " + writer());
        assertThat(output)
                .contains("RIVET_DEST_WRITE_FAILED")
                .contains(folder.resolve("big.parquet").toString())
                .contains("File too large")
                .contains("left: [" + folder.resolve(FolderLock.NAME) + "]");
    }

    private static String writer() {
        return WRITER + " dev.rivet.destination.local.FullDiskWriter \"$2\"";
    }

    private String run(String... command) throws Exception {
        String[] whole = Arrays.copyOf(command, command.length + 3);
        whole[command.length] = Path.of(System.getProperty("java.home"), "bin/java").toString();
        whole[command.length + 1] = System.getProperty("java.class.path");
        whole[command.length + 2] = folder.toString();
        Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
