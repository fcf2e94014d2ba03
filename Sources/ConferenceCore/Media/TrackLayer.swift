// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How much of a picture a subscriber wants, where its publisher sends it in several sizes (simulcast).
public enum TrackLayer: UInt8, Hashable, CaseIterable, Sendable {
    case low = 0
    case medium = 1
    case high = 2
}
