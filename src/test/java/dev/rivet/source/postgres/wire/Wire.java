package dev.rivet.source.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Writes values the way the server sends them.
public final class Wire {
    private static final BigInteger GROUP = BigInteger.valueOf(10_000);

    private Wire() {}

    /// `numeric` in its binary form, as short as the server makes it.
    public static ByteBuf numeric(BigDecimal value) {
        int scale = Math.max(0, value.scale());
        int padding = (4 - scale % 4) % 4;
        BigInteger digits = value.setScale(scale + padding).unscaledValue().abs();
        List<Integer> groups = new ArrayList<>();
        while (digits.signum() > 0) {
            groups.addFirst(digits.mod(GROUP).intValue());
            digits = digits.divide(GROUP);
        }
        int weight = groups.size() - (scale + padding) / 4 - 1;
        while (!groups.isEmpty() && groups.getLast() == 0) {
            groups.removeLast();
        }
        ByteBuf out = Unpooled.buffer();
        out.writeShort(groups.size()).writeShort(groups.isEmpty() ? 0 : weight);
        out.writeShort(value.signum() < 0 ? 0x4000 : 0).writeShort(scale);
        groups.forEach(out::writeShort);
        return out;
    }

    /// A message: type, length, body.
    static ByteBuf message(char type, byte[] body) {
        return Unpooled.buffer().writeByte(type).writeInt(body.length + 4).writeBytes(body);
    }
}
