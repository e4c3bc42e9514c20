package dev.rivet.source.postgres.decode;

/// Small powers of ten.
public final class PowersOfTen {
    private static final int[] SMALL = {1, 10, 100, 1_000, 10_000};
    private static final long[] LARGE = powers();

    private PowersOfTen() {}

    /// `10^exponent` for 0 to 4.
    static int upTo4(int exponent) {
        return SMALL[exponent];
    }

    /// `10^exponent` for 0 to 18.
    public static long asLong(int exponent) {
        return LARGE[exponent];
    }

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
