package dev.rivet.extract;

import dev.rivet.destination.Destination;
import dev.rivet.destination.FileContent;
import dev.rivet.destination.FileDigest;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.encode.ColumnChecksums;
import dev.rivet.encode.ColumnChecksums.Checksum;
import dev.rivet.encode.FileContents;
import dev.rivet.encode.FileFormat;
import dev.rivet.extract.FileSeries.Finished;
import dev.rivet.manifest.Part;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/// What is checked of every run, and what `--validate` does besides: every file is read back
/// before it becomes visible, and its bytes are compared once more where it was published.
final class Validation {
    private static final int BUFFER_BYTES = 1 << 16;

    private Validation() {}

    /// @throws RivetException `VALIDATE_UNVERIFIED` when the destination cannot be read back
    static void refuseUnlessPossible(RunOptions options, Destination destination) {
        if (options.validate() && !destination.capabilities().readBack()) {
            throw Diagnostic.of(
                            Code.VALIDATE_UNVERIFIED,
                            "what is written to " + destination.uri() + " cannot be read back")
                    .toException();
        }
    }

    /// Of every run, before anything becomes visible: what was read is what the files say they
    /// hold, and they are as long as what was written to them.
    ///
    /// @param read rows that came from the source
    /// @throws RivetException `DEST_PART_ROWS_MISMATCH`
    static void account(long read, List<Finished> files) throws IOException {
        long held = files.stream().mapToLong(Finished::rows).sum();
        if (held != read) {
            throw Diagnostic.of(
                            Code.DEST_PART_ROWS_MISMATCH,
                            read + " rows were read, the files hold " + held)
                    .toException();
        }
        for (Finished each : files) {
            Optional<SeekableByteChannel> staged = each.file().reopen();
            if (staged.isPresent()) {
                try (SeekableByteChannel file = staged.get()) {
                    compareSizes(each, file.size());
                }
            }
        }
    }

    private static void compareSizes(Finished file, long bytes) {
        if (file.bytes() != bytes) {
            throw Diagnostic.of(
                            Code.DEST_PART_ROWS_MISMATCH,
                            "file "
                                    + file.file().content().name()
                                    + " has "
                                    + bytes
                                    + " bytes, "
                                    + file.bytes()
                                    + " were written to it")
                    .at(Place.file(file.file().content().name()))
                    .toException();
        }
    }

    /// Reads every file as a whole, before it becomes visible: its rows, its own checksums, and
    /// its values where the format gives them back.
    ///
    /// @param schema that they were written with
    /// @param written over all values that were written
    /// @throws RivetException `DEST_PART_ROWS_MISMATCH`, `VALIDATE_FAILED`
    static void readBack(
            FileFormat format, List<Finished> files, RowSchema schema, List<Checksum> written)
            throws IOException {
        ColumnChecksums found = new ColumnChecksums(schema);
        boolean all = true;
        for (Finished each : files) {
            String name = each.file().content().name();
            SeekableByteChannel staged =
                    each.file().reopen().orElseThrow(() -> wrong(name, "cannot be reopened"));
            try (staged) {
                FileContents contents = contents(name, () -> format.readBack(staged, schema));
                compare(name, each.rows(), contents.rows());
                if (contents.values() == null) {
                    all = false;
                } else {
                    found.add(contents.values());
                }
            }
        }
        if (all) {
            compareValues(written, found.checksums());
        }
    }

    private static void compareValues(List<Checksum> written, List<Checksum> found) {
        for (int i = 0; i < written.size(); i++) {
            if (written.get(i).value() != found.get(i).value()) {
                String column = written.get(i).name();
                throw Diagnostic.of(
                                Code.VALIDATE_FAILED,
                                "the files hold other values of column "
                                        + column
                                        + " than those that were read")
                        .at(Place.column(column))
                        .toException();
            }
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /// A file that cannot be read back as what it should be is damaged.
    private static <T> T contents(String name, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (ClosedByInterruptException stopped) {
            throw stopped;
        } catch (IOException damage) {
            throw wrong(name, "is damaged: " + damage.getMessage());
        }
    }

    /// Of every run, once readers can see the files and before a manifest names them: they are
    /// there, and as long as they were.
    ///
    /// @throws RivetException `VALIDATE_FAILED`
    static void visible(List<Part> parts, Destination destination) throws IOException {
        for (Part each : parts) {
            FileContent content = each.file();
            try (SeekableByteChannel file = committed(content.name(), destination)) {
                if (file.size() != content.bytes()) {
                    throw wrong(
                            content.name(),
                            "has " + file.size() + " bytes, not " + content.bytes());
                }
            }
        }
    }

    /// The same bytes as were written have been read back already.
    ///
    /// @throws RivetException `DEST_PART_ROWS_MISMATCH`, `VALIDATE_FAILED`
    static void compareVisible(List<Finished> files, Equipment.Output output) throws IOException {
        for (Finished each : files) {
            FileContent content = each.file().content();
            String name = content.name();
            try (SeekableByteChannel file = committed(name, output.destination())) {
                compare(name, each.rows(), contents(name, () -> output.format().countRows(file)));
                compareBytes(content, file);
            }
        }
    }

    private static SeekableByteChannel committed(String name, Destination destination)
            throws IOException {
        return destination.open(name).orElseThrow(() -> wrong(name, "is missing"));
    }

    private static void compareBytes(FileContent written, SeekableByteChannel file)
            throws IOException {
        if (!holds(written, file)) {
            throw wrong(written.name(), "holds other bytes than were written to it");
        }
    }

    /// Whether a file has the bytes that were written to it.
    static boolean holds(FileContent written, SeekableByteChannel file) throws IOException {
        FileDigest digest = new FileDigest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        file.position(0);
        while (file.read(buffer.clear()) >= 0) {
            digest.update(buffer.array(), 0, buffer.position());
        }
        return digest.content(written.name()).equals(written);
    }

    private static void compare(String name, long written, long found) {
        if (written != found) {
            throw Diagnostic.of(
                            Code.DEST_PART_ROWS_MISMATCH,
                            "file "
                                    + name
                                    + " holds "
                                    + found
                                    + " rows, "
                                    + written
                                    + " were written to it")
                    .at(Place.file(name))
                    .toException();
        }
    }

    private static RivetException wrong(String name, String what) {
        return Diagnostic.of(Code.VALIDATE_FAILED, "file " + name + " " + what)
                .at(Place.file(name))
                .toException();
    }
}
