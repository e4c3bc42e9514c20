package dev.rivet.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.ChildProcess;
import dev.rivet.journal.Journal;
import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.RunEvent;
import dev.rivet.state.RunHistory;
import dev.rivet.state.jdbc.JdbcStateStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalOfAKilledRunTest {
    @TempDir Path folder;

    @Test
    @Timeout(120)
    void endsWhereTheRunDied() throws Exception {
        Path file = folder.resolve("state.db");
        try (JdbcStateStore store = JdbcStateStore.open(file);
                ChildProcess run = child(store, file)) {
            assertThat(run.line()).isEqualTo("reading");
            Journal journal = journal(store);
            while (journal.schemaChanges().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(20);
                journal = journal(store);
            }
            run.kill();

            assertThat(journal(store)).isEqualTo(journal);
            assertThat(journal.entries())
                    .extracting(JournalEntry::event)
                    .hasExactlyElementsOfTypes(
                            RunEvent.PlanResolved.class, RunEvent.SchemaChanged.class);
            assertThat(journal.end()).isEmpty();
            assertThat(store.leases().holders()).isEmpty();
        }
    }

    /// The run finds another column than there was before.
    private static ChildProcess child(JdbcStateStore store, Path file) throws Exception {
        store.schemas().save("orders", Map.of("old", "int64"));
        return new ChildProcess(KilledRun.class, file.toString());
    }

    private static Journal journal(JdbcStateStore store) {
        RunHistory.Run run =
                store.history().latest(Set.of("orders"), RunHistory.Which.ALL, 1).getFirst();
        return store.journals().load(run.id()).orElse(new Journal(run.id(), "orders", List.of()));
    }
}
