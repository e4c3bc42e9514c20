package dev.rivet.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a type under `columns:` makes of a value, whichever engine it comes from: the value, whole,
/// or a failure that names column and value.
public interface OverridesContract {
    LogicalType INT2 = new LogicalType.Int16();
    LogicalType INT4 = new LogicalType.Int32();
    LogicalType INT8 = new LogicalType.Int64();
    LogicalType BOOL = new LogicalType.Bool();
    LogicalType UUID = new LogicalType.Uuid();
    LogicalType BINARY = new LogicalType.Binary();
    LogicalType JSON = new LogicalType.Json();
    LogicalType TEXT = new LogicalType.Text();
    String SOME_UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";
    String UUID_HEX = SOME_UUID.replace("-", "");

    /// Types that both engines have.
    enum Kind {
        TEXT,
        SMALL,
        INTEGER,
        BIG,
        /// `numeric(12,3)`.
        DECIMAL,
        BYTES
    }

    /// How an engine writes it.
    ///
    /// @param literal the value; of [Kind#BYTES] its hexadecimal digits
    String expression(Kind kind, String literal);

    /// What is read.
    record Outcome(Fidelity fidelity, List<@Nullable Object> values) {}

    /// Reads a column `v`.
    Outcome read(String sql, Map<String, LogicalType> overrides, @Nullable Unrepresentable policy);

    /// One value under one override.
    ///
    /// @param fidelity of the column; null when the override is refused before anything is read
    /// @param value what becomes of it; null when it has no place
    record Case(
            Kind kind,
            String literal,
            LogicalType wanted,
            @Nullable Fidelity fidelity,
            @Nullable String value) {}

    private static Case of(
            Kind kind, String literal, LogicalType wanted, Fidelity fidelity, String value) {
        return new Case(kind, literal, wanted, fidelity, value);
    }

    /// It does not fit.
    private static Case misfit(Kind kind, String literal, LogicalType wanted, Fidelity fidelity) {
        return new Case(kind, literal, wanted, fidelity, null);
    }

    private static Case refused(Kind kind, LogicalType wanted) {
        return new Case(kind, kind == Kind.BYTES ? "31" : "1", wanted, null, null);
    }

    private static LogicalType decimal(int precision, int scale) {
        return new LogicalType.Decimal(precision, scale);
    }

    static Stream<Case> cases() {
        return Stream.of(uuids(), numbersOfText(), integers(), decimals(), others())
                .flatMap(each -> each);
    }

    private static Stream<Case> uuids() {
        return Stream.of(
                of(Kind.TEXT, SOME_UUID, UUID, Fidelity.COMPATIBLE, SOME_UUID),
                of(
                        Kind.TEXT,
                        SOME_UUID.toUpperCase(java.util.Locale.ROOT),
                        UUID,
                        Fidelity.COMPATIBLE,
                        SOME_UUID),
                misfit(Kind.TEXT, UUID_HEX, UUID, Fidelity.COMPATIBLE),
                misfit(Kind.TEXT, "{" + SOME_UUID + "}", UUID, Fidelity.COMPATIBLE),
                misfit(Kind.TEXT, SOME_UUID.replace('f', 'g'), UUID, Fidelity.COMPATIBLE),
                misfit(Kind.TEXT, "", UUID, Fidelity.COMPATIBLE),
                // As many characters as a UUID has bytes.
                misfit(Kind.TEXT, "sixteen letters!", UUID, Fidelity.COMPATIBLE),
                of(Kind.BYTES, UUID_HEX, UUID, Fidelity.COMPATIBLE, SOME_UUID),
                misfit(Kind.BYTES, UUID_HEX + "00", UUID, Fidelity.COMPATIBLE),
                refused(Kind.INTEGER, UUID));
    }

    private static Stream<Case> numbersOfText() {
        Fidelity other = Fidelity.COMPATIBLE;
        return Stream.of(
                of(Kind.TEXT, "-0042", INT4, other, "-42"),
                of(Kind.TEXT, "+7.000", INT2, other, "7"),
                of(Kind.TEXT, "9223372036854775807", INT8, other, "9223372036854775807"),
                of(Kind.TEXT, "-9223372036854775808", INT8, other, "-9223372036854775808"),
                of(Kind.TEXT, "12.5", decimal(9, 3), other, "12.500"),
                of(Kind.TEXT, "-.5", decimal(9, 1), other, "-0.5"),
                of(Kind.TEXT, "1234500", decimal(9, -2), other, "1.2345E+6"),
                of(
                        Kind.TEXT,
                        "1234567890123456789012345.25",
                        decimal(30, 2),
                        other,
                        "1234567890123456789012345.25"),
                misfit(Kind.TEXT, "9223372036854775808", INT8, other),
                misfit(Kind.TEXT, "32768", INT2, other),
                misfit(Kind.TEXT, "1.5", INT4, other),
                misfit(Kind.TEXT, "1.505", decimal(9, 2), other),
                misfit(Kind.TEXT, "1234", decimal(3, 0), other),
                misfit(Kind.TEXT, "1e3", INT4, other),
                misfit(Kind.TEXT, "1e3", decimal(9, 2), other),
                misfit(Kind.TEXT, "\u0663", INT4, other),
                misfit(Kind.TEXT, " 3", INT4, other),
                misfit(Kind.TEXT, "12abc", INT8, other),
                misfit(Kind.TEXT, "-", INT4, other),
                misfit(Kind.TEXT, ".", decimal(9, 2), other),
                misfit(Kind.TEXT, "1.2.3", decimal(9, 2), other),
                misfit(Kind.TEXT, "", INT4, other));
    }

    private static Stream<Case> integers() {
        return Stream.of(
                of(Kind.BIG, "2147483647", INT4, Fidelity.LOSSY, "2147483647"),
                misfit(Kind.BIG, "2147483648", INT4, Fidelity.LOSSY),
                misfit(Kind.INTEGER, "-32769", INT2, Fidelity.LOSSY),
                of(Kind.SMALL, "5", INT8, Fidelity.EXACT, "5"),
                of(Kind.INTEGER, "5", INT8, Fidelity.EXACT, "5"),
                of(Kind.INTEGER, "12", decimal(10, 0), Fidelity.EXACT, "12"),
                of(Kind.INTEGER, "12", decimal(12, 2), Fidelity.EXACT, "12.00"),
                of(Kind.INTEGER, "12", decimal(10, 2), Fidelity.LOSSY, "12.00"),
                misfit(Kind.INTEGER, "100000000", decimal(10, 2), Fidelity.LOSSY),
                of(Kind.BIG, "12", decimal(19, 0), Fidelity.EXACT, "12"),
                misfit(Kind.BIG, "1234", decimal(3, 0), Fidelity.LOSSY),
                of(Kind.INTEGER, "1", BOOL, Fidelity.COMPATIBLE, "true"),
                misfit(Kind.INTEGER, "2", BOOL, Fidelity.COMPATIBLE));
    }

    private static Stream<Case> decimals() {
        return Stream.of(
                of(Kind.DECIMAL, "12.500", decimal(12, 3), Fidelity.EXACT, "12.500"),
                of(Kind.DECIMAL, "12.5", decimal(14, 5), Fidelity.EXACT, "12.50000"),
                of(Kind.DECIMAL, "12.5", decimal(9, 2), Fidelity.LOSSY, "12.50"),
                misfit(Kind.DECIMAL, "12.505", decimal(9, 2), Fidelity.LOSSY),
                misfit(Kind.DECIMAL, "12345.5", decimal(5, 1), Fidelity.LOSSY),
                of(Kind.DECIMAL, "12.000", INT4, Fidelity.LOSSY, "12"),
                misfit(Kind.DECIMAL, "12.5", INT4, Fidelity.LOSSY),
                misfit(Kind.DECIMAL, "40000", INT2, Fidelity.LOSSY),
                refused(Kind.DECIMAL, BOOL));
    }

    private static Stream<Case> others() {
        return Stream.of(
                of(Kind.TEXT, "[1]", JSON, Fidelity.LOGICAL_STRING, "[1]"),
                of(Kind.INTEGER, "7", TEXT, Fidelity.COMPATIBLE, "7"),
                of(Kind.DECIMAL, "7.500", TEXT, Fidelity.COMPATIBLE, "7.500"),
                refused(Kind.TEXT, BOOL),
                refused(Kind.INTEGER, JSON),
                refused(Kind.INTEGER, BINARY),
                refused(Kind.BYTES, INT4),
                refused(Kind.INTEGER, new LogicalType.Float64()),
                refused(Kind.TEXT, new LogicalType.Date()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    default void bothEnginesMakeTheSameOfIt(Case each) {
        String sql = "SELECT %s AS v".formatted(expression(each.kind(), each.literal()));
        Map<String, LogicalType> overrides = Map.of("v", each.wanted());
        if (each.fidelity() == null) {
            assertFails(sql, overrides, null, Code.SOURCE_OVERRIDE_WIRE_MISMATCH);
        } else if (each.value() == null) {
            assertFails(sql, overrides, null, Code.SOURCE_VALUE_UNREPRESENTABLE);
        } else {
            Outcome outcome = read(sql, overrides, null);
            assertThat(outcome.values()).extracting(String::valueOf).containsExactly(each.value());
            assertThat(outcome.fidelity()).isEqualTo(each.fidelity());
        }
    }

    /// Only a number that is no truth value may become NULL: the others' overrides are the user's
    /// word that each value fits.
    @ParameterizedTest
    @MethodSource("cases")
    default void noneIsDroppedForNotFitting(Case each) {
        if (each.fidelity() != null && each.value() == null) {
            String sql = "SELECT %s AS v".formatted(expression(each.kind(), each.literal()));
            Map<String, LogicalType> overrides = Map.of("v", each.wanted());
            if (each.wanted().equals(BOOL)) {
                assertThat(read(sql, overrides, Unrepresentable.NULL).values())
                        .singleElement()
                        .isNull();
            } else {
                assertFails(
                        sql, overrides, Unrepresentable.NULL, Code.SOURCE_VALUE_UNREPRESENTABLE);
            }
        }
    }

    private void assertFails(
            String sql,
            Map<String, LogicalType> overrides,
            @Nullable Unrepresentable policy,
            Code code) {
        assertThatThrownBy(() -> read(sql, overrides, policy))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure -> {
                            assertThat(failure.diagnostic().code()).isEqualTo(code);
                            assertThat(failure.diagnostic().message()).containsPattern("\\bv\\b");
                            assertThat(failure.diagnostic().action()).isNotBlank();
                        });
    }
}
