package dev.rivet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.Faults.Action;
import dev.rivet.testing.Faults.Fault;
import dev.rivet.testing.Faults.When;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
    private static final String WRITE =
            "dd if=/dev/zero of=in/.x bs=1 count=1 conv=fsync && mv in/.x in/x && rm in/x";

    @TempDir Path folder;
    private Path in;

    @BeforeEach
    void makeFolder() throws Exception {
        in = Files.createDirectory(folder.resolve("in"));
        Files.createDirectory(folder.resolve("inside-out"));
    }

    private Faults inject(Action action, When when, int call) {
        return Faults.inject(in, folder.resolve("log"), new Fault(action, when, call));
    }

    private int run(Faults faults, String script) throws Exception {
        var builder =
                new ProcessBuilder("sh", "-c", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        builder.environment().putAll(faults.environment());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).doesNotContain("cannot be preloaded");
        return process.waitFor();
    }

    @Test
    void callsAreWrittenDownInTheirOrderAndThoseElsewhereAreNot() throws Exception {
        Faults faults = Faults.watch(in, folder.resolve("log"));
        assertThat(run(faults, WRITE + " && dd if=/dev/zero of=inside-out/x count=1")).isZero();

        assertThat(faults.calls())
                .extracting(call -> call.name() + " " + call.path().getFileName())
                .containsExactly("create .x", "write .x", "sync .x", "rename x", "unlink x");
        assertThat(faults.calls())
                .extracting(Faults.Call::isVisible)
                .containsExactly(false, false, false, true, true);
        assertThat(faults.happened()).isFalse();
    }

    @Test
    void aCallFailsBeforeItIsMade() throws Exception {
        Faults faults = inject(Action.EIO, When.BEFORE, 1);
        assertThat(run(faults, WRITE)).isNotZero();

        assertThat(faults.happened()).isTrue();
        assertThat(in).isEmptyDirectory();
    }

    @Test
    void aCallFailsAfterItWasMade() throws Exception {
        Faults faults = inject(Action.ENOSPC, When.AFTER, 2);
        assertThat(run(faults, "dd if=/dev/zero of=in/x bs=1 count=1")).isNotZero();

        assertThat(in.resolve("x")).hasSize(1);
    }

    @Test
    void theProcessIsKilled() throws Exception {
        Faults faults = inject(Action.KILL, When.BEFORE, 2);
        assertThat(run(faults, "exec dd if=/dev/zero of=in/x bs=1 count=1")).isEqualTo(137);

        assertThat(in.resolve("x")).isEmptyFile();
    }

    @Test
    void aCallThatNeverComesDoesNothing() throws Exception {
        Faults faults = inject(Action.KILL, When.BEFORE, 100);
        assertThat(run(faults, WRITE)).isZero();

        assertThat(faults.happened()).isFalse();
    }
}
