package dev.rivet.destination;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.HexFormat;

/// Counts and hashes the bytes of one file while they pass by. Not thread-safe.
public final class FileDigest {
    private final HashStream64 xxh3 = Hashing.xxh3_64().hashStream();
    private long bytes;

    public void update(byte[] source, int offset, int length) {
        xxh3.putBytes(source, offset, length);
        bytes += length;
    }

    public long bytes() {
        return bytes;
    }

    /// All bytes so far, under a name; call it once.
    public FileContent content(String name) {
        return new FileContent(name, bytes, fingerprint(xxh3.getAsLong()));
    }

    /// `xxh3:` and 16 hex digits over these bytes.
    public static String fingerprint(byte[] content) {
        return fingerprint(Hashing.xxh3_64().hashBytesToLong(content));
    }

    private static String fingerprint(long hash) {
        return "xxh3:" + HexFormat.of().toHexDigits(hash);
    }
}
