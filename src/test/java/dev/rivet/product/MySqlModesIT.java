package dev.rivet.product;

class MySqlModesIT extends ModesContract {
    @Override
    EventsTable table() {
        return EventsTable.mySql();
    }
}
