package dev.rivet.encode;

/// Encoded rows that stand together in a file: a row group of Parquet, some lines of CSV. Valid
/// while the [SectionSink] that received it runs; its memory is used again afterwards.
public interface Section {
    int rows();
}
