package dev.rivet.config;

/// How values are laid out in the pages of Parquet files.
public enum ParquetEncoding {
    /// Dictionaries where values repeat, else plain: what every reader knows.
    COMPATIBLE,

    /// Also as differences, and texts with their lengths apart: smaller, for readers of Parquet 2.
    COMPACT
}
