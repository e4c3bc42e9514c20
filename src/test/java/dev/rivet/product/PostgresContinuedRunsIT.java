package dev.rivet.product;

class PostgresContinuedRunsIT extends ContinuedRunsContract {
    @Override
    EventsTable table() {
        return EventsTable.postgres();
    }
}
