package dev.rivet.source.postgres.wire;

import dev.rivet.source.ReadPause;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Hands over bytes as they come, without a copy or a queue.
final class ByteTap extends ChannelInboundHandlerAdapter implements Tap, ReadPause.Socket {
    private final ByteListener listener;
    private final Channel channel;
    private final ReadPause reading = new ReadPause(this);
    private long lastReadNanos = System.nanoTime();

    ByteTap(ByteListener listener, Channel channel) {
        this.listener = listener;
        this.channel = channel;
    }

    @Override
    public void setReading(boolean wanted) {
        channel.config().setAutoRead(wanted);
    }

    @Override
    public void later(Duration delay, Runnable task) {
        var _ = channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void pause(ChannelHandlerContext context) {
        reading.hold();
    }

    @Override
    public void resume(ChannelHandlerContext context) {
        lastReadNanos = System.nanoTime();
        reading.release();
    }

    @Override
    public long lastReadNanos() {
        return lastReadNanos;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastReadNanos = System.nanoTime();
        ByteBuf bytes = (ByteBuf) message;
        reading.arrived(bytes.readableBytes());
        try {
            listener.arrived(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading.readComplete();
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.closed();
        context.fireChannelInactive();
    }
}
