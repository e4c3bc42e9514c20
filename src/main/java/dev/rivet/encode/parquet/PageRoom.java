package dev.rivet.encode.parquet;

import java.nio.file.Path;

/// Where the encoded pages of one encoder wait until their row group is complete.
///
/// @param memoryBytes as many stay in memory; when there are more, they move to a temporary file
/// @param groupBytes a row group ends when its pages have as many, whatever is configured: for
///     files of limited size
/// @param folder for the temporary file
public record PageRoom(long memoryBytes, long groupBytes, Path folder) {
    /// In Java's own temporary folder.
    public static PageRoom of(long memoryBytes, long groupBytes) {
        return new PageRoom(memoryBytes, groupBytes, Path.of(System.getProperty("java.io.tmpdir")));
    }
}
