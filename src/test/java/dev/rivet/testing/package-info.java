/// What tests share: real servers, started when first asked for, stopped with the JVM.
@NullMarked
package dev.rivet.testing;

import org.jspecify.annotations.NullMarked;
