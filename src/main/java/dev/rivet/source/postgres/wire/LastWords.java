package dev.rivet.source.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads along what the driver gets, and keeps the error that the server ended the session with:
/// one that no "ready" follows. The driver drops it when no statement runs, and does not tell it
/// when one does. Event loop, but for [#said()].
final class LastWords extends ChannelInboundHandlerAdapter {
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    /// No error of a server is longer.
    private static final int LONGEST_BYTES = 1 << 20;

    private static final byte ERROR = 'E';
    private static final byte READY = 'Z';

    /// The header of the message that is arriving; of an error all that has arrived.
    private final ByteBuf message = Unpooled.buffer(HEADER_BYTES);

    private int bodyLeft;
    private boolean kept;

    /// Nobody knows any more where a message begins.
    private boolean lost;

    private volatile @Nullable ServerError said;

    /// The server's last error, unless it has gone on since. Any thread.
    Optional<ServerError> said() {
        return Optional.ofNullable(said);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (!lost) {
            read(((ByteBuf) bytes).duplicate());
        }
        context.fireChannelRead(bytes);
    }

    private void read(ByteBuf in) {
        while (in.isReadable() && !lost) {
            if (message.writerIndex() < HEADER_BYTES) {
                header(in);
            }
            if (message.writerIndex() >= HEADER_BYTES && !lost) {
                body(in);
            }
        }
    }

    private void header(ByteBuf in) {
        int missing = HEADER_BYTES - message.writerIndex();
        message.writeBytes(in, Math.min(missing, in.readableBytes()));
        if (message.writerIndex() == HEADER_BYTES) {
            bodyLeft = message.getInt(1) - Integer.BYTES;
            kept = message.getByte(0) == ERROR && bodyLeft <= LONGEST_BYTES;
            lost = bodyLeft < 0;
        }
    }

    private void body(ByteBuf in) {
        int count = Math.min(bodyLeft, in.readableBytes());
        bodyLeft -= count;
        if (kept) {
            message.writeBytes(in, count);
        } else {
            in.skipBytes(count);
        }
        if (bodyLeft == 0) {
            arrived();
            message.clear();
        }
    }

    private void arrived() {
        if (kept) {
            said = ServerError.parse(message, HEADER_BYTES);
        } else if (message.getByte(0) == READY) {
            said = null;
        }
    }
}
