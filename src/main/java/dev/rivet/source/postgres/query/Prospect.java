package dev.rivet.source.postgres.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a selection's rows before they are read.
///
/// @param rows a guess; null when there is none
/// @param caveats why there may be fewer of them than the selection says, for people
/// @param position where the server's log stood before the snapshot was taken; null when that is
///     not known
public record Prospect(@Nullable Long rows, List<String> caveats, @Nullable String position) {
    public Prospect {
        caveats = List.copyOf(caveats);
    }
}
