package dev.rivet.config;

/// The column whose dates tell which of an export's folders a row goes to.
public record PartitionBy(String column, Granularity granularity) {
    /// What stands in a path for the folder's name.
    public static final String TOKEN = "{partition}";

    /// What one folder spans.
    public enum Granularity {
        DAY,
        MONTH,
        YEAR
    }
}
