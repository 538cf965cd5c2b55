/** An emulator of Alibaba Cloud OSS for tests. */
@NullMarked
package dev.sluice.testkit.oss;

import org.jspecify.annotations.NullMarked;
