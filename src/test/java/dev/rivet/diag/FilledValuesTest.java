package dev.rivet.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilledValuesTest {
    private static String masked(String value, String text) {
        return new FilledValues(Set.of(value)).mask(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    hunter2secret | invalid integer: "hunter2secret"   | invalid integer: "REDACTED"
                    hunter2secret | near 'hunter2sec' at line 1        | near 'REDACTED' at line 1
                    hunter2secret | near 'r2secret AND x' at line 1    | near 'REDACTED AND x' at line 1
                    hunter2secret | a hunter, 2 secrets                | a hunter, 2 secrets
                    hunter2secret | xhunter2secrethunter2secretx       | xREDACTEDREDACTEDx
                    geheim        | column "geheim" does not exist     | column "REDACTED" does not exist
                    geheim        | unknown column geheim in list      | unknown column REDACTED in list
                    geheim        | das ist geheimnisvoll              | das ist geheimnisvoll
                    42a           | 142a and 42a                       | 142a and REDACTED
                    1             | 1 of 11 rows: '1', "1", '12'       | 1 of 11 rows: 'REDACTED', "REDACTED", '12'
                    a             | a date `a` that's a date           | a date `REDACTED` that's a date
                    """)
    void theLongerAValueTheMoreOfItIsMasked(String value, String text, String expected) {
        assertThat(masked(value, text)).isEqualTo(expected);
    }

    @Test
    void nothingMasksNothing() {
        assertThat(FilledValues.NONE.mask("as it is")).isEqualTo("as it is");
        assertThat(masked("", "as '' is")).isEqualTo("as '' is");
        assertThat(masked(" ", "as ' ' is")).isEqualTo("as ' ' is");
    }

    @Test
    void itDoesNotShowWhatItKnows() {
        assertThat(new FilledValues(Set.of("hunter2secret")).toString())
                .doesNotContain("hunter2secret");
    }
}
