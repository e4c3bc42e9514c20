package dev.rivet.source.mysql.connect;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/// The packets of a login, over a socket of its own. Blocks, until a deadline at most.
final class LoginSocket implements AutoCloseable {
    private static final int HEADER_BYTES = 4;

    /// A login has no larger packet; what claims to be one is no login.
    private static final int MOST_BYTES = 64 << 10;

    private final Socket socket = new Socket();
    private final long deadlineNanos;
    private int sequence;

    private LoginSocket(Duration limit) {
        deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    static LoginSocket open(InetSocketAddress server, Duration limit) throws IOException {
        LoginSocket opened = new LoginSocket(limit);
        try {
            opened.socket.connect(server, opened.millisLeft());
            return opened;
        } catch (IOException failed) {
            opened.close();
            throw failed;
        }
    }

    private int millisLeft() throws SocketTimeoutException {
        long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("the login took too long");
        }
        return (int) left;
    }

    /// The next packet's payload, in the protocol's byte order.
    ByteBuffer read() throws IOException {
        socket.setSoTimeout(millisLeft());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            throw new IOException("the server ended the login");
        }
        int packed = littleEndian(header).getInt();
        int length = packed & 0xFFFFFF;
        sequence = (packed >>> 24) + 1;
        if (length == 0 || length > MOST_BYTES) {
            throw new IOException("a packet of " + length + " bytes in a login");
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return littleEndian(payload);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Answers the packet that was read last.
    void answer(byte... payload) throws IOException {
        send(sequence, payload);
    }

    /// Sends a command.
    void command(byte... payload) throws IOException {
        send(0, payload);
    }

    private void send(int number, byte[] payload) throws IOException {
        ByteBuffer packet =
                ByteBuffer.allocate(HEADER_BYTES + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        packet.putInt(payload.length | number << 24).put(payload);
        OutputStream out = socket.getOutputStream();
        out.write(packet.array());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
