package dev.rivet.plan;

import java.time.Instant;

/// A top that was measured once: what was at or below it was visible at that moment, or belonged
/// to a transaction that had begun before it.
///
/// @param at by the source's clock
public record Sighting(Instant at, KeyValue top) {}
