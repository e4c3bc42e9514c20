package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.testing.RivetProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresOverlapIT extends OverlapContract {
    private static final int ROWS = 2_200_000;

    /// What the server is made to believe, so that it is read in three chunks.
    private static final int BELIEVED = 8_800_000;

    @Override
    EventsTable table() {
        return EventsTable.postgres();
    }

    /// The margin reaches over two chunks, of which the first was committed by a process that died.
    @Test
    void aLongFirstRunThatDiesRemembersWhatItHasDelivered() throws Exception {
        table().fill(ROWS);
        table().database()
                .execute(
                        List.of(
                                "DELETE FROM events WHERE id IN (1000000, 1400000, 2000000)",
                                "UPDATE pg_class SET reltuples = "
                                        + BELIEVED
                                        + " WHERE relname = 'events'"));
        Workspace workspace =
                table().workspace(folder, "mode: incremental\ncursor_column: id\noverlap: 900000");
        for (String point : List.of("after_chunk_complete:2", "after_chunk_file:3")) {
            RivetProcess.Result died =
                    workspace.rivet("run").with("RIVET_TEST_PANIC_AT", point).run();
            assertThat(died.exitCode()).as(died.toString()).isEqualTo(70);
        }
        assertThat(workspace.run().stderr()).contains("this run continues");
        JsonNode first = workspace.manifest("out");
        assertThat(first.get("row_count").asLong()).isEqualTo(ROWS - 3);
        assertThat(workspace.run().stderr()).contains("899,999 rows were read again");
        assertThat(workspace.manifest("out")).isEqualTo(first);

        for (int id : List.of(1_000_000, 1_400_000, 2_000_000)) {
            table().database().execute(List.of(table().more(id, id)));
        }
        workspace.run();
        assertThat(EventsTable.ids(Delivered.newest(folder.resolve("out"))))
                .containsExactlyInAnyOrder("1400000", "2000000");

        Workspace wide =
                table().workspace(folder, "mode: incremental\ncursor_column: at\noverlap: 36500d");
        wide.rivet("state reset", "-e", "events").run();
        RivetProcess.Result refused = wide.rivet("run").run();
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.stderr()).contains("more than 1,000,000 rows", "smaller `overlap`");
    }
}
