package dev.rivet.source.mysql.query;

import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Values between two keys, to cut there. Pure.
public final class KeyMiddle {
    private static final HexFormat HEX = HexFormat.of();
    private static final int BYTES = 8;

    private KeyMiddle() {}

    /// Values that may lie behind the lower key and not behind the upper one, the best one
    /// first. They do, except for texts, of whose order only the server knows; none when there
    /// is no room.
    public static List<KeyValue> between(KeyValue low, KeyValue high) {
        if (low.equals(high)) {
            return List.of();
        }
        if (low.type() == KeyType.ROW) {
            return rows(low.parts(), high.parts(), 0);
        }
        return texts(low, high).stream().map(text -> new KeyValue(low.type(), text)).toList();
    }

    private static List<String> texts(KeyValue low, KeyValue high) {
        return switch (low.type()) {
            case INTEGER ->
                    List.of(
                            middle(new BigInteger(low.text()), new BigInteger(high.text()))
                                    .toString());
            case DECIMAL ->
                    List.of(decimal(new BigDecimal(low.text()), new BigDecimal(high.text())));
            case FLOAT ->
                    List.of(
                            number(
                                    Double.parseDouble(low.text()),
                                    Double.parseDouble(high.text())));
            case DATE, TIMESTAMP, INSTANT ->
                    List.of(KeyMoments.middle(low.type(), low.text(), high.text()));
            case BINARY -> List.of(bytes(HEX.parseHex(low.text()), HEX.parseHex(high.text())));
            case TEXT -> TextMiddle.between(low.text(), high.text());
            case UUID -> List.of();
            case ROW -> throw new IllegalStateException("has parts");
        };
    }

    /// Values of the first column in which the two differ, then the beginning of the upper one's
    /// value; of texts that may be the same to the server, also what the next columns give.
    private static List<KeyValue> rows(List<KeyValue> low, List<KeyValue> high, int from) {
        int at = from;
        while (at < low.size() && low.get(at).equals(high.get(at))) {
            at++;
        }
        if (at == low.size()) {
            return List.of();
        }
        List<KeyValue> before = low.subList(0, at);
        List<KeyValue> middles = new ArrayList<>();
        between(low.get(at), high.get(at)).forEach(each -> middles.add(row(before, each)));
        middles.add(row(before, high.get(at)));
        if (low.get(at).type() == KeyType.TEXT) {
            middles.addAll(rows(low, high, at + 1));
        }
        return middles;
    }

    private static KeyValue row(List<KeyValue> before, KeyValue last) {
        List<KeyValue> parts = new ArrayList<>(before);
        parts.add(last);
        return KeyValue.row(parts);
    }

    /// Above the lower one.
    private static BigInteger middle(BigInteger low, BigInteger high) {
        return low.add(high).add(BigInteger.ONE).shiftRight(1);
    }

    private static String decimal(BigDecimal low, BigDecimal high) {
        int scale = Math.max(low.scale(), high.scale());
        BigInteger middle =
                middle(
                        low.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue(),
                        high.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue());
        return new BigDecimal(middle, scale).toPlainString();
    }

    /// Halfway by their bits, so that all powers of ten come into it.
    private static String number(double low, double high) {
        BigInteger middle =
                middle(BigInteger.valueOf(ordered(low)), BigInteger.valueOf(ordered(high)));
        long bits = middle.longValueExact();
        return Double.toString(Double.longBitsToDouble(bits < 0 ? Long.MIN_VALUE - bits : bits));
    }

    private static long ordered(double number) {
        long bits = Double.doubleToRawLongBits(number);
        return bits < 0 ? Long.MIN_VALUE - bits : bits;
    }

    private static String bytes(byte[] low, byte[] high) {
        int common = 0;
        while (common < low.length && common < high.length && low[common] == high[common]) {
            common++;
        }
        int width = common + BYTES;
        BigInteger to = padded(high, width);
        BigInteger middle = middle(padded(low, width), to);
        if (middle.compareTo(to) >= 0) {
            return HEX.formatHex(high);
        }
        String digits = middle.toString(16);
        return "0".repeat(Math.max(0, width * 2 - digits.length())) + digits;
    }

    private static BigInteger padded(byte[] bytes, int width) {
        byte[] all = new byte[width];
        System.arraycopy(bytes, 0, all, 0, Math.min(bytes.length, width));
        return new BigInteger(1, all);
    }
}
