package dev.rivet.source;

import dev.rivet.row.RowSchema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A selection, described by its source and ready to be read by the session that made it.
public interface ReadPlan {
    RowSchema schema();

    /// The catalog's guess; empty when it has none.
    OptionalLong estimatedRows();

    /// How all of it will be read, as far as can be told before, for people: `portal, one
    /// snapshot`, `key pages by id`.
    String path();

    /// Why what is read may be less than the selection's name says, for people. A strict run does
    /// not begin then.
    default List<String> caveats() {
        return List.of();
    }

    /// Where the source's log stood when the moment was fixed that is read, for who continues from
    /// there: `lsn 0/16B3748`, `gtid 3E11FA47-…:1-5`. Empty where the account may not know.
    default Optional<String> position() {
        return Optional.empty();
    }

    /// The statement that a DBA would recognise, for the journal.
    String sql();
}
