package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterruptionTest {
    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void aSignalInterruptsTheWorkWaitsForItAndDecidesTheExitCode(String signal, int exit)
            throws Exception {
        Process child = child("tidy");
        try (BufferedReader lines = child.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("working");
            kill(child, signal);

            assertThat(lines.readLine()).isEqualTo("cleaned up");
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isEqualTo(exit);
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void workThatHadSucceededKeepsItsExitCode() throws Exception {
        Process child = child("done");
        try (BufferedReader lines = child.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("working");
            kill(child, "TERM");

            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aSecondSignalEndsWorkThatDoesNotStop() throws Exception {
        Process child = child("stubborn");
        try (BufferedReader lines = child.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("working");
            kill(child, "INT");
            assertThat(lines.readLine()).isEqualTo("not yet");
            kill(child, "TERM");

            assertThat(child.waitFor(8, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isEqualTo(143);
        } finally {
            child.destroyForcibly();
        }
    }

    private static Process child(String behaviour) throws Exception {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        behaviour)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void kill(Process child, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, "" + child.pid()).start().waitFor())
                .isZero();
    }

    /// Runs in a process of its own.
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            Interruption interruption = new Interruption();
            System.exit(interruption.guard(() -> work(args[0])));
        }

        private static int work(String behaviour) {
            System.out.println("working");
            try {
                Thread.sleep(Duration.ofSeconds(60));
                return 9;
            } catch (InterruptedException e) {
                return interrupted(behaviour);
            }
        }

        private static int interrupted(String behaviour) {
            if (behaviour.equals("done")) {
                return 0;
            }
            if (behaviour.equals("tidy")) {
                System.out.println("cleaned up");
                return 1;
            }
            System.out.println("not yet");
            while (true) {
                Thread.onSpinWait();
            }
        }
    }
}
