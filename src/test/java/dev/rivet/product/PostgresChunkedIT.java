package dev.rivet.product;

class PostgresChunkedIT extends ChunkedContract {
    @Override
    EventsTable table() {
        return EventsTable.postgres();
    }
}
