package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void identifiersAndLiteralsAreQuoted() {
        assertThat(Identifiers.table(new Selection.Table("my schema", "odd\"name")))
                .isEqualTo("\"my schema\".\"odd\"\"name\"");
        assertThat(Identifiers.table(new Selection.Table(null, "orders"))).isEqualTo("\"orders\"");
        assertThat(Identifiers.literal("it's")).isEqualTo("'it''s'");
        assertThat(Identifiers.literal("back\\slash")).isEqualTo(" E'back\\\\slash'");
    }

    @Test
    void applicationNameIsCutBetweenCharacters() {
        assertThat(ConnectionOptions.applicationName("orders")).isEqualTo("rivet/1.0.0 orders");
        String cut = ConnectionOptions.applicationName("a" + "é".repeat(40));
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSize(63);
        assertThat(cut).endsWith("é");
    }

    @Test
    void nearNamesAreOfferedNearestFirst() {
        List<String> names = List.of("customers", "Order", "orders", "order_items");

        assertThat(NearNames.of("ordes", names)).containsExactly("Order", "orders");
        assertThat(NearNames.of("CUSTOMERS", names)).containsExactly("customers");
        assertThat(NearNames.of("invoices", names)).isEmpty();
        assertThat(NearNames.hint("ORDERS", names)).isEqualTo("; did you mean orders or Order?");
    }
}
