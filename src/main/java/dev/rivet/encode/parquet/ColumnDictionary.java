package dev.rivet.encode.parquet;

/// The distinct values of a column chunk, in the order in which they were first seen. Bounded in
/// entries and in bytes.
interface ColumnDictionary {
    int MAX_ENTRIES = 1 << 15;

    /// What takes the place of an index when a value finds no room.
    int FULL = -1;

    int entries();

    /// Plain size of the entries.
    int bytes();

    /// Forgets the entries from this one on. Nothing may be looked up after that.
    void cut(int entries);

    void writePlain(PageBuffer out);

    void clear();

    /// Spreads the bits of a key over all bits of the hash.
    static int hash(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 32);
    }
}
