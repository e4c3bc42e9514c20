package dev.rivet.encode.parquet;

import dev.rivet.config.Compression;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Compresses pages, one after the other, in buffers that are used again: what
/// [#compress(BytesInput)] returns is valid until it is called again.
interface PageCompressor extends BytesInputCompressor {

    static PageCompressor of(Compression compression) {
        return switch (compression.codec()) {
            case ZSTD ->
                    new Blocks(
                            CompressionCodecName.ZSTD,
                            new BlockCodec.ZstdFrames(compression.level()));
            case GZIP ->
                    new Blocks(CompressionCodecName.GZIP, new GzipMembers(compression.level()));
            case SNAPPY ->
                    new Blocks(
                            CompressionCodecName.SNAPPY,
                            new BlockCodec.PureJava(new SnappyCompressor()));
            case LZ4 ->
                    new Blocks(
                            CompressionCodecName.LZ4_RAW,
                            new BlockCodec.PureJava(new Lz4Compressor()));
            case NONE -> new Plain();
        };
    }

    /// Pages as they are.
    record Plain() implements PageCompressor {
        @Override
        public BytesInput compress(BytesInput page) {
            return page;
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.UNCOMPRESSED;
        }

        @Override
        public void release() {}
    }

    /// Each page is one block of a codec.
    final class Blocks implements PageCompressor {
        /// Longer buffers are given back after the page that needed them.
        private static final int MAX_KEPT_BYTES = 1 << 22;

        private final CompressionCodecName name;
        private final BlockCodec codec;
        private byte[] source = new byte[0];
        private byte[] target = new byte[0];

        Blocks(CompressionCodecName name, BlockCodec codec) {
            this.name = name;
            this.codec = codec;
        }

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            int length = Math.toIntExact(page.size());
            source = buffer(source, length);
            page.writeAllTo(new ArrayFiller(source));
            target = buffer(target, codec.maxCompressedLength(length));
            return BytesInput.from(target, 0, codec.compress(source, length, target));
        }

        private static byte[] buffer(byte[] kept, int length) {
            boolean tooLong = kept.length > MAX_KEPT_BYTES && length <= MAX_KEPT_BYTES;
            return tooLong || kept.length < length ? new byte[length] : kept;
        }

        @Override
        public CompressionCodecName getCodecName() {
            return name;
        }

        @Override
        public void release() {
            codec.close();
        }
    }

    /// Writes into an array that is long enough.
    final class ArrayFiller extends OutputStream {
        private final byte[] bytes;
        private int length;

        ArrayFiller(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int value) {
            bytes[length++] = (byte) value;
        }

        @Override
        public void write(byte[] from, int start, int count) {
            System.arraycopy(from, start, bytes, length, count);
            length += count;
        }
    }
}
