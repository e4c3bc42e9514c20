package dev.rivet.extract;

import dev.rivet.destination.Destination;
import dev.rivet.destination.FileContent;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.encode.FileFormat;
import dev.rivet.extract.FileSeries.Finished;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/// What is checked of every run, and what `--validate` does besides: every file is counted again
/// before it becomes visible, and looked at once more where it was published.
final class Validation {
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

    /// @throws RivetException `DEST_PART_ROWS_MISMATCH`
    static void recount(FileFormat format, List<Finished> files) throws IOException {
        for (Finished each : files) {
            SeekableByteChannel staged =
                    each.file()
                            .reopen()
                            .orElseThrow(
                                    () ->
                                            wrong(
                                                    each.file().content().name(),
                                                    "cannot be reopened"));
            try (staged) {
                compare(each.file().content().name(), each.rows(), format.countRows(staged));
            }
        }
    }

    /// Of every run, once readers can see the files and before a manifest names them: they are
    /// there, and as long as they were.
    ///
    /// @throws RivetException `VALIDATE_FAILED`
    static void visible(List<Finished> files, Destination destination) throws IOException {
        for (Finished each : files) {
            FileContent content = each.file().content();
            try (SeekableByteChannel file = committed(content.name(), destination)) {
                if (file.size() != content.bytes()) {
                    throw wrong(
                            content.name(),
                            "has " + file.size() + " bytes, not " + content.bytes());
                }
            }
        }
    }

    /// @throws RivetException `DEST_PART_ROWS_MISMATCH`, `VALIDATE_FAILED`
    static void recountVisible(List<Finished> files, Equipment.Output output) throws IOException {
        for (Finished each : files) {
            String name = each.file().content().name();
            try (SeekableByteChannel file = committed(name, output.destination())) {
                compare(name, each.rows(), output.format().countRows(file));
            }
        }
    }

    private static SeekableByteChannel committed(String name, Destination destination)
            throws IOException {
        return destination.open(name).orElseThrow(() -> wrong(name, "is missing"));
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
