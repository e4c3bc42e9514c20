package dev.rivet.encode.parquet;

import dev.rivet.observe.StageProfile.Timer;
import java.util.Arrays;
import org.apache.parquet.format.CompressionCodec;

/// How the pages of one column are compressed, found out on first pages of column chunks: whether
/// at all, since Parquet has one codec for a whole chunk, and with which level where that is left
/// to rivet. Not thread-safe.
final class ChunkCompression {
    private static final int FAST_LEVEL = 1;
    private static final int DENSE_LEVEL = 3;

    /// The higher level has to make a page this much smaller to be worth its time.
    private static final double DENSE_PAYS = 0.97;

    /// Pages that keep more than this are stored as they are, and so are those that follow.
    private static final double NOT_COMPRESSIBLE = 0.95;

    /// Levels are compared again after so many chunks: the values may have changed.
    private static final int CHUNKS_PER_TRIAL = 8;

    private final PageCompressor compressor;
    private final Timer encoding;
    private final Timer compressing;
    private int level = FAST_LEVEL;
    private int chunks;
    private boolean isFirst = true;
    private boolean isStored;
    private byte[] output = new byte[0];

    /// @param encoding the stage that compresses in its midst
    ChunkCompression(PageCompressor compressor, Timer encoding, Timer compressing) {
        this.compressor = compressor;
        this.encoding = encoding;
        this.compressing = compressing;
    }

    /// Compresses the next page of the chunk and returns how many bytes of [#output()] it became.
    int compress(byte[] source, int length) {
        long start = compressing.start();
        int compressed = compressPage(source, length);
        compressing.stopWithin(encoding, start);
        return compressed;
    }

    private int compressPage(byte[] source, int length) {
        boolean asked = isFirst;
        isFirst = false;
        if (asked) {
            isStored = !compressor.compresses();
        }
        if (isStored) {
            return store(source, length);
        }
        int compressed =
                asked && compressor.choosesLevels() && chunks % CHUNKS_PER_TRIAL == 0
                        ? compareLevels(source, length)
                        : compressWith(level, source, length);
        if (asked && compressed > length * NOT_COMPRESSIBLE) {
            isStored = true;
            return store(source, length);
        }
        return compressed;
    }

    private int store(byte[] source, int length) {
        output = source;
        return length;
    }

    private int compareLevels(byte[] source, int length) {
        int dense = compressWith(DENSE_LEVEL, source, length);
        byte[] denseOutput = Arrays.copyOf(output, dense);
        int fast = compressWith(FAST_LEVEL, source, length);
        if (dense >= fast * DENSE_PAYS) {
            level = FAST_LEVEL;
            return fast;
        }
        level = DENSE_LEVEL;
        output = denseOutput;
        return dense;
    }

    private int compressWith(int wanted, byte[] source, int length) {
        if (compressor.choosesLevels()) {
            compressor.useLevel(wanted);
        }
        int compressed = compressor.compress(source, length);
        output = compressor.target();
        return compressed;
    }

    /// The page compressed last; valid until any column compresses another.
    byte[] output() {
        return output;
    }

    /// The codec of the chunk's pages so far.
    CompressionCodec codec() {
        return isStored ? CompressionCodec.UNCOMPRESSED : compressor.name();
    }

    void endChunk() {
        chunks++;
        isFirst = true;
    }
}
