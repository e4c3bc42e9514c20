package dev.rivet.destination.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteBehindTest {
    private static final int MEGABYTE = 1 << 20;

    private final BlockingQueue<Boolean> forced = new LinkedBlockingQueue<>();

    private static void write(WriteBehind behind, long bytes) throws IOException {
        for (long done = 0; done < bytes; done += MEGABYTE) {
            behind.wrote(MEGABYTE);
        }
    }

    @Test
    void piecesGoToTheDiskBeforeTheCommit() throws Exception {
        WriteBehind behind = new WriteBehind(forced::add);

        write(behind, WriteBehind.PIECE_BYTES - MEGABYTE);
        assertThat(forced).isEmpty();
        write(behind, MEGABYTE);

        assertThat(forced.poll(10, TimeUnit.SECONDS)).as("without metadata").isFalse();
        behind.finish();
        assertThat(forced).containsExactly(true);
    }

    @Test
    void aSlowDiskGetsOnePieceAtATimeAndNobodyWaitsForIt() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        WriteBehind behind =
                new WriteBehind(
                        metadata -> {
                            forced.add(metadata);
                            if (!metadata) {
                                awaitUninterrupted(slow);
                            }
                        });

        write(behind, 4 * WriteBehind.PIECE_BYTES);

        assertThat(forced.poll(10, TimeUnit.SECONDS)).isFalse();
        assertThat(forced).isEmpty();
        slow.countDown();
        behind.finish();
        assertThat(forced).containsExactly(true);
    }

    private static void awaitUninterrupted(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IOException("nobody wrote on");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void whatAPieceFailedWithFailsTheCommit() throws IOException {
        WriteBehind behind =
                new WriteBehind(
                        metadata -> {
                            if (!metadata) {
                                throw new IOException("Input/output error");
                            }
                        });
        write(behind, WriteBehind.PIECE_BYTES);

        assertThatIOException().isThrownBy(behind::finish).withMessage("Input/output error");
    }

    @Test
    void afterItsEndAFileIsBroughtToTheDiskAndClosedMeanwhile() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        WriteBehind behind =
                new WriteBehind(
                        metadata -> {
                            awaitUninterrupted(slow);
                            forced.add(metadata);
                        });

        behind.end(closed::countDown);
        assertThat(forced).isEmpty();
        slow.countDown();
        behind.finish();

        assertThat(forced).containsExactly(true);
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void whatTheEndFailedWithFailsTheCommitEachTime() {
        WriteBehind behind =
                new WriteBehind(
                        metadata -> {
                            throw new IOException("Input/output error");
                        });
        behind.end(() -> {});

        assertThatIOException().isThrownBy(behind::finish).withMessage("Input/output error");
        assertThatIOException().isThrownBy(behind::finish).withMessage("Input/output error");
    }

    @Test
    void aRealFileThatIsClosedFailsToo(@TempDir Path folder) throws IOException {
        WriteBehind behind;
        try (FileChannel channel =
                FileChannel.open(
                        folder.resolve("part"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE)) {
            behind = new WriteBehind(channel::force);
            behind.wrote(channel.write(ByteBuffer.allocate(MEGABYTE)));
            write(behind, WriteBehind.PIECE_BYTES);
        }
        assertThatIOException()
                .isThrownBy(behind::finish)
                .isInstanceOf(ClosedChannelException.class);
    }
}
