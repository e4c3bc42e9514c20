package dev.rivet.diag;

/// Which program this is: what it says of itself to people and to servers.
public final class Product {
    public static final String NAME = "rivet";
    public static final String VERSION = "1.0.0";

    private Product() {}
}
