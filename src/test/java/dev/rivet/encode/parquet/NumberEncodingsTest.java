package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is packed here is unpacked by parquet-java's decoders.
class NumberEncodingsTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void runsAndPackedGroupsComeBack(long seed) throws IOException {
        Random random = new Random(seed);
        int width = random.nextInt(32);
        int[] values = runs(random, width);
        PageBuffer out = new PageBuffer();
        out.putInt(random.nextInt());
        RunLengths.write(values, values.length, width, out);
        out.write(new byte[] {77}, 0, 1);

        ByteBufferInputStream in = input(out, Integer.BYTES);
        RunLengthBitPackingHybridDecoder decoder = new RunLengthBitPackingHybridDecoder(width, in);
        for (int i = 0; i < values.length; i++) {
            assertThat(decoder.readInt()).as("seed %s, value %s", seed, i).isEqualTo(values[i]);
        }
        assertThat(in.available()).as("seed %s", seed).isEqualTo(1);
    }

    private static int[] runs(Random random, int width) {
        int[] values = new int[1 + random.nextInt(3_000)];
        int longest = 1 + random.nextInt(60);
        for (int at = 0; at < values.length; ) {
            int end = Math.min(values.length, at + 1 + random.nextInt(longest));
            Arrays.fill(values, at, end, random.nextInt() & ((1 << width) - 1));
            at = end;
        }
        return values;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void differencesComeBack(long seed) throws IOException {
        Random random = new Random(seed);
        int bits = 1 + random.nextInt(64);
        long[] values =
                new long
                        [random.nextInt(5) == 0
                                ? random.nextInt(3) + 1
                                : 1 + random.nextInt(1_000)];
        for (int i = 0; i < values.length; i++) {
            long step = random.nextLong() >> (Long.SIZE - bits);
            values[i] = random.nextBoolean() || i == 0 ? step : values[i - 1] + step;
        }
        PageBuffer out = new PageBuffer();
        new DeltaBinaryPacked().write(values, values.length, out);
        DeltaBinaryPackingValuesReader reader = new DeltaBinaryPackingValuesReader();
        reader.initFromPage(values.length, input(out, 0));
        for (int i = 0; i < values.length; i++) {
            assertThat(reader.readLong()).as("seed %s, value %s", seed, i).isEqualTo(values[i]);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void differencesOfIntsComeBackAndAreNeverWider(long seed) throws IOException {
        Random random = new Random(seed);
        int bits = 1 + random.nextInt(32);
        int[] values = new int[1 + random.nextInt(1_000)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt() >> (Integer.SIZE - bits);
        }
        PageBuffer out = new PageBuffer();
        new DeltaBinaryPacked().write(values, values.length, out);
        assertThat(out.length()).isLessThan(values.length * Integer.BYTES + 800);
        DeltaBinaryPackingValuesReader reader = new DeltaBinaryPackingValuesReader();
        reader.initFromPage(values.length, input(out, 0));
        for (int i = 0; i < values.length; i++) {
            assertThat(reader.readInteger()).as("seed %s, value %s", seed, i).isEqualTo(values[i]);
        }
    }

    private static ByteBufferInputStream input(PageBuffer page, int from) {
        ByteBuffer bytes = ByteBuffer.wrap(page.bytes(), from, page.length() - from);
        return ByteBufferInputStream.wrap(bytes);
    }
}
