package dev.rivet.product;

class MySqlContinuedRunsIT extends ContinuedRunsContract {
    @Override
    EventsTable table() {
        return EventsTable.mySql();
    }
}
