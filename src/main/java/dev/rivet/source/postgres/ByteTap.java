package dev.rivet.source.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Hands over bytes as they come, without a copy or a queue.
final class ByteTap extends ChannelInboundHandlerAdapter implements Tap {
    private final ByteListener listener;
    private long lastReadNanos = System.nanoTime();

    ByteTap(ByteListener listener) {
        this.listener = listener;
    }

    @Override
    public void pause(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(false);
    }

    @Override
    public void resume(ChannelHandlerContext context) {
        lastReadNanos = System.nanoTime();
        context.channel().config().setAutoRead(true);
    }

    @Override
    public long lastReadNanos() {
        return lastReadNanos;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastReadNanos = System.nanoTime();
        ByteBuf bytes = (ByteBuf) message;
        try {
            listener.arrived(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.closed();
        context.fireChannelInactive();
    }
}
