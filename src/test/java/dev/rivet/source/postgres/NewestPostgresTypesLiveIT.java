package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import dev.rivet.testing.PostgresServer;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestPostgresTypesLiveIT implements PostgresTypesContract {
    private static final PostgresServer SERVER = PostgresServer.newest();

    @Override
    public PostgresServer server() {
        return SERVER;
    }

    @Test
    void infiniteIntervalsFollowThePolicy() {
        assertUnrepresentable("'infinity'::interval", "infinity");
        Reading text = reading().under(Unrepresentable.STRING);
        assertThat(text.all("SELECT '-infinity'::interval AS v").value()).isEqualTo("-infinity");
        assertThat(text.all("SELECT '25 hours'::interval AS v").value()).isEqualTo("PT25H");
    }

    @Test
    void infiniteNumericIsRefused() {
        Reading decimal = reading().overriding("v", new LogicalType.Decimal(38, 10));
        assertThat(failure(decimal, "'-Infinity'::numeric").getMessage()).contains("-Infinity");
        assertThat(failure(decimal, "'Infinity'::numeric").getMessage()).contains("Infinity");
    }

    @Test
    void aNegativeScaleStandsForZerosBeforeThePoint() {
        Reading.Result result = all("SELECT 9999949::numeric(5,-2) AS v");

        assertThat(result.type()).isEqualTo(new LogicalType.Decimal(7, 0));
        assertThat(result.value()).isEqualTo(new BigDecimal("9999900"));
    }

    @Test
    void aScaleAboveThePrecisionStandsForValuesBelowOne() {
        Reading.Result result = all("SELECT '-0.00999'::numeric(3,5) AS v");

        assertThat(result.type()).isEqualTo(new LogicalType.Decimal(5, 5));
        assertThat(result.value()).isEqualTo(new BigDecimal("-0.00999"));
    }

    @Test
    void arraysOfSuchNumbersAreListsOfThem() {
        Reading.Result result = all("SELECT '{0.00123,-0.00999}'::numeric(3,5)[] AS v");

        assertThat(result.type()).isEqualTo(new LogicalType.ListOf(new LogicalType.Decimal(5, 5)));
        assertThat(result.value())
                .isEqualTo(List.of(new BigDecimal("0.00123"), new BigDecimal("-0.00999")));
    }
}
