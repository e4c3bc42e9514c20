package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.row.LogicalType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverrideTextTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "total",
                "größe",
                "no",
                "null",
                "~",
                "12",
                "?column?",
                "a b",
                " a ",
                "a: b",
                "a, b",
                "{a}",
                "it's",
                "say \"a\"",
                "back\\slash",
                "new\nline",
                "#a",
                "- a",
                "日本"
            })
    void isReadAsItWasMeant(String column) {
        LogicalType.Decimal type = new LogicalType.Decimal(38, 18);

        assertThat(overrides(OverrideText.of(column, type.label())))
                .isEqualTo(Map.of(column, type));
    }

    @Test
    void plainNamesNeedNoQuotes() {
        assertThat(OverrideText.of("until", "text")).isEqualTo("columns: {until: text}");
    }

    private Map<String, LogicalType> overrides(String line) {
        return new ConfigFixture(folder)
                .export(ConfigFixture.exportWith(line))
                .columns()
                .overrides();
    }
}
