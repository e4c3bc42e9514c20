package dev.rivet.product;

class MySqlChunkedIT extends ChunkedContract {
    @Override
    EventsTable table() {
        return EventsTable.mySql();
    }
}
