// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker

extension ICECandidate {
    /// Whether Janus can do something with it.
    ///
    /// It has no ICE over TCP and no separate RTCP; the empty candidates by which browsers end their lists would only
    /// make it complain.
    var isOfUse: Bool {
        let fields = self.candidate.split(separator: " ", omittingEmptySubsequences: true)
        // RFC 8839 section 5.1: foundation, component, transport, priority, address, port, `typ`, type.
        return fields.count >= 8 && fields[1] == "1" && fields[2].lowercased() == "udp"
    }
}
