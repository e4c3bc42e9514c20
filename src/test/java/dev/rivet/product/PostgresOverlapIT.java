package dev.rivet.product;

class PostgresOverlapIT extends OverlapContract {
    @Override
    EventsTable table() {
        return EventsTable.postgres();
    }
}
