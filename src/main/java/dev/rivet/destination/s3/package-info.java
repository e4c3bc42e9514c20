/// Objects in S3 and in stores that speak its protocol, through the AWS SDK.
@NullMarked
package dev.rivet.destination.s3;

import org.jspecify.annotations.NullMarked;
