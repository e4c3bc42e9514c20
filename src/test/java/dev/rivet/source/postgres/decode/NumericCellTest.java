package dev.rivet.source.postgres.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.LogicalType.Decimal;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.Misfits;
import dev.rivet.source.postgres.type.TextTrust;
import dev.rivet.source.postgres.type.TypeChoice;
import dev.rivet.source.postgres.type.WireType;
import dev.rivet.source.postgres.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NumericCellTest {
    private static final long SEED = 20_261_121;

    @Test
    void randomNumbersArriveExactlyOrAreRefusedAsBigDecimalWouldDo() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            int precision = 1 + random.nextInt(76);
            int scale = random.nextInt(precision + 12) - 12;
            Decimal type = new Decimal(precision, Math.min(scale, precision));
            BigDecimal value = value(random, type);
            BigDecimal expected = fitting(value, type);
            if (expected == null) {
                assertThatThrownBy(() -> decoded(type, Wire.numeric(value)))
                        .as("%s in %s", value, type)
                        .isInstanceOf(RivetException.class)
                        .hasMessageContaining(value.stripTrailingZeros().toPlainString());
            } else {
                assertThat(decoded(type, Wire.numeric(value)))
                        .as("%s in %s", value, type)
                        .isEqualTo(expected);
            }
        }
    }

    /// Mostly a value that fits, sometimes one digit too many on either side.
    private static BigDecimal value(Random random, Decimal type) {
        int digits = Math.max(1, type.precision() + random.nextInt(4) - 2);
        BigInteger unscaled = new BigInteger(digits * 10 / 3 + 1, random);
        int scale = type.scale() + random.nextInt(4) / 3;
        BigDecimal value =
                new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
        return value.setScale(Math.max(0, value.scale()), RoundingMode.UNNECESSARY);
    }

    private static @Nullable BigDecimal fitting(BigDecimal value, Decimal type) {
        try {
            BigDecimal scaled = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
            return scaled.precision() <= type.precision() ? scaled : null;
        } catch (ArithmeticException inexact) {
            return null;
        }
    }

    @Test
    void extremesOfEveryPrecisionFit() {
        for (int precision = 1; precision <= Decimal.MAX_PRECISION; precision++) {
            BigDecimal largest =
                    new BigDecimal(BigInteger.TEN.pow(precision).subtract(BigInteger.ONE), 0);
            Decimal type = new Decimal(precision, 0);
            assertThat(decoded(type, Wire.numeric(largest))).isEqualTo(largest);
            assertThat(decoded(type, Wire.numeric(largest.negate()))).isEqualTo(largest.negate());
            assertThatThrownBy(() -> decoded(type, Wire.numeric(largest.add(BigDecimal.ONE))))
                    .isInstanceOf(RivetException.class);
        }
    }

    @Test
    void wholeNumbersTakeTheFullRangeOfTheirType() {
        for (long value : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(decoded(new LogicalType.Int64(), Wire.numeric(BigDecimal.valueOf(value))))
                    .isEqualTo(value);
        }
        assertThat(decoded(new LogicalType.Int16(), Wire.numeric(new BigDecimal("-32768"))))
                .isEqualTo(-32_768);
        assertRefused(new LogicalType.Int16(), "32768");
        assertRefused(new LogicalType.Int32(), "2147483648");
        assertRefused(new LogicalType.Int64(), "9223372036854775808");
        assertRefused(new LogicalType.Int64(), "-9223372036854775809");
        assertRefused(new LogicalType.Int64(), "1.5");
    }

    private static void assertRefused(LogicalType type, String value) {
        assertThatThrownBy(() -> decoded(type, Wire.numeric(new BigDecimal(value))))
                .isInstanceOf(RivetException.class)
                .hasMessageContaining(value);
    }

    @Test
    void notANumberAndInfinityAreRefusedWithTheOverrideToWrite() {
        for (int sign : new int[] {0xC000, 0xD000, 0xF000}) {
            ByteBuf wire =
                    Unpooled.buffer().writeShort(0).writeShort(0).writeShort(sign).writeShort(0);
            assertThatThrownBy(() -> decoded(new Decimal(10, 2), wire))
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure -> {
                                assertThat(failure.diagnostic().code())
                                        .isEqualTo(Code.SOURCE_VALUE_UNREPRESENTABLE);
                                assertThat(failure.diagnostic().action()).contains("{price: text}");
                            });
        }
    }

    @Test
    void integersBecomeDecimalsOfAnyScale() {
        assertThat(integer(new Decimal(20, 0), Long.MIN_VALUE))
                .isEqualTo(new BigDecimal("-9223372036854775808"));
        assertThat(integer(new Decimal(10, 4), -12)).isEqualTo(new BigDecimal("-12.0000"));
        assertThat(integer(new Decimal(5, -2), 1_200)).isEqualTo(new BigDecimal("12E+2"));
        assertThatThrownBy(() -> integer(new Decimal(5, -2), 1_250))
                .isInstanceOf(RivetException.class);
        assertThatThrownBy(() -> integer(new Decimal(4, 2), 100))
                .isInstanceOf(RivetException.class);
    }

    private static @Nullable Object integer(Decimal type, long value) {
        return decoded(WireType.INT8, type, Unpooled.buffer().writeLong(value));
    }

    private static @Nullable Object decoded(LogicalType type, ByteBuf wire) {
        return decoded(WireType.NUMERIC, type, wire);
    }

    private static @Nullable Object decoded(WireType layout, LogicalType type, ByteBuf wire) {
        var column = new Column("price", "numeric", type, Fidelity.EXACT);
        var plan = new ColumnPlan(column, TypeChoice.binary(type, layout), Unrepresentable.FAIL);
        ColumnBuilder builder = ColumnBuilder.of(type);
        var misfits = new Misfits(plan, () -> {}, () -> {});
        new Cells(TextTrust.VALID_UTF8)
                .of(plan, builder, misfits)
                .append(wire, 0, wire.readableBytes());
        return Values.value(type, builder.build(), 0);
    }
}
