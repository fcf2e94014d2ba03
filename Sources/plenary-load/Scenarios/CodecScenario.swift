// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

/// How long reading a request and writing a push take, without any network.
struct CodecScenario {
    let rounds: Int

    /// - Throws: ``LoadFailure`` when the sample is not what this version speaks.
    func run() throws -> CodecReport {
        let signal = Self.signal
        guard let request = try? ClientRequest(decoding: signal) else {
            throw LoadFailure("the sample cannot be read")
        }
        let push = Self.push
        let clock = ContinuousClock()
        var total = 0
        let reading = clock.measure {
            for _ in 0..<self.rounds {
                if let request = try? ClientRequest(decoding: signal) { total &+= request.id.hashValue & 1 }
            }
        }
        let written = push.encoded().count
        let writing = clock.measure { for _ in 0..<self.rounds { total &+= push.encoded().count } }
        precondition(total >= written * self.rounds && request.call.room != nil, "Nothing may be left out")
        return CodecReport(
            requestBytes: signal.count,
            decodeMicroseconds: reading.seconds * 1e6 / Double(self.rounds),
            pushBytes: written,
            encodeMicroseconds: writing.seconds * 1e6 / Double(self.rounds)
        )
    }

    /// A relayed ICE candidate: the message that a meeting has most of.
    private static let signal: [UInt8] = {
        let candidate = "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 0.0.0.0 rport 0"
        let session = "0123456789abcdef"
        let payload = #"{"candidate":"\#(candidate)","sdpMid":"0"}"#
        let params = #"{"room":"123456789","to":"\#(session)","payload":\#(payload)}"#
        return Array(#"{"jsonrpc":"2.0","id":1234,"method":"signal.send","params":\#(params)}"#.utf8)
    }()

    /// A text of a chat, as the stream `room` carries it.
    private static let push = ServerPush.room(
        PushHeader(room: WireRoom(123_456_789), stream: .room, epoch: 7, offset: 4_711),
        at: 1_795_000_000_000,
        .chatPosted(
            from: WirePerson(participant: WireParticipant(.account, 42), name: "李娜"),
            text: String(repeating: "a text of a chat ", count: 12)
        )
    )
}
