package dev.rivet.destination.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class S3AccessTest {
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:9000");

    @Test
    void keysAndRegionComeFromTheVariablesOfAws() {
        assertThat(
                        S3Access.of(
                                ENDPOINT,
                                Map.of(
                                        "AWS_ACCESS_KEY_ID",
                                        "key",
                                        "AWS_SECRET_ACCESS_KEY",
                                        "secret",
                                        "AWS_SESSION_TOKEN",
                                        "token",
                                        "AWS_DEFAULT_REGION",
                                        "eu-central-1")))
                .isEqualTo(
                        new S3Access(
                                ENDPOINT,
                                "eu-central-1",
                                "key",
                                Secret.of("secret"),
                                Optional.of(Secret.of("token"))));
    }

    @Test
    void theRegionHasADefaultAndTheMoreSpecialVariableWins() {
        Map<String, String> keys =
                Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret");
        assertThat(S3Access.of(ENDPOINT, keys).region()).isEqualTo("us-east-1");
        assertThat(
                        S3Access.of(
                                        ENDPOINT,
                                        Map.of(
                                                "AWS_ACCESS_KEY_ID",
                                                "key",
                                                "AWS_SECRET_ACCESS_KEY",
                                                "secret",
                                                "AWS_REGION",
                                                "eu-west-1",
                                                "AWS_DEFAULT_REGION",
                                                "eu-central-1"))
                                .region())
                .isEqualTo("eu-west-1");
        assertThat(S3Access.of(ENDPOINT, keys).in("eu-north-1").region()).isEqualTo("eu-north-1");
    }

    @Test
    void aMissingKeyIsNamedAndSecretsAreNotShown() {
        assertThatThrownBy(() -> S3Access.of(ENDPOINT, Map.of("AWS_ACCESS_KEY_ID", "key")))
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY is not set");
        assertThat(
                        S3Access.of(
                                ENDPOINT,
                                Map.of(
                                        "AWS_ACCESS_KEY_ID",
                                        "key",
                                        "AWS_SECRET_ACCESS_KEY",
                                        "geheim")))
                .asString()
                .doesNotContain("geheim");
    }
}
