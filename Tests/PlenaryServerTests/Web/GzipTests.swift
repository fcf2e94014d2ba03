// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import CZlib
import Testing

@testable import PlenaryServer

@Suite("Gzip")
struct GzipTests {
    /// What a browser makes of it; nil when it is no gzip, or more follows.
    private func decompressed(_ bytes: [UInt8], atMost count: Int) -> [UInt8]? {
        var stream = unsafe z_stream()
        guard unsafe plenary_inflate_init_gzip(&stream) == Z_OK else { return nil }
        defer { unsafe inflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: count + 1)
        let isWhole = unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                return unsafe inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0
            }
        }
        return isWhole ? Array(output.prefix(unsafe Int(stream.total_out))) : nil
    }

    @Test("what is compressed comes back as it was")
    func roundTrip() {
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<300_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        for bytes in [[], [7], Array("会议 meeting ".utf8), [UInt8](repeating: 65, count: 1_000_000), noise] {
            let compressed = Gzip.compressed(bytes)
            #expect(self.decompressed(compressed, atMost: bytes.count) == bytes)
            #expect(Gzip.compressed(bytes) == compressed)
        }
        #expect(Gzip.compressed([UInt8](repeating: 65, count: 1_000_000)).count < 2_000)
    }

    @Test(
        "it is sent to whoever takes it, and to nobody else",
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("gzip, deflate, br, zstd", true),
            ("br;q=1.0, gzip;q=0.8, *;q=0.1", true), ("gzip;q=0", false), ("gzip; q=0.000", false), ("*", true),
            ("*;q=0", false), ("gzip;q=0, *", false), ("*;q=0, gzip", true), ("identity", false), ("br", false),
            ("gzipped", false), ("x-gzip", true), (", ,;q=1", false), ("gzip;q=x", false), ("deflate;q=0.5,gzip", true),
        ] as [(String?, Bool)]
    )
    func negotiation(header: String?, isAccepted: Bool) {
        #expect(Gzip.isAccepted(by: header) == isAccepted)
    }
}
