package dev.rivet.source.mysql.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which transactions of an earlier look are still there.
class OpenTransactionTest {
    private static final Instant SECOND = Instant.parse("2026-11-27T20:10:23Z");
    private static final OpenTransaction PLAIN = open(7, "4711", SECOND);
    private static final OpenTransaction PREPARED = open(0, "4710", SECOND);

    private static OpenTransaction open(long connection, String id, Instant started) {
        return new OpenTransaction(connection, id, started, true);
    }

    @Test
    void oneIsFoundByItsConnectionThoughItHasGotAnId() {
        OpenTransaction written = open(7, "4712", SECOND);

        assertThat(
                        OpenTransaction.stillOpen(
                                List.of(open(7, "421153042283736", SECOND)), List.of(written)))
                .containsExactly(written);
    }

    @Test
    void thoseWithoutAnIdAreNotTheSame() {
        assertThat(
                        OpenTransaction.stillOpen(
                                List.of(open(7, "0", SECOND)), List.of(open(8, "0", SECOND))))
                .isEmpty();
    }

    @Test
    void theNextOneOfAConnectionIsAnother() {
        assertThat(
                        OpenTransaction.stillOpen(
                                List.of(PLAIN), List.of(open(7, "4800", SECOND.plusSeconds(1)))))
                .isEmpty();
    }

    @Test
    void oneThatIsPreparedHasLostItsConnection() {
        assertThat(OpenTransaction.stillOpen(List.of(open(8, "4710", SECOND)), List.of(PREPARED)))
                .containsExactly(PREPARED);
    }

    @Test
    void onePreparedInTheSameSecondDoesNotHideAnother() {
        List<OpenTransaction> first =
                OpenTransaction.stillOpen(List.of(PLAIN, PREPARED), List.of(PREPARED, PLAIN));
        assertThat(first).containsExactlyInAnyOrder(PLAIN, PREPARED);

        List<OpenTransaction> alone =
                OpenTransaction.stillOpen(List.of(PLAIN), List.of(PREPARED, PLAIN));
        assertThat(OpenTransaction.stillOpen(alone, List.of(PLAIN))).containsExactly(PLAIN);
    }
}
