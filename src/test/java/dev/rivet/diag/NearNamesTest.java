package dev.rivet.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearNamesTest {
    private static final List<String> NAMES =
            List.of("customers", "Order", "orders", "order_items");

    @Test
    void namesAreOfferedNearestFirst() {
        assertThat(NearNames.of("ordes", NAMES)).containsExactly("Order", "orders");
        assertThat(NearNames.of("CUSTOMERS", NAMES)).containsExactly("customers");
        assertThat(NearNames.of("invoices", NAMES)).isEmpty();
    }

    @Test
    void aShortWordMayHaveOneLetterWrong() {
        assertThat(NearNames.of("idd", List.of("id", "pad"))).containsExactly("id");
    }

    @Test
    void neighboursThatChangedPlacesAreOneMistake() {
        assertThat(NearNames.of("nmae", List.of("name", "game"))).containsExactly("name");
    }

    @Test
    void aNameIsNotOfferedForItself() {
        assertThat(NearNames.of("orders", NAMES)).containsExactly("Order");
    }

    @Test
    void theClosestMayHoldTheWordOrBeInIt() {
        assertThat(NearNames.closest("items", NAMES)).contains("order_items");
        assertThat(NearNames.closest("allcustomersever", NAMES)).contains("customers");
        assertThat(NearNames.closest("invoices", NAMES)).isEmpty();
    }

    @Test
    void theQuestionEndsAMessage() {
        assertThat(NearNames.question("ORDERS", NAMES)).isEqualTo(" Did you mean orders or Order?");
        assertThat(NearNames.question("invoices", NAMES)).isEmpty();
    }
}
