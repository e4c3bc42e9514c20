package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresChunkedIT extends ChunkedContract {
    @Override
    EventsTable table() {
        return EventsTable.postgres();
    }

    /// What a table promises of its columns, those that inherit from it need not keep.
    @Test
    void rowsWithoutAKeyOfTablesThatInheritAreReadToo() throws Exception {
        table().database()
                .execute(
                        List.of(
                                "DROP TABLE IF EXISTS events CASCADE",
                                "CREATE TABLE events (id bigint CONSTRAINT filled NOT NULL NO INHERIT,"
                                        + " at timestamp, note varchar(40))",
                                "CREATE UNIQUE INDEX ON events (id)",
                                "CREATE TABLE events_heir () INHERITS (events)",
                                table().more(1, 50),
                                "INSERT INTO events_heir VALUES (NULL, NULL, 'one'), (51, NULL, 'two')",
                                "ANALYZE events"));
        try {
            table().workspace(folder, "mode: chunked\nchunk_column: id\nchunk_count: 4").run();
            assertThat(Delivered.newest(folder.resolve("out"))).hasSize(52);
        } finally {
            table().database().execute(List.of("DROP TABLE events CASCADE"));
        }
    }
}
