package dev.rivet.source;

import dev.rivet.row.RowSchema;
import java.util.List;
import java.util.OptionalLong;

/// A selection, described by its source and ready to be read by the session that made it.
public interface ReadPlan {
    RowSchema schema();

    /// The catalog's guess; empty when it has none.
    OptionalLong estimatedRows();

    /// How it will be read, for people: `portal, one snapshot`, `key pages by id`. Once the read is
    /// prepared: how it is read.
    String path();

    /// Why what is read may be less than the selection's name says, for people. A strict run does
    /// not begin then.
    default List<String> caveats() {
        return List.of();
    }

    /// The statement that a DBA would recognise, for the journal.
    String sql();
}
