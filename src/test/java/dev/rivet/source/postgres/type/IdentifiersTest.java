package dev.rivet.source.postgres.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
    @Test
    void identifiersAndLiteralsAreQuoted() {
        assertThat(Identifiers.table(new Selection.Table("my schema", "odd\"name")))
                .isEqualTo("\"my schema\".\"odd\"\"name\"");
        assertThat(Identifiers.table(new Selection.Table(null, "orders"))).isEqualTo("\"orders\"");
        assertThat(Identifiers.literal("it's")).isEqualTo("'it''s'");
        assertThat(Identifiers.literal("back\\slash")).isEqualTo(" E'back\\\\slash'");
    }
}
