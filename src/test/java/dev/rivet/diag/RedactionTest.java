package dev.rivet.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    postgresql://u:p@h/db            | postgresql://REDACTED@h/db
                    at mysql://u:p@ss:w@rd@h:1/d now | at mysql://REDACTED@h:1/d now
                    postgres://u:a/b?c@h             | postgres://REDACTED@h
                    jdbc:mysql://:p@h                | jdbc:mysql://REDACTED@h
                    password=hunter2 rest            | password=REDACTED rest
                    host=h PASSWORD = 'a b' user=u   | host=h PASSWORD = REDACTED user=u
                    ?user=u&password=x&ssl=1         | ?user=u&password=REDACTED&ssl=1
                    PGPASSWORD=x psql                | PGPASSWORD=REDACTED psql
                    WHERE pwd = 'a' AND x            | WHERE pwd = REDACTED AND x
                    aws_secret_access_key=AKIA/+     | aws_secret_access_key=REDACTED
                    """)
    void secretsAreMasked(String text, String expected) {
        assertThat(Redaction.redact(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "user@host",
        "postgres://user@host/db",
        "https://host/path",
        "password authentication failed for user x",
        "password=${PGPASSWORD}",
        "rivet.yaml:6:13: source.password: the password stands in the configuration in plain text",
        "Pass `--param DB_PASSWORD=...`, or set the variable: `export DB_PASSWORD=...`.",
        "  password (inet): write password::text AS password",
        "'{\"password\": \"text\", \"pwd\": 3}'"
    })
    void whatIsNoSecretStays(String text) {
        assertThat(Redaction.redact(text)).isEqualTo(text);
    }

    @Test
    void aSecretIsMaskedWhereverItStands() {
        Secret.of("correct horse");
        assertThat(Redaction.redact("near 'correct horse': syntax error, correct horses"))
                .isEqualTo("near 'REDACTED': syntax error, REDACTEDs");
    }

    @Test
    void aShortSecretIsMaskedOnlyAsAValue() {
        Secret.of("shop");
        assertThat(Redaction.redact("shop.orders: the user \"shop\" has pin='shop', pin:shop"))
                .isEqualTo("shop.orders: the user \"shop\" has pin='REDACTED', pin:REDACTED");
    }

    @Test
    void aSecretThatHoldsAnotherGoesFirst() {
        Secret.of("twelve12");
        Secret.of("twelve12-and-more");
        assertThat(Redaction.redact("twelve12-and-more twelve12")).isEqualTo("REDACTED REDACTED");
    }

    @Test
    void twoUrlsOnOneLineAreBothMasked() {
        assertThat(Redaction.redact("a://x:1@h and b://y:2@i"))
                .isEqualTo("a://REDACTED@h and b://REDACTED@i");
    }

    @Test
    void longTextIsQuick() {
        String text = "x".repeat(1_000_000) + "://" + "a".repeat(1_000_000) + " password" + " ";
        Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> assertThat(Redaction.redact(text)).isEqualTo(text));
    }

    @Test
    void serversThatTellWhetherThereWasAPasswordAreLeftAlone() {
        String told = "Access denied for user 'a'@'b' (using password: YES)";
        assertThat(Redaction.redact(told)).isEqualTo(told);
    }
}
