package dev.rivet.source.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Listens on a connection's socket before the driver does. The driver keeps the protocol's state,
/// authentication, TLS, statements and errors; a listener may look at each packet, take it away
/// from the driver, or stop the reading until [#resume()]. This is the one class that knows the
/// driver's insides; without them nothing can be read at all, so any live test notices a driver
/// that is shaped differently.
final class WireTap extends ChannelInboundHandlerAdapter {
    /// The driver's own first handler; it sits behind the TLS handler when there is one.
    private static final String DRIVER_HANDLER = "packetDecoder";

    private static final String NAME = "rivet";
    private static final int HEADER_BYTES = 4;
    private static final int LARGEST_PACKET = 0xFFFFFF;
    private static final int READ_BYTES = 64 * 1024;

    private final Channel channel;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf pending;
    private @Nullable Listener listener;
    private boolean held;
    private boolean draining;
    private long lastReadNanos = System.nanoTime();

    private WireTap(Channel channel) {
        this.channel = channel;
    }

    /// What becomes of a packet.
    enum Verdict {
        /// The driver gets it.
        PASS,
        /// It ends here.
        TAKE,
        /// It stays, nothing more is read from the socket, and it is shown again later.
        HOLD
    }

    /// Sees the server's messages, on the event loop.
    interface Listener {
        /// A message that has arrived completely.
        ///
        /// @param bytes holds the message's payload from `at`; valid during the call
        Verdict message(ByteBuf bytes, int at, int length);

        /// A message that has not arrived completely yet: the first `length` bytes of its payload.
        void incomplete(ByteBuf bytes, int at, int length);
    }

    /// Installs a tap on an idle connection.
    static WireTap on(SqlConnection connection) {
        SocketConnectionBase inside =
                (SocketConnectionBase) ((SqlConnectionInternal) connection).unwrap().unwrap();
        return before(DRIVER_HANDLER, inside.socket().channelHandlerContext().channel());
    }

    static WireTap before(String handler, Channel channel) {
        WireTap tap = new WireTap(channel);
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES));
        channel.pipeline().addBefore(handler, NAME, tap);
        return tap;
    }

    /// Runs on the connection's event loop, later.
    void execute(Runnable task) {
        channel.eventLoop().execute(task);
    }

    Future<?> executeAfter(Duration delay, Runnable task) {
        return channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// From now on this listener sees every message. Event loop, idle connection.
    void listen(Listener next) {
        listener = next;
    }

    /// From now on everything goes to the driver. Event loop.
    void ignore() {
        listener = null;
    }

    /// Goes on after a [Verdict#HOLD]. Event loop; does nothing when nothing is held.
    void resume() {
        if (held) {
            held = false;
            drain();
            if (context != null) {
                context.fireChannelReadComplete();
            }
            if (!held) {
                channel.config().setAutoRead(true);
            }
        }
    }

    /// `System.nanoTime()` of the last byte that arrived.
    long lastReadNanos() {
        return lastReadNanos;
    }

    /// Cuts the connection without a word to the server.
    void cut() {
        var _ = channel.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        release();
        inactive.fireChannelInactive();
    }

    private void release() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        lastReadNanos = System.nanoTime();
        ByteBuf bytes = (ByteBuf) message;
        ByteBuf before = pending;
        pending = before == null ? bytes : join(reading, before, bytes);
        drain();
    }

    private static ByteBuf join(ChannelHandlerContext reading, ByteBuf before, ByteBuf bytes) {
        if (before.refCnt() == 1) {
            before.discardReadBytes();
        }
        return ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(reading.alloc(), before, bytes);
    }

    private void drain() {
        if (!draining) {
            draining = true;
            try {
                boolean more = true;
                while (more && !held) {
                    more = step();
                }
            } finally {
                draining = false;
            }
        }
    }

    /// Deals with one message; false when more bytes are needed first.
    private boolean step() {
        ByteBuf bytes = pending;
        if (bytes == null) {
            return false;
        }
        if (!bytes.isReadable()) {
            release();
            return false;
        }
        Listener seeing = listener;
        if (seeing == null) {
            pending = null;
            pass(bytes);
            return false;
        }
        return show(seeing, bytes);
    }

    private boolean show(Listener seeing, ByteBuf bytes) {
        int start = bytes.readerIndex();
        int available = bytes.readableBytes();
        if (available < HEADER_BYTES) {
            return false;
        }
        int length = bytes.getUnsignedMediumLE(start);
        if (length == LARGEST_PACKET) {
            return showJoined(seeing, bytes);
        }
        if (available < HEADER_BYTES + length) {
            seeing.incomplete(bytes, start + HEADER_BYTES, available - HEADER_BYTES);
            return false;
        }
        return obey(
                seeing.message(bytes, start + HEADER_BYTES, length), bytes, HEADER_BYTES + length);
    }

    /// A message of several packets: shown in one piece once all have arrived.
    private boolean showJoined(Listener seeing, ByteBuf bytes) {
        int wire = joinedBytes(bytes);
        int start = bytes.readerIndex() + HEADER_BYTES;
        if (wire < 0) {
            seeing.incomplete(bytes, start, Math.min(bytes.writerIndex() - start, LARGEST_PACKET));
            return false;
        }
        ByteBuf joined = bytes.alloc().buffer(wire);
        try {
            int at = bytes.readerIndex();
            int end = at + wire;
            while (at < end) {
                int length = bytes.getUnsignedMediumLE(at);
                joined.writeBytes(bytes, at + HEADER_BYTES, length);
                at += HEADER_BYTES + length;
            }
            Verdict verdict = seeing.message(joined, joined.readerIndex(), joined.readableBytes());
            return obey(verdict, bytes, wire);
        } finally {
            joined.release();
        }
    }

    /// Bytes of all packets of the first message, headers included; -1 when some are missing.
    private static int joinedBytes(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at + HEADER_BYTES <= bytes.writerIndex()) {
            int length = bytes.getUnsignedMediumLE(at);
            at += HEADER_BYTES + length;
            if (length < LARGEST_PACKET) {
                return at <= bytes.writerIndex() ? at - bytes.readerIndex() : -1;
            }
        }
        return -1;
    }

    private boolean obey(Verdict verdict, ByteBuf bytes, int wireBytes) {
        switch (verdict) {
            case TAKE -> bytes.skipBytes(wireBytes);
            case PASS -> pass(bytes.readRetainedSlice(wireBytes));
            case HOLD -> {
                held = true;
                channel.config().setAutoRead(false);
            }
        }
        return true;
    }

    private void pass(ByteBuf bytes) {
        if (context == null) {
            bytes.release();
        } else {
            context.fireChannelRead(bytes);
        }
    }
}
