package dev.rivet.encode.csv;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Storage;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Exact decimals with all digits of their scale.
final class DecimalCells {
    private DecimalCells() {}

    static Cells of(LogicalType.Decimal type) {
        if (type.storage() == Storage.LONG && type.scale() >= 0) {
            return UpTo18Digits.of(type.scale());
        }
        return type.scale() >= 0 ? new WideDecimalCells(type) : new Any(type.scale());
    }

    /// Written without an object.
    ///
    /// @param unit ten to the power of the scale
    private record UpTo18Digits(long unit, int scale) implements Cells {
        static UpTo18Digits of(int scale) {
            return new UpTo18Digits(BigInteger.TEN.pow(scale).longValueExact(), scale);
        }

        @Override
        public void write(ColumnVector column, int row, FieldBuffer out) {
            long unscaled = ((ColumnVector.Longs) column).values()[row];
            if (unscaled < 0) {
                out.put('-');
            }
            out.putMagnitude(unscaled / unit, 1);
            if (scale > 0) {
                out.put('.');
                out.putMagnitude(unscaled % unit, scale);
            }
        }
    }

    /// Those of a negative scale, which is multiplied out.
    private record Any(int scale) implements Cells {
        @Override
        public void write(ColumnVector column, int row, FieldBuffer out) {
            out.putAscii(new BigDecimal(unscaled(column, row), scale).toPlainString());
        }

        private static BigInteger unscaled(ColumnVector column, int row) {
            if (column instanceof ColumnVector.Longs longs) {
                return BigInteger.valueOf(longs.values()[row]);
            }
            ColumnVector.Fixed fixed = (ColumnVector.Fixed) column;
            return new BigInteger(fixed.data(), row * fixed.width(), fixed.width());
        }
    }
}
