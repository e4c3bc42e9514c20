package dev.rivet.config;

/// The files' format.
public sealed interface OutputFormat {
    /// File name extension, without the dot.
    String extension();

    record Parquet(Compression compression, RowGroups rowGroups) implements OutputFormat {
        @Override
        public String extension() {
            return "parquet";
        }
    }

    record Csv() implements OutputFormat {
        @Override
        public String extension() {
            return "csv";
        }
    }
}
