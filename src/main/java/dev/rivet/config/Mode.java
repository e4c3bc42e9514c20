package dev.rivet.config;

/// How much of its selection an export reads in one run.
public sealed interface Mode {
    String label();

    /// Everything, in one snapshot where the source can give one.
    record Full() implements Mode {
        @Override
        public String label() {
            return "full";
        }
    }
}
