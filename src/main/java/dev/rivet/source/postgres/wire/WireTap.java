package dev.rivet.source.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/// Stands before the driver in a connection's pipeline, cuts the incoming bytes into messages for a
/// listener, and keeps them from the driver. For small answers: what arrives is kept until it is
/// whole. Event loop only.
final class WireTap extends ChannelInboundHandlerAdapter {
    private final WireListener listener;
    private @Nullable ByteBuf pending;
    private boolean delivering;
    private boolean removed;

    WireTap(WireListener listener) {
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        pending =
                pending == null
                        ? bytes
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(
                                context.alloc(), pending, bytes);
        deliver();
    }

    private void deliver() {
        delivering = true;
        try {
            boolean delivered = true;
            while (delivered && !removed && pending != null) {
                delivered = deliverOne(pending);
            }
        } finally {
            delivering = false;
        }
        if (removed || (pending != null && !pending.isReadable())) {
            release();
        } else if (pending != null) {
            // What was delivered must not be kept because a part of the next message is there.
            pending.discardSomeReadBytes();
        }
    }

    private boolean deliverOne(ByteBuf in) {
        int from = in.readerIndex() + Window.HEADER_BYTES;
        int arrived = in.readableBytes() - Window.HEADER_BYTES;
        if (arrived < 0) {
            return false;
        }
        byte type = in.getByte(in.readerIndex());
        int length = in.getInt(in.readerIndex() + 1) - Integer.BYTES;
        if (length > arrived) {
            return false;
        }
        listener.message(type, in, from, length);
        in.readerIndex(from + length);
        return true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.closed();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        removed = true;
        if (!delivering) {
            release();
        }
    }

    private void release() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }
}
