package dev.rivet.source.mysql.wire;

/// The protocol's type codes, and how a value of each is laid out in a binary row.
public enum WireType {
    TINY(1, 1),
    SHORT(2, 2),
    LONG(3, 4),
    FLOAT(4, 4),
    DOUBLE(5, 8),
    NULL(6, 0),
    TIMESTAMP(7, 0),
    LONGLONG(8, 8),
    INT24(9, 4),
    DATE(10, 0),
    TIME(11, 0),
    DATETIME(12, 0),
    YEAR(13, 2),
    VARCHAR(15, 0),
    BIT(16, 0),
    VECTOR(242, 0),
    JSON(245, 0),
    DECIMAL(246, 0),
    ENUM(247, 0),
    SET(248, 0),
    TINY_BLOB(249, 0),
    MEDIUM_BLOB(250, 0),
    LONG_BLOB(251, 0),
    BLOB(252, 0),
    VAR_STRING(253, 0),
    STRING(254, 0),
    GEOMETRY(255, 0),
    UNKNOWN(-1, 0);

    private static final WireType[] BY_CODE = new WireType[256];

    static {
        java.util.Arrays.fill(BY_CODE, UNKNOWN);
        for (WireType each : values()) {
            if (each.code >= 0) {
                BY_CODE[each.code] = each;
            }
        }
    }

    private final int code;
    private final int fixedBytes;

    WireType(int code, int fixedBytes) {
        this.code = code;
        this.fixedBytes = fixedBytes;
    }

    static WireType ofCode(int code) {
        return BY_CODE[code & 0xFF];
    }

    /// Bytes of a value in a binary row; 0 when each value says its own length.
    public int fixedBytes() {
        return fixedBytes;
    }
}
