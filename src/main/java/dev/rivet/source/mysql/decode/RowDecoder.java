package dev.rivet.source.mysql.decode;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.source.mysql.query.KeyBytes;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.Lenenc;
import dev.rivet.source.mysql.wire.LittleEndian;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Decodes binary rows one by one: slower than [BlockDecoder], and the measure of what that must
/// give. It says which row of which key is at fault. Event loop.
final class RowDecoder {
    private static final int NULL_BITMAP_OFFSET = 2;

    private final BatchBuilder batch;
    private final Cell[] cells;
    private final int[] fixedBytes;
    private final List<String> names;
    private final long maxValueBytes;
    private final @Nullable PageKey pageKey;
    private final @Nullable KeyBytes key;
    private long rows;

    /// A decoder for the rows of one statement.
    ///
    /// @param running the columns as the running statement defines them
    public RowDecoder(MySqlPlan plan, List<WireColumn> running, BatchBuilder batch) {
        this.batch = batch;
        this.pageKey = plan.pageKey();
        this.key = pageKey == null ? null : new KeyBytes(running.get(pageKey.position()));
        this.maxValueBytes = plan.tuning().maxValueBytes();
        this.names = running.stream().map(WireColumn::name).toList();
        this.cells = new Cell[plan.columns().size()];
        this.fixedBytes = new int[running.size()];
        for (int i = 0; i < cells.length; i++) {
            String catalogType = plan.columns().get(i).catalogType();
            SourceColumn source = new SourceColumn(running.get(i), catalogType);
            CellSite site = CellSite.of(plan, i, batch);
            cells[i] = Cells.of(source, site);
        }
        Arrays.setAll(fixedBytes, i -> running.get(i).type().fixedBytes());
    }

    /// The next row is counted as the one after so many.
    void startAfter(long rowsBefore) {
        rows = rowsBefore;
    }

    void decode(byte[] in, int row, int length) {
        rows++;
        try {
            int end = decodeFields(in, row);
            if (end != row + length) {
                throw new IndexOutOfBoundsException(end);
            }
        } catch (RivetException e) {
            throw located(e, in, row);
        } catch (IndexOutOfBoundsException e) {
            String message = "the server sent a row of " + length + " bytes that does not add up";
            throw Diagnostic.of(Code.INTERNAL_SOURCE_INVARIANT, message).toException(e);
        }
        batch.endRow();
    }

    /// Returns where the last field ends.
    private int decodeFields(byte[] in, int row) {
        int at = fieldsStart(row);
        for (int i = 0; i < fixedBytes.length; i++) {
            boolean selected = i < cells.length;
            if (!isNull(in, row, i)) {
                int width = fixedBytes[i];
                int size = width;
                if (width == 0) {
                    size = checkedLength(Lenenc.get(in, at), i);
                    at += Lenenc.size(LittleEndian.u8(in, at));
                }
                if (selected) {
                    cells[i].append(in, at, size);
                }
                at += size;
            } else if (selected) {
                batch.column(i).appendNull();
            }
        }
        return at;
    }

    private int fieldsStart(int row) {
        return row + 1 + (fixedBytes.length + NULL_BITMAP_OFFSET + 7) / 8;
    }

    private static boolean isNull(byte[] in, int row, int column) {
        int bit = column + NULL_BITMAP_OFFSET;
        return (in[row + 1 + (bit >> 3)] >> (bit & 7) & 1) != 0;
    }

    private int checkedLength(long length, int column) {
        if (maxValueBytes > 0 && length > maxValueBytes) {
            String message =
                    String.format(
                            Locale.ROOT,
                            "column %s holds a value of %,d bytes; the limit is %,d",
                            names.get(column),
                            length,
                            maxValueBytes);
            throw Diagnostic.of(Code.SOURCE_VALUE_TOO_LARGE, message)
                    .at(Place.column(names.get(column)))
                    .toException();
        }
        return (int) length;
    }

    /// Looks at the beginning of a row that is still arriving, so that a value beyond the limit is
    /// refused before it fills the memory.
    void checkIncomplete(byte[] in, int row, int length) {
        try {
            checkLengths(in, row, length);
        } catch (RivetException e) {
            rows++;
            throw located(e, in, row);
        }
    }

    private void checkLengths(byte[] in, int row, int length) {
        int end = row + length;
        int at = fieldsStart(row);
        for (int i = 0; i < fixedBytes.length && at <= end; i++) {
            if (!isNull(in, row, i)) {
                int width = fixedBytes[i];
                if (width > 0) {
                    at += width;
                } else if (at < end && at + Lenenc.size(LittleEndian.u8(in, at)) <= end) {
                    int header = Lenenc.size(LittleEndian.u8(in, at));
                    at += header + checkedLength(Lenenc.get(in, at), i);
                } else {
                    return;
                }
            }
        }
    }

    private RivetException located(RivetException failure, byte[] in, int row) {
        Diagnostic found = failure.diagnostic();
        String where =
                String.format(Locale.ROOT, " (row %,d of the read%s)", rows, shownKey(in, row));
        return new Diagnostic(
                        found.code(),
                        found.message() + where,
                        found.action(),
                        found.outlook(),
                        found.place())
                .toException(failure);
    }

    private String shownKey(byte[] in, int row) {
        try {
            return keyOf(in, row);
        } catch (IndexOutOfBoundsException notArrivedYet) {
            return "";
        }
    }

    private String keyOf(byte[] in, int row) {
        if (pageKey == null || key == null) {
            return "";
        }
        int at = fieldsStart(row);
        for (int i = 0; i <= pageKey.position(); i++) {
            if (!isNull(in, row, i)) {
                int size = fixedBytes[i];
                if (size == 0) {
                    size = (int) Lenenc.get(in, at);
                    at += Lenenc.size(LittleEndian.u8(in, at));
                }
                if (i == pageKey.position()) {
                    key.copy(in, at, size);
                }
                at += size;
            }
        }
        return ", " + pageKey.column() + " = " + pageKey.display(key);
    }
}
