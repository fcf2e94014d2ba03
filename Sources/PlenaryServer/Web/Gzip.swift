// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CZlib

/// The content coding `gzip` (RFC 1952, RFC 9110 section 8.4.1.3).
enum Gzip {
    /// As small as zlib makes it; the same bytes each time, for there is no date in them.
    static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var stream = unsafe z_stream()
        let begun = unsafe plenary_deflate_init_gzip(&stream, Z_BEST_COMPRESSION)
        precondition(begun == Z_OK, "zlib has memory")
        defer { unsafe deflateEnd(&stream) }
        let capacity = unsafe Int(deflateBound(&stream, UInt(bytes.count)))
        // zlib reads its input through a pointer that is not const, and leaves it as it is.
        var input = bytes
        return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            unsafe input.withUnsafeMutableBufferPointer { input in
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                let ended = unsafe deflate(&stream, Z_FINISH)
                precondition(ended == Z_STREAM_END, "as much fits as zlib said")
            }
            count = unsafe output.count - Int(stream.avail_out)
        }
    }

    /// Whether a request with this `accept-encoding` takes it: named, or any, and not with the weight zero (RFC 9110
    /// section 12.5.3).
    static func isAccepted(by header: String?) -> Bool {
        var any = false
        for member in (header ?? "").lowercased().split(separator: ",") {
            let parts = member.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let coding = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if coding == "gzip" || coding == "x-gzip" { return weight > 0 }
            if coding == "*" { any = weight > 0 }
        }
        return any
    }
}
