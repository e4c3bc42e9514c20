package dev.rivet.app;

import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.LoadedConfig;
import dev.rivet.destination.ControlFile;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.state.StateLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a call reads or keeps, and a result must not replace.
///
/// @param files that it has read, and its state
/// @param folders of exports, whose control files are theirs
record OwnFiles(List<Path> files, List<Path> folders) {
    /// Beside the state's own file, while it is open.
    private static final List<String> STATE_SUFFIXES = List.of("", "-wal", "-shm", "-journal");

    static OwnFiles of(LoadedConfig loaded, StateLocation state) {
        List<Path> files = new ArrayList<>(loaded.inputs());
        if (state instanceof StateLocation.SqliteFile(var file)) {
            STATE_SUFFIXES.forEach(
                    suffix -> files.add(file.resolveSibling(file.getFileName() + suffix)));
        }
        List<Path> folders =
                loaded.config().exports().stream()
                        .map(ExportConfig::destination)
                        .flatMap(OwnFiles::folder)
                        .toList();
        return new OwnFiles(List.copyOf(files), folders);
    }

    private static Stream<Path> folder(DestinationConfig destination) {
        return switch (destination) {
            case DestinationConfig.Local(var path) -> Stream.of(path);
            case DestinationConfig.Stdout() -> Stream.empty();
        };
    }

    /// Fails when this result would replace one of them.
    ///
    /// @throws dev.rivet.diag.RivetException `CLI_VALUE_INVALID`
    void refuseToReplace(@Nullable Path result) {
        if (result == null) {
            return;
        }
        Path folder = result.toAbsolutePath().getParent();
        Path name = result.getFileName();
        boolean control =
                name != null
                        && ControlFile.is(name.toString())
                        && folders.stream().anyMatch(each -> isSame(each, folder));
        if (control || files.stream().anyMatch(each -> isSame(each, result))) {
            throw Diagnostic.of(
                            Code.CLI_VALUE_INVALID,
                            "--summary-output would replace "
                                    + result
                                    + ", which rivet itself needs",
                            "Name another file.")
                    .toException();
        }
    }

    /// By whatever name.
    private static boolean isSame(Path own, @Nullable Path other) {
        if (other == null) {
            return false;
        }
        try {
            return own.equals(other.toAbsolutePath().normalize())
                    || (Files.exists(own) && Files.exists(other) && Files.isSameFile(own, other));
        } catch (IOException unknown) {
            return false;
        }
    }
}
