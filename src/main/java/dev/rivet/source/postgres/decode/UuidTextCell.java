package dev.rivet.source.postgres.decode;

import dev.rivet.row.FixedBuilder;
import dev.rivet.source.postgres.type.Misfits;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Text of 36 characters into a UUID; anything else is refused.
final class UuidTextCell implements Cell {
    private static final int TEXT_LENGTH = 36;

    private final FixedBuilder builder;
    private final Misfits misfits;
    private final ByteBuffer value;

    UuidTextCell(FixedBuilder builder, Misfits misfits) {
        this.builder = builder;
        this.misfits = misfits;
        this.value = ByteBuffer.allocate(builder.width());
    }

    @Override
    public void append(ByteBuf in, int from, int length) {
        String text = in.toString(from, Math.min(length, 2 * TEXT_LENGTH), StandardCharsets.UTF_8);
        UUID uuid = parse(text);
        value.clear();
        value.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        builder.append(value.array(), 0);
    }

    private UUID parse(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException malformed) {
            throw misfits.refuse('"' + text + '"');
        }
        throw misfits.refuse('"' + text + '"');
    }
}
