package dev.rivet.encode.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Each block becomes one gzip member (RFC 1952), whose header names no time and no system.
final class GzipMembers implements BlockCodec {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int TRAILER_BYTES = 8;

    private final Deflater deflater;
    private final CRC32 checksum = new CRC32();

    GzipMembers(int level) {
        deflater = new Deflater(level, true);
    }

    /// Deflate stores what it cannot shrink, with a few bytes per 16 KiB on top.
    @Override
    public int maxCompressedLength(int length) {
        return Math.addExact(length, length / 512 + 64 + HEADER.length + TRAILER_BYTES);
    }

    @Override
    public int compress(byte[] source, int length, byte[] target) {
        System.arraycopy(HEADER, 0, target, 0, HEADER.length);
        deflater.reset();
        deflater.setInput(source, 0, length);
        deflater.finish();
        int room = target.length - HEADER.length - TRAILER_BYTES;
        int end = HEADER.length + deflater.deflate(target, HEADER.length, room);
        if (!deflater.finished()) {
            throw new IllegalStateException(length + " bytes did not fit into " + room);
        }
        checksum.reset();
        checksum.update(source, 0, length);
        ByteBuffer.wrap(target, end, TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt(length);
        return end + TRAILER_BYTES;
    }

    @Override
    public void close() {
        deflater.end();
    }
}
