package dev.rivet.encode.parquet;

import dev.rivet.config.Compression;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
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
        private final CompressionCodecName name;
        private final BlockCodec codec;
        private final Page source = new Page();
        private byte[] target = new byte[0];

        Blocks(CompressionCodecName name, BlockCodec codec) {
            this.name = name;
            this.codec = codec;
        }

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            source.load(page);
            int most = codec.maxCompressedLength(source.length);
            if (target.length < most) {
                target = new byte[most];
            }
            return BytesInput.from(target, 0, codec.compress(source.bytes, source.length, target));
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

    /// A page in one array.
    final class Page extends OutputStream {
        private byte[] bytes = new byte[0];
        private int length;

        void load(BytesInput page) throws IOException {
            length = 0;
            int size = Math.toIntExact(page.size());
            if (bytes.length < size) {
                bytes = new byte[size];
            }
            page.writeAllTo(this);
        }

        @Override
        public void write(int value) {
            room(1);
            bytes[length++] = (byte) value;
        }

        @Override
        public void write(byte[] source, int from, int count) {
            room(count);
            System.arraycopy(source, from, bytes, length, count);
            length += count;
        }

        private void room(int count) {
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.addExact(length, count));
            }
        }
    }
}
