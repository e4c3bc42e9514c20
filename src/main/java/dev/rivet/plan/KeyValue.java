package dev.rivet.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// One value of a key, at its full precision.
///
/// @param text as [KeyType] says
public record KeyValue(KeyType type, String text) {
    /// Of a key of several columns: the values of all of them, or of the first few. With fewer, an
    /// edge that includes it lies before all rows that begin so.
    public static KeyValue row(List<KeyValue> parts) {
        return new KeyValue(KeyType.ROW, PlanCodec.write(parts));
    }

    /// What a row consists of; of any other value, itself.
    public List<KeyValue> parts() {
        return type == KeyType.ROW ? PlanCodec.readParts(text) : List.of(this);
    }

    /// How many parts, from the first on, are the other's too.
    public int sharedParts(KeyValue other) {
        List<KeyValue> ours = parts();
        List<KeyValue> others = other.parts();
        int shared = 0;
        while (shared < Math.min(ours.size(), others.size())
                && ours.get(shared).equals(others.get(shared))) {
            shared++;
        }
        return shared;
    }

    /// For people: `2026-11-27`, `(7, 2026-11-27)`.
    public String display() {
        return type == KeyType.ROW
                ? parts().stream().map(KeyValue::text).collect(Collectors.joining(", ", "(", ")"))
                : text;
    }

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
            case ROW -> compare(parts(), other.parts());
        };
    }

    /// The first parts that differ tell; what only begins like the other lies before it.
    private static OptionalInt compare(List<KeyValue> ours, List<KeyValue> others) {
        for (int i = 0; i < Math.min(ours.size(), others.size()); i++) {
            if (!ours.get(i).equals(others.get(i))) {
                boolean told = ours.get(i).isFinite() && others.get(i).isFinite();
                OptionalInt found = told ? ours.get(i).compare(others.get(i)) : OptionalInt.empty();
                if (found.isEmpty() || found.getAsInt() != 0) {
                    return found;
                }
            }
        }
        return of(Integer.compare(ours.size(), others.size()));
    }

    /// `infinity` and `NaN` have no place that is known here.
    private boolean isFinite() {
        return !text.endsWith("nfinity") && !text.equals("NaN");
    }

    private static OptionalInt of(int comparison) {
        return OptionalInt.of(Integer.signum(comparison));
    }

    private static double parsed(String text) {
        return Double.parseDouble(text);
    }
}
