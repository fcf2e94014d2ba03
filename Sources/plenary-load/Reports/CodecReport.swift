// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What reading and writing one message takes.
struct CodecReport: Report {
    let requestBytes: Int
    let decodeMicroseconds: Double
    let pushBytes: Int
    let encodeMicroseconds: Double

    var isWhole: Bool { true }

    var rows: [(name: String, value: String)] {
        [
            ("request of \(self.requestBytes) bytes", "\(text(self.decodeMicroseconds)) us to read"),
            ("push of \(self.pushBytes) bytes", "\(text(self.encodeMicroseconds)) us to write"),
        ]
    }
}
