package dev.rivet.source.postgres.connect;

import dev.rivet.source.postgres.wire.PgWire;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// A connection that a read talks over, and how it is interrupted there.
///
/// @param cancelRequest asks the server, over another connection, to stop what runs; completes once
///     it has no effect any more
public record Exchange(PgWire wire, Supplier<CompletableFuture<Void>> cancelRequest) {}
