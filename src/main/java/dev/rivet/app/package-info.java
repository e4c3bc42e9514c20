/// Wiring: the only package that names adapters. One method per use case.
@NullMarked
package dev.rivet.app;

import org.jspecify.annotations.NullMarked;
