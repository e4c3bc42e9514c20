package dev.rivet.row;

/// Which positions of a vector are NULL: one bit each, set for NULL.
///
/// @param bits at least as many bits as the vector is long, or empty when nothing is NULL
public record NullMask(long[] bits, int nullCount) {
    public static final NullMask NONE = new NullMask(new long[0], 0);

    public boolean isNull(int index) {
        return nullCount != 0 && (bits[index >> 6] >>> index & 1) != 0;
    }
}
