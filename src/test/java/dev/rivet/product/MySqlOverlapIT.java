package dev.rivet.product;

class MySqlOverlapIT extends OverlapContract {
    @Override
    EventsTable table() {
        return EventsTable.mySql();
    }
}
