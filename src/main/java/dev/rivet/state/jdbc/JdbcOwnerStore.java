package dev.rivet.state.jdbc;

import dev.rivet.state.ExportOwner;
import dev.rivet.state.OwnerStore;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/// `export_owner`.
final class JdbcOwnerStore implements OwnerStore {
    private final Database database;
    private final Clock clock;

    JdbcOwnerStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void claim(String export, ExportOwner owner) {
        database.write(
                session -> {
                    Optional<ExportOwner> there = find(session, export);
                    there.ifPresent(other -> OwnerStore.refuseOther(export, other, owner));
                    return there.filter(owner::equals).isPresent()
                            ? 0
                            : save(session, export, owner);
                });
    }

    @Override
    public Optional<ExportOwner> accept(String export, ExportOwner owner) {
        Optional<ExportOwner> there = database.read(session -> find(session, export));
        database.write(session -> save(session, export, owner));
        return there;
    }

    private static Optional<ExportOwner> find(Session session, String export) throws SQLException {
        return session
                .query(
                        """
                        SELECT config_file, source, destination FROM export_owner
                        WHERE export_name = ?
                        """,
                        row ->
                                new ExportOwner(
                                        row.getString(1), row.getString(2), row.getString(3)),
                        export)
                .stream()
                .findFirst();
    }

    private int save(Session session, String export, ExportOwner owner) throws SQLException {
        return session.update(
                """
                INSERT INTO export_owner (export_name, config_file, source, destination,
                    updated_at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (export_name) DO UPDATE SET
                    config_file = excluded.config_file, source = excluded.source,
                    destination = excluded.destination, updated_at = excluded.updated_at
                """,
                export,
                owner.configFile(),
                owner.source(),
                owner.destination(),
                clock.instant());
    }
}
