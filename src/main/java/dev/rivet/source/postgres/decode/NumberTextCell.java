package dev.rivet.source.postgres.decode;

import dev.rivet.source.postgres.type.Misfits;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Text like `-12.50` into a decimal or an integer, exactly: a sign, digits, a point, and nothing
/// else. What is written otherwise, or does not fit, is refused.
final class NumberTextCell implements Cell {
    private static final int SHOWN_BYTES = 60;

    private final NumericTarget target;
    private final Misfits misfits;

    NumberTextCell(NumericTarget target, Misfits misfits) {
        this.target = target;
        this.misfits = misfits;
    }

    @Override
    public void append(ByteBuf in, int from, int length) {
        int end = from + length;
        boolean signed = length > 0 && (in.getByte(from) == '-' || in.getByte(from) == '+');
        int first = signed ? from + 1 : from;
        if (!collect(in, first, end) || !target.append(signed && in.getByte(from) == '-')) {
            String shown = in.toString(from, Math.min(length, SHOWN_BYTES), StandardCharsets.UTF_8);
            throw misfits.refuse("\"" + shown + "\"");
        }
    }

    private boolean collect(ByteBuf in, int from, int end) {
        target.clear();
        int point = in.indexOf(from, end, (byte) '.');
        int whole = point < 0 ? end : point;
        // How far the next digit is left of the target's last digit.
        int place = whole - from - 1 + target.scale();
        boolean fits = end - from > (point < 0 ? 0 : 1);
        for (int i = from; fits && i < end; i++) {
            if (i != point) {
                fits = add(in.getByte(i) - '0', place);
                place--;
            }
        }
        return fits && target.shiftZeros(place + 1);
    }

    /// Digits that the target does not keep must be zero.
    private boolean add(int digit, int place) {
        return digit >= 0
                && digit <= 9
                && (place >= 0 ? target.shift(PowersOfTen.upTo4(1), digit) : digit == 0);
    }
}
