package dev.rivet.source.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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

    /// Messages of a client, for people: `Parse SELECT … [27, 27]|Bind (0,0) (5,0)|Describe|
    /// Execute 0|Sync`, without the names of portals.
    public static String shown(ByteBuf messages) {
        List<String> shown = new ArrayList<>();
        ByteBuf in = messages.slice();
        while (in.isReadable()) {
            char type = (char) in.readByte();
            shown.add(shown(type, in.readSlice(in.readInt() - Integer.BYTES)));
        }
        return String.join("|", shown);
    }

    private static String shown(char type, ByteBuf body) {
        return switch (type) {
            case 'P' -> {
                text(body);
                yield "Parse " + text(body) + " " + oids(body);
            }
            case 'B' -> "Bind" + parameters(body);
            case 'D' -> "Describe";
            case 'E' -> {
                text(body);
                yield "Execute " + body.readInt();
            }
            case 'C' -> "Close";
            case 'S' -> "Sync";
            default -> throw new AssertionError("a message of type " + type);
        };
    }

    private static List<Integer> oids(ByteBuf body) {
        List<Integer> oids = new ArrayList<>();
        for (int left = body.readShort(); left > 0; left--) {
            oids.add(body.readInt());
        }
        return oids;
    }

    private static String parameters(ByteBuf body) {
        text(body);
        text(body);
        body.skipBytes(body.readShort() * Short.BYTES);
        StringBuilder parameters = new StringBuilder();
        for (int left = body.readShort(); left > 0; left--) {
            int length = body.readInt();
            parameters.append(' ').append(body.readCharSequence(length, StandardCharsets.UTF_8));
        }
        return parameters.toString();
    }

    private static String text(ByteBuf body) {
        String text =
                body.readCharSequence(body.bytesBefore((byte) 0), StandardCharsets.UTF_8) + "";
        body.skipBytes(1);
        return text;
    }

    /// A message: type, length, body.
    static ByteBuf message(char type, byte[] body) {
        return Unpooled.buffer().writeByte(type).writeInt(body.length + 4).writeBytes(body);
    }
}
