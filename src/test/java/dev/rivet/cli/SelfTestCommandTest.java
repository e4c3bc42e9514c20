package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.app.Check;
import dev.rivet.app.SelfTestRequest;
import dev.rivet.app.SelfTestRequest.Bucket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfTestCommandTest {
    private final Console console = new Console();

    @Test
    void checksThatPassAreLinesOfATable() {
        console.checks = List.of(new Check("tls", new Check.Passed(), "TLSv1.3"));

        assertThat(console.run("self-test")).isZero();
        assertThat(console.out())
                .isEqualTo(
                        """
                        CHECK  RESULT  FINDING
                        tls    ok      TLSv1.3
                        """);
        assertThat(console.err()).isEmpty();
        assertThat(console.selfTests)
                .containsExactly(new SelfTestRequest(Optional.empty(), Optional.empty()));
    }

    @Test
    void oneThatFailsSaysWhatToDoAndFailsTheCommand() {
        console.checks =
                List.of(
                        new Check("tls", new Check.Passed(), "TLSv1.3"),
                        new Check("sqlite", new Check.Failed("Make room."), "the disk is full"));

        assertThat(console.run("self-test")).isEqualTo(1);
        assertThat(console.out())
                .contains("sqlite  FAILED  the disk is full\n    Make room.\n", "tls     ok");
        assertThat(console.err()).contains("[RIVET_SELF_TEST_FAILED] 1 of 2 checks failed: sqlite");
    }

    @Test
    void programsGetTheSameAsJson() {
        console.checks =
                List.of(
                        new Check("tls", new Check.Passed(), "TLSv1.3"),
                        new Check("sqlite", new Check.Failed("Make room."), "the disk is full"));

        assertThat(console.run("self-test", "--json")).isEqualTo(1);
        assertThat(console.out().replaceAll("\\s", ""))
                .isEqualTo(
                        "[{\"check\":\"tls\",\"ok\":true,\"finding\":\"TLSv1.3\"},"
                                + "{\"check\":\"sqlite\",\"ok\":false,\"action\":\"Makeroom.\","
                                + "\"finding\":\"thediskisfull\"}]");
    }

    @Test
    void bucketsArePassedOn() {
        console.run(
                "self-test",
                "--s3-endpoint",
                "https://s3.example.com",
                "--s3-bucket",
                "a",
                "--s3-region",
                "eu-central-1",
                "--gcs-endpoint",
                "http://127.0.0.1:4443/",
                "--gcs-bucket",
                "b");

        assertThat(console.selfTests)
                .containsExactly(
                        new SelfTestRequest(
                                Optional.of(
                                        new Bucket(
                                                URI.create("https://s3.example.com"),
                                                "a",
                                                "eu-central-1")),
                                Optional.of(
                                        new Bucket(
                                                URI.create("http://127.0.0.1:4443/"), "b", null))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--s3-endpoint http://127.0.0.1:9000",
                "--s3-bucket a",
                "--s3-region eu-central-1",
                "--gcs-bucket a",
                "--s3-endpoint 127.0.0.1:9000 --s3-bucket a",
                "--s3-endpoint http://user:password@host --s3-bucket a",
                "--gcs-endpoint http://host/folder --gcs-bucket a",
                "--gcs-endpoint http://h{st --gcs-bucket a"
            })
    void halfABucketIsRefused(String options) {
        assertThat(console.run(("self-test " + options).split(" "))).isEqualTo(1);
        assertThat(console.err()).contains("RIVET_CLI_VALUE_INVALID").doesNotContain("password@");
        assertThat(console.selfTests).isEmpty();
    }
}
