/// Real database servers for live tests, started once per JVM. Nothing of it is released.
@NullMarked
package dev.rivet.testing;

import org.jspecify.annotations.NullMarked;
