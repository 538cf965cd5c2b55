/** A sink that posts records to a URL as JSON lines: what docs/write-a-sink.md walks through. */
@org.jspecify.annotations.NullMarked
package com.example.http;
