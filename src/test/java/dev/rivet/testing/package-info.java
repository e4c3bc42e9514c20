<<<<<<< HEAD
/// Real database servers for live tests, started once per JVM. Nothing of it is released.
=======
/// What tests share: real servers, started when first asked for, stopped with the JVM.
>>>>>>> postgres
@NullMarked
package dev.rivet.testing;

import org.jspecify.annotations.NullMarked;
