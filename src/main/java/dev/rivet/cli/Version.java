package dev.rivet.cli;

/// Which rivet this is.
final class Version {
    static final String NUMBER = "1.0.0";
    static final String LINE = "rivet " + NUMBER;

    private Version() {}
}
