package dev.rivet.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.OptionalInt;

/// One value of a key, at its full precision.
///
/// @param text as [KeyType] says
public record KeyValue(KeyType type, String text) {
    /// Negative, zero or positive, as this is before, at or after the other. Empty where only the
    /// source can tell, or where the types differ.
    public OptionalInt compare(KeyValue other) {
        if (type != other.type) {
            return OptionalInt.empty();
        }
        return switch (type) {
            case INTEGER -> of(new BigInteger(text).compareTo(new BigInteger(other.text)));
            case DECIMAL -> of(new BigDecimal(text).compareTo(new BigDecimal(other.text)));
            case FLOAT -> of(Double.compare(parsed(text), parsed(other.text)));
            case DATE -> of(LocalDate.parse(text).compareTo(LocalDate.parse(other.text)));
            case TIMESTAMP ->
                    of(LocalDateTime.parse(text).compareTo(LocalDateTime.parse(other.text)));
            case INSTANT -> of(Instant.parse(text).compareTo(Instant.parse(other.text)));
            case BINARY -> of(text.compareTo(other.text));
            case TEXT, UUID -> text.equals(other.text) ? OptionalInt.of(0) : OptionalInt.empty();
        };
    }

    private static OptionalInt of(int comparison) {
        return OptionalInt.of(Integer.signum(comparison));
    }

    private static double parsed(String text) {
        return Double.parseDouble(text);
    }
}
