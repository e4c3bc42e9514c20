package dev.rivet.source.postgres;

/// Small powers of ten.
final class PowersOfTen {
    private static final int[] SMALL = {1, 10, 100, 1_000, 10_000};

    private PowersOfTen() {}

    /// `10^exponent` for 0 to 4.
    static int upTo4(int exponent) {
        return SMALL[exponent];
    }

    /// `10^exponent` for 0 to 18.
    static long asLong(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
