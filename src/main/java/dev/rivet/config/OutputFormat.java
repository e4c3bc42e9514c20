package dev.rivet.config;

/// The files' format.
public sealed interface OutputFormat {
    /// File name extension, without the dot.
    String extension();

    /// The codec as users write it; `none` for files that are not compressed.
    String compressionLabel();

    record Parquet(Compression compression, RowGroups rowGroups, ParquetEncoding encoding)
            implements OutputFormat {
        @Override
        public String extension() {
            return "parquet";
        }

        @Override
        public String compressionLabel() {
            return compression.codec().label();
        }
    }

    record Csv(CsvBinary binary) implements OutputFormat {
        /// With what is written when nothing is configured.
        public Csv() {
            this(CsvBinary.HEX);
        }

        @Override
        public String extension() {
            return "csv";
        }

        @Override
        public String compressionLabel() {
            return "none";
        }
    }
}
