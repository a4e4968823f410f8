package org.heddle.backend.driver;

/// What a compiled kernel needs, as the compiler reports it (per thread, shared memory per block).
///
/// @param registers per thread
/// @param sharedBytes statically declared shared memory per block
/// @param spillStoreBytes bytes stored to local memory because registers ran out
/// @param spillLoadBytes bytes loaded back
/// @param stackBytes stack frame per thread
/// @param barriers named barriers used
public record Resources(
        int registers,
        long sharedBytes,
        long spillStoreBytes,
        long spillLoadBytes,
        long stackBytes,
        int barriers) {}
