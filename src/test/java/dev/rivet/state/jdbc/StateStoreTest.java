package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest implements StateStoreContract, OwnerStoreContract, ProgressContract {
    @TempDir Path folder;

    private StateBackend backend;
    private JdbcStateStore store;

    @BeforeEach
    void open() {
        backend = SqliteBackend.in(folder);
        store = backend.open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public StateBackend backend() {
        return backend;
    }

    @Override
    public JdbcStateStore store() {
        return store;
    }

    @Test
    void closingLeavesOneFile() throws IOException {
        store.schemas().forget("orders");
        store.close();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("state.db"));
        }
    }
}
