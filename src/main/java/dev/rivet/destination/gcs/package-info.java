/// Objects in Google Cloud Storage, through Google's client over HTTP and JSON.
@NullMarked
package dev.rivet.destination.gcs;

import org.jspecify.annotations.NullMarked;
