package dev.rivet.journal;

/// How much was moved, so far or in all.
///
/// @param files that have it, at least in part
/// @param bytesRead of the rows as they came, in memory
/// @param bytesWritten of the files
public record Volume(long rows, int files, long bytesRead, long bytesWritten) {
    public static final Volume NONE = new Volume(0, 0, 0, 0);
}
