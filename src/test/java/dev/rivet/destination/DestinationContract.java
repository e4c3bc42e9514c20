package dev.rivet.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every destination keeps.
public interface DestinationContract {
    Destination destination();

    /// The destination for this test alone, until it is closed.
    default Occupancy occupy() {
        return destination().occupy("a test", Duration.ZERO);
    }

    static FileContent commit(StagedFile file) throws IOException {
        try (SealedFile sealed = file.seal()) {
            return sealed.commit().content();
        }
    }

    /// What readers find under a committed name.
    byte[] delivered(String name) throws IOException;

    @Test
    default void receiptDescribesTheDeliveredBytes() throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage("a.csv")) {
            try (OutputStream sink = file.sink()) {
                sink.write("Hello, ".getBytes(StandardCharsets.UTF_8));
                sink.write('w');
                sink.write("xxorldxx".getBytes(StandardCharsets.UTF_8), 2, 4);
            }
            FileContent receipt = DestinationContract.commit(file);
            assertThat(receipt.name()).isEqualTo("a.csv");
            assertThat(receipt.bytes()).isEqualTo(12);
            assertThat(receipt.fingerprint()).isEqualTo(FileDigest.fingerprint(delivered("a.csv")));
        }
        assertThat(new String(delivered("a.csv"), StandardCharsets.UTF_8))
                .isEqualTo("Hello, world");
    }

    @Test
    default void largeWritesArriveWhole() throws IOException {
        byte[] large = new byte[3_000_001];
        new Random(1).nextBytes(large);
        try (Occupancy place = occupy();
                StagedFile file = place.stage("large.parquet")) {
            file.sink().write(large, 1, 3_000_000);
            file.sink().write(large[0]);
            file.sink().close();
            DestinationContract.commit(file);
        }
        byte[] delivered = delivered("large.parquet");
        assertThat(delivered).hasSize(3_000_001).endsWith(large[0]);
        assertThat(Arrays.equals(delivered, 0, 3_000_000, large, 1, 3_000_001)).isTrue();
    }

    @Test
    default void emptyFileIsDelivered() throws IOException {
        try (Occupancy place = occupy();
                StagedFile file = place.stage("empty.csv")) {
            file.sink().close();
            assertThat(DestinationContract.commit(file).bytes()).isZero();
        }
        assertThat(delivered("empty.csv")).isEmpty();
    }
}
