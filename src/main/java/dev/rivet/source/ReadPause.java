package dev.rivet.source;

import java.time.Duration;

/// Reads a connection in large pieces. A server sends pieces of a few KB, and to be woken for each
/// of them costs both sides more than taking it: after a small read of a large answer, the next one
/// waits a moment while the system collects what comes. Reading can also be held until somebody
/// wants more. Event loop only.
public final class ReadPause {
    /// Small answers are never waited for.
    private static final int LARGE_ANSWER_BYTES = 256 << 10;

    /// What comes in such amounts needs no collecting.
    private static final int LARGE_READ_BYTES = 256 << 10;

    /// In it a fast server sends about as much as one read takes.
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Socket socket;
    private long answerBytes;
    private int readBytes;
    private boolean isHeld;
    private boolean isPaused;

    /// What a pause needs of a connection.
    public interface Socket {
        /// Whether to read what arrives; what is not read stays with the system.
        void setReading(boolean wanted);

        /// Runs a task on the event loop, after a while.
        void later(Duration delay, Runnable task);
    }

    public ReadPause(Socket socket) {
        this.socket = socket;
    }

    /// The next answer begins: it counts from zero.
    public void begin() {
        answerBytes = 0;
    }

    /// To be told of all that comes.
    public void arrived(int bytes) {
        answerBytes += bytes;
        readBytes += bytes;
    }

    /// To be told when a read has taken what there was.
    public void readComplete() {
        boolean isSmall = readBytes < LARGE_READ_BYTES;
        readBytes = 0;
        if (isSmall && answerBytes > LARGE_ANSWER_BYTES && !isHeld && !isPaused) {
            isPaused = true;
            socket.setReading(false);
            socket.later(MOMENT, this::goOn);
        }
    }

    private void goOn() {
        isPaused = false;
        if (!isHeld) {
            socket.setReading(true);
        }
    }

    /// Nothing is read until [#release()]; what is being read may still come.
    public void hold() {
        isHeld = true;
        socket.setReading(false);
    }

    /// Reads at once.
    public void release() {
        isHeld = false;
        socket.setReading(true);
    }
}
