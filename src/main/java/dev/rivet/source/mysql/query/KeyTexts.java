package dev.rivet.source.mysql.query;

import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Key values from the server's text of them.
public final class KeyTexts {
    /// Between the parts of a row, none of which has it.
    static final String SEPARATOR = ",";

    private static final HexFormat HEX = HexFormat.of();

    private KeyTexts() {}

    /// The value behind what [SliceKey#text] gives. Of a date that is not in the calendar, the
    /// value that [KeyMoments] counts it for.
    public static KeyValue value(SliceKey key, String text) {
        return key.isRow() ? row(key, text) : new KeyValue(key.type(), read(key.type(), text));
    }

    private static KeyValue row(SliceKey key, String text) {
        List<SliceKey> parts = key.parts();
        String[] texts = text.split(SEPARATOR, -1);
        return KeyValue.row(
                IntStream.range(0, parts.size())
                        .mapToObj(each -> value(parts.get(each), texts[each]))
                        .toList());
    }

    private static String read(KeyType type, String text) {
        return switch (type) {
            case INTEGER -> new BigInteger(text).toString();
            case DECIMAL -> new BigDecimal(text).toPlainString();
            case FLOAT -> Double.toString(Double.parseDouble(text));
            case DATE, TIMESTAMP, INSTANT -> KeyMoments.text(type, KeyMoments.ofServer(type, text));
            case TEXT -> new String(HEX.parseHex(text), StandardCharsets.UTF_8);
            case UUID, BINARY -> text.toLowerCase(Locale.ROOT);
            case ROW -> throw new IllegalStateException("has parts");
        };
    }
}
