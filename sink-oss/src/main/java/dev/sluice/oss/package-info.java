@NullMarked
package dev.sluice.oss;

import org.jspecify.annotations.NullMarked;
