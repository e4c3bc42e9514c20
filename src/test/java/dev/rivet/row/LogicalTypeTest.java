package dev.rivet.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogicalTypeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 10, 18, 19, 20, 38, 39, 57, 65, 76})
    void decimalWidthIsTheSmallestThatHoldsEveryValue(int precision) {
        int width = new LogicalType.Decimal(precision, 0).byteWidth();
        BigInteger largest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        assertThat(largest.negate().toByteArray().length).isLessThanOrEqualTo(width);
        assertThat(largest.toByteArray()).hasSize(width);
    }

    @Test
    void decimalsBeyondTheLimitsAreRefused() {
        assertThatThrownBy(() -> new LogicalType.Decimal(77, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogicalType.Decimal(5, 6))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new LogicalType.Decimal(5, -2).label()).isEqualTo("decimal(5,-2)");
    }

    @Test
    void listsOfListsAreRefused() {
        var inner = new LogicalType.ListOf(new LogicalType.Text());
        assertThatThrownBy(() -> new LogicalType.ListOf(inner))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
