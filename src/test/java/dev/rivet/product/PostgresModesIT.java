package dev.rivet.product;

class PostgresModesIT extends ModesContract {
    @Override
    EventsTable table() {
        return EventsTable.postgres();
    }
}
