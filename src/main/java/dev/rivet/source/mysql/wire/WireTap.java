package dev.rivet.source.mysql.wire;

import dev.rivet.source.ReadPause;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Listens on a connection's socket before the driver does. The driver keeps the protocol's state,
/// authentication, TLS, statements and errors; a listener may look at each packet, take it away
/// from the driver, or stop the reading until [#resume()]. This is the one class that knows the
/// driver's insides; without them nothing can be read at all, so any live test notices a driver
/// that is shaped differently.
public final class WireTap extends ChannelInboundHandlerAdapter implements ReadPause.Socket {
    /// The driver's own first handler; it sits behind the TLS handler when there is one.
    private static final String DRIVER_HANDLER = "packetDecoder";

    private static final String NAME = "rivet";
    private static final int HEADER_BYTES = 4;
    private static final int LARGEST_PACKET = 0xFFFFFF;

    /// With so much at hand, messages are dealt with even while more is arriving.
    private static final int ENOUGH_BYTES = 256 * 1024;

    private final Channel channel;
    private @Nullable ChannelHandlerContext context;
    private final Inbox inbox = new Inbox();
    private final ReadPause reading = new ReadPause(this);
    private @Nullable Listener listener;
    private boolean held;
    private boolean draining;
    private long lastReadNanos = System.nanoTime();
    private volatile @Nullable MySQLException lastWords;

    private WireTap(Channel channel) {
        this.channel = channel;
    }

    /// What becomes of a packet.
    public enum Verdict {
        /// The driver gets it.
        PASS,
        /// It ends here.
        TAKE,
        /// It stays, nothing more is read from the socket, and it is shown again later.
        HOLD
    }

    /// Sees the server's messages, on the event loop.
    interface Listener {
        /// Takes complete messages from the front of `bytes[from] .. bytes[to]`, as many as it
        /// likes, headers included; returns how many bytes. With none taken, [#message] sees the
        /// first one.
        default int rows(byte[] bytes, int from, int to) {
            return 0;
        }

        /// A message that has arrived completely.
        ///
        /// @param bytes holds the message's payload from `at`; valid during the call
        Verdict message(byte[] bytes, int at, int length);

        /// A message that has not arrived completely yet: the first `length` bytes of its payload.
        void incomplete(byte[] bytes, int at, int length);
    }

    /// Installs a tap on an idle connection.
    public static WireTap on(SqlConnection connection) {
        SocketConnectionBase inside =
                (SocketConnectionBase) ((SqlConnectionInternal) connection).unwrap().unwrap();
        return before(DRIVER_HANDLER, inside.socket().channelHandlerContext().channel());
    }

    public static WireTap before(String handler, Channel channel) {
        WireTap tap = new WireTap(channel);
        channel.pipeline().addBefore(handler, NAME, tap);
        return tap;
    }

    /// Runs on the connection's event loop, later.
    public void execute(Runnable task) {
        channel.eventLoop().execute(task);
    }

    Future<?> executeAfter(Duration delay, Runnable task) {
        return channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void setReading(boolean wanted) {
        channel.config().setAutoRead(wanted);
    }

    @Override
    public void later(Duration delay, Runnable task) {
        var _ = executeAfter(delay, task);
    }

    /// From now on this listener sees every message. Event loop, idle connection.
    public void listen(Listener next) {
        listener = next;
        reading.begin();
    }

    /// From now on everything goes to the driver. Event loop.
    public void ignore() {
        listener = null;
    }

    /// Goes on after a [Verdict#HOLD]. Event loop; does nothing when nothing is held.
    public void resume() {
        if (held) {
            held = false;
            drain();
            if (context != null) {
                context.fireChannelReadComplete();
            }
            if (!held) {
                reading.release();
            }
        }
    }

    /// `System.nanoTime()` of the last byte that arrived.
    long lastReadNanos() {
        return lastReadNanos;
    }

    /// Cuts the connection without a word to the server, past everybody who might want to say
    /// one first. Any thread.
    public void cut() {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        var _ = first == null ? channel.close() : first.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        context = null;
    }

    @Override
    public void channelRead(ChannelHandlerContext passing, Object message) {
        lastReadNanos = System.nanoTime();
        ByteBuf bytes = (ByteBuf) message;
        if (listener == null && inbox.length() == 0) {
            pass(passing, bytes);
            return;
        }
        reading.arrived(bytes.readableBytes());
        inbox.add(bytes);
        if (inbox.length() >= ENOUGH_BYTES) {
            drain();
        }
    }

    /// The driver does not know what to do with a farewell that nobody asked for.
    private void pass(ChannelHandlerContext passing, ByteBuf bytes) {
        Optional<MySQLException> farewell = Farewell.in(bytes);
        if (farewell.isPresent()) {
            lastWords = farewell.get();
            bytes.release();
            cut();
        } else {
            passing.fireChannelRead(bytes);
        }
    }

    /// Why the server has hung up, if it said so.
    public Optional<MySQLException> lastWords() {
        return Optional.ofNullable(lastWords);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext passing) {
        drain();
        reading.readComplete();
        passing.fireChannelReadComplete();
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

    /// Deals with some messages; false when more bytes are needed first.
    private boolean step() {
        if (inbox.length() == 0) {
            return false;
        }
        Listener seeing = listener;
        if (seeing == null) {
            pass(inbox.length());
            return false;
        }
        int taken = seeing.rows(inbox.data(), inbox.begin(), inbox.end());
        inbox.skip(taken);
        return taken > 0 || show(seeing);
    }

    private boolean show(Listener seeing) {
        int available = inbox.length() - HEADER_BYTES;
        if (available < 0) {
            return false;
        }
        byte[] bytes = inbox.data();
        int payload = inbox.begin() + HEADER_BYTES;
        int length = LittleEndian.u24(bytes, inbox.begin());
        if (length == LARGEST_PACKET) {
            return showJoined(seeing);
        }
        if (available < length) {
            seeing.incomplete(bytes, payload, available);
            return false;
        }
        obey(seeing.message(bytes, payload, length), HEADER_BYTES + length);
        return true;
    }

    /// A message of several packets: shown in one piece once all have arrived.
    private boolean showJoined(Listener seeing) {
        int wire = joinedBytes();
        byte[] bytes = inbox.data();
        int at = inbox.begin();
        if (wire < 0) {
            int available = inbox.length() - HEADER_BYTES;
            seeing.incomplete(bytes, at + HEADER_BYTES, Math.min(available, LARGEST_PACKET));
            return false;
        }
        int end = at + wire;
        byte[] joined = new byte[wire];
        int joinedLength = 0;
        while (at < end) {
            int length = LittleEndian.u24(bytes, at);
            System.arraycopy(bytes, at + HEADER_BYTES, joined, joinedLength, length);
            joinedLength += length;
            at += HEADER_BYTES + length;
        }
        obey(seeing.message(joined, 0, joinedLength), wire);
        return true;
    }

    /// Bytes of all packets of the first message, headers included; -1 when some are missing.
    private int joinedBytes() {
        int at = inbox.begin();
        while (at + HEADER_BYTES <= inbox.end()) {
            int length = LittleEndian.u24(inbox.data(), at);
            at += HEADER_BYTES + length;
            if (length < LARGEST_PACKET) {
                return at <= inbox.end() ? at - inbox.begin() : -1;
            }
        }
        return -1;
    }

    private void obey(Verdict verdict, int wireBytes) {
        switch (verdict) {
            case TAKE -> inbox.skip(wireBytes);
            case PASS -> pass(wireBytes);
            case HOLD -> {
                held = true;
                reading.hold();
            }
        }
    }

    private void pass(int wireBytes) {
        byte[] taken = inbox.take(wireBytes);
        if (context != null) {
            context.fireChannelRead(Unpooled.wrappedBuffer(taken));
        }
    }
}
