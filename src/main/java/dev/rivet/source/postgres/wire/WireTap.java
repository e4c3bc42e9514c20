package dev.rivet.source.postgres.wire;

import dev.rivet.source.postgres.wire.WireListener.Arriving;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/// Cuts the incoming bytes into messages for a listener, and keeps them from the driver. While
/// paused nothing is read from the socket and nothing is delivered. Event loop only.
final class WireTap extends ChannelInboundHandlerAdapter implements Tap {
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    private final WireListener listener;
    private @Nullable ByteBuf pending;
    private int bytesToSkip;
    private boolean paused;
    private boolean delivering;
    private boolean removed;
    private long lastReadNanos = System.nanoTime();

    WireTap(WireListener listener) {
        this.listener = listener;
    }

    @Override
    public long lastReadNanos() {
        return lastReadNanos;
    }

    @Override
    public void pause(ChannelHandlerContext context) {
        paused = true;
        context.channel().config().setAutoRead(false);
    }

    @Override
    public void resume(ChannelHandlerContext context) {
        lastReadNanos = System.nanoTime();
        paused = false;
        deliver();
        if (!paused) {
            context.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastReadNanos = System.nanoTime();
        ByteBuf bytes = (ByteBuf) message;
        pending =
                pending == null
                        ? bytes
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(
                                context.alloc(), pending, bytes);
        deliver();
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            boolean delivered = true;
            while (delivered && !paused && !removed && pending != null) {
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
        if (bytesToSkip > 0) {
            int skipped = Math.min(bytesToSkip, in.readableBytes());
            in.skipBytes(skipped);
            bytesToSkip -= skipped;
        }
        int from = in.readerIndex() + HEADER_BYTES;
        int arrived = in.readableBytes() - HEADER_BYTES;
        if (arrived < 0) {
            return false;
        }
        byte type = in.getByte(in.readerIndex());
        int length = in.getInt(in.readerIndex() + 1) - Integer.BYTES;
        if (length > arrived) {
            if (listener.incomplete(type, in, from, length, arrived) == Arriving.SKIP) {
                in.skipBytes(in.readableBytes());
                bytesToSkip = length - arrived;
            }
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
