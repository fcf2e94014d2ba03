// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a microphone or a camera does.
public enum WireSwitch: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
    case on
    case off

    public init(isOn: Bool) {
        self = isOn ? .on : .off
    }

    public var isOn: Bool { self == .on }
}
