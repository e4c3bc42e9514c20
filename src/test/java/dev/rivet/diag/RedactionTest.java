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
                    {"password": "a\\b c"}           | {"password": REDACTED}
                    pwd: hunter2                     | pwd: REDACTED
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
        "password: ${PGPASSWORD}"
    })
    void whatIsNoSecretStays(String text) {
        assertThat(Redaction.redact(text)).isEqualTo(text);
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
