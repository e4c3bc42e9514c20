package dev.rivet.source.postgres.query;

/// How one slice of a selection is read.
public sealed interface SlicePath {
    /// For people; part of the summary and the manifest.
    String label();

    /// Ranges of pages, and of their rows those of the slice.
    record Pages(ReadPath.Pages pages) implements SlicePath {
        @Override
        public String label() {
            return pages.label();
        }
    }

    /// Pieces of the slice, each through a portal.
    record Pieces(KeyPieces pieces, String label) implements SlicePath {}
}
