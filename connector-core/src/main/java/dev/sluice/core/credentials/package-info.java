/** Signing in to Alibaba Cloud: where access keys come from, and how temporary ones are renewed in time. */
@NullMarked
package dev.sluice.core.credentials;

import org.jspecify.annotations.NullMarked;
