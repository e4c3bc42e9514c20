package dev.rivet.config;

/// The files' format.
public sealed interface OutputFormat {
    /// File name extension, without the dot.
    String extension();

    /// The codec as users write it; `none` for files that are not compressed.
    String compressionLabel();

    /// Files by columns.
    ///
    /// @param arrowExtensions whether Arrow's readers are told that uuid and json are extensions
    record Parquet(
            Compression compression,
            RowGroups rowGroups,
            ParquetEncoding encoding,
            boolean arrowExtensions)
            implements OutputFormat {
        /// Without extension types.
        public Parquet(Compression compression, RowGroups rowGroups, ParquetEncoding encoding) {
            this(compression, rowGroups, encoding, false);
        }

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
