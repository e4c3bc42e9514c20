package dev.rivet.encode.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;

/// What Parquet's writer leaves no choice about, set in the footer afterwards: who created the
/// file, and which minima and maxima are only bounds because they were cut.
final class FooterSignature {
    static final String CREATED_BY = "rivet";

    /// Longest minimum or maximum of a text or binary column; longer ones are cut to a bound.
    static final int STATISTICS_BYTES = 256;

    private FooterSignature() {}

    /// @param trailer the end of a Parquet file, from some place before its footer on
    static byte[] sign(byte[] trailer) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN);
        int footerLength = bytes.getInt(trailer.length - ParquetFooter.TAIL_BYTES);
        int footerStart = trailer.length - ParquetFooter.TAIL_BYTES - footerLength;
        FileMetaData footer =
                Util.readFileMetaData(new ByteArrayInputStream(trailer, footerStart, footerLength));
        footer.setCreated_by(CREATED_BY);
        for (ColumnMetaData column : ParquetFooter.columns(footer)) {
            if (column.getStatistics() != null) {
                markBounds(column.getStatistics());
            }
        }
        ByteArrayOutputStream signed = new ByteArrayOutputStream(trailer.length);
        signed.write(trailer, 0, footerStart);
        Util.writeFileMetaData(footer, signed);
        signed.write(tail(signed.size() - footerStart));
        return signed.toByteArray();
    }

    private static byte[] tail(int footerLength) {
        return ByteBuffer.allocate(ParquetFooter.TAIL_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footerLength)
                .put(ParquetFooter.magic())
                .array();
    }

    private static void markBounds(Statistics statistics) {
        if (statistics.isSetMin_value()) {
            statistics.setIs_min_value_exact(isWhole(statistics.getMin_value()));
        }
        if (statistics.isSetMax_value()) {
            statistics.setIs_max_value_exact(isWhole(statistics.getMax_value()));
        }
    }

    /// A cut text may be a few bytes shorter than the limit: UTF-8 is cut between characters.
    private static boolean isWhole(byte[] bound) {
        return bound.length <= STATISTICS_BYTES - Integer.BYTES;
    }
}
