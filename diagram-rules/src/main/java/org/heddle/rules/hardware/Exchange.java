package org.heddle.rules.hardware;

/// Transfers between siblings of a level, past the level that feeds them: distributed shared memory within a cluster, shuffles within a warp, links between devices
/// (Abbott and Zardini, [arXiv 2412.03317](https://arxiv.org/abs/2412.03317), cross-transfer levels).
///
/// @param level the level whose siblings exchange
/// @param units siblings that take part; at least 2
/// @param bytesPerSecond what all siblings of the device together receive; for the first level, what one device receives
public record Exchange(String level, int units, double bytesPerSecond, String source) {}
