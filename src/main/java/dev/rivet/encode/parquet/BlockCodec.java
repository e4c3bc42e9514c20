package dev.rivet.encode.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.airlift.compress.Compressor;

/// Compresses one block of bytes at a time. Not thread-safe; may hold native memory.
interface BlockCodec extends AutoCloseable {
    /// Most bytes that a block of `length` bytes can become.
    int maxCompressedLength(int length);

    /// Compresses the first `length` bytes of `source` and returns how many bytes of `target`
    /// that took.
    int compress(byte[] source, int length, byte[] target);

    @Override
    void close();

    /// One native context for all blocks of a file.
    final class ZstdFrames implements BlockCodec {
        private final ZstdCompressCtx context = new ZstdCompressCtx();

        /// @param level with which to begin
        ZstdFrames(int level) {
            useLevel(level);
        }

        void useLevel(int level) {
            context.setLevel(level);
        }

        @Override
        public int maxCompressedLength(int length) {
            return Math.toIntExact(Zstd.compressBound(length));
        }

        @Override
        public int compress(byte[] source, int length, byte[] target) {
            return context.compressByteArray(target, 0, target.length, source, 0, length);
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /// Codecs written in Java.
    record PureJava(Compressor compressor) implements BlockCodec {
        @Override
        public int maxCompressedLength(int length) {
            return compressor.maxCompressedLength(length);
        }

        @Override
        public int compress(byte[] source, int length, byte[] target) {
            return compressor.compress(source, 0, length, target, 0, target.length);
        }

        @Override
        public void close() {}
    }
}
