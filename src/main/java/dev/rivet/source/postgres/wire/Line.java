package dev.rivet.source.postgres.wire;

import io.vertx.pgclient.PgConnection;
import java.net.InetSocketAddress;

/// A connection that stands.
///
/// @param driver for small statements
/// @param wire the protocol below the driver
/// @param server what a name was resolved to, one server of perhaps many
public record Line(PgConnection driver, PgWire wire, InetSocketAddress server) {}
