package dev.rivet.source;

import dev.rivet.row.RowSchema;
import java.util.OptionalLong;

/// A selection, described by its source and ready to be read by the session that made it.
public interface ReadPlan {
    RowSchema schema();

    /// The catalog's guess; empty when it has none.
    OptionalLong estimatedRows();

    /// How it will be read, for people: `portal, one snapshot`, `key pages by id`. Once the read is
    /// prepared: how it is read.
    String path();

    /// The statement that a DBA would recognise, for the journal.
    String sql();
}
