package dev.rivet.app;

/// One thing that a self-test found.
///
/// @param name what was checked, for example `parquet zstd`
/// @param finding what was done, or what failed, on one line
public record Check(String name, Outcome outcome, String finding) {
    /// How it went.
    public sealed interface Outcome {}

    /// It works.
    public record Passed() implements Outcome {}

    /// It does not.
    ///
    /// @param advice what to do next, full sentences
    public record Failed(String advice) implements Outcome {}
}
