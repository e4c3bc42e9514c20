package dev.rivet.source.postgres.wire;

import dev.rivet.source.ReadPause;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Stands before the driver in a connection's pipeline and keeps from it what the server sends:
/// hands over bytes as they come, without a copy or a queue. Event loop only.
final class ByteTap extends ChannelInboundHandlerAdapter implements ReadPause.Socket {
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

    /// The answer to another statement begins.
    void begin() {
        reading.begin();
    }

    /// Stops the reading of the socket.
    void pause() {
        reading.hold();
    }

    void resume() {
        lastReadNanos = System.nanoTime();
        reading.release();
    }

    /// When bytes came last, by [System#nanoTime()].
    long lastReadNanos() {
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
