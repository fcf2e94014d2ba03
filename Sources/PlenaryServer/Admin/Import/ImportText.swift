// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation

/// The text of an import file: UTF-8 with or without a byte order mark, or GB18030 as spreadsheets in China write it.
public enum ImportText {
    /// Bytes of a file.
    public static let bytesMax = 16 << 20

    /// What `bytes` read.
    public static func decode(_ bytes: [UInt8]) throws(ServerFailure) -> String {
        guard bytes.count <= Self.bytesMax else {
            throw ServerFailure(.fileFailed, "the file has more than \(Self.bytesMax) bytes: split it")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw ServerFailure(.fileFailed, "the file is UTF-16: save it as CSV UTF-8")
        }
        let plain = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if let text = String(validating: plain, as: UTF8.self) { return text }
        guard let converted = Self.fromGB18030(bytes), let text = String(validating: converted, as: UTF8.self) else {
            throw ServerFailure(.fileFailed, "the file is neither UTF-8 nor GB18030: save it as CSV UTF-8")
        }
        return text
    }

    /// The same text in UTF-8; nil for what is no GB18030.
    private static func fromGB18030(_ bytes: [UInt8]) -> [UInt8]? {
        let converter = unsafe iconv_open("UTF-8", "GB18030")
        guard unsafe converter != iconv_t(bitPattern: -1) else { return nil }
        defer { unsafe iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // Two bytes become at most three, four at most four.
        var output = [CChar](repeating: 0, count: bytes.count * 3 / 2 + 16)
        let count: Int? = unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                var (from, to) = (input.baseAddress, output.baseAddress)
                var (fromLeft, toLeft) = (input.count, output.count)
                let result = unsafe iconv(converter, &from, &fromLeft, &to, &toLeft)
                guard result != UInt.max, fromLeft == 0 else { return nil }
                return output.count - toLeft
            }
        }
        return count.map { output.prefix($0).map { UInt8(bitPattern: $0) } }
    }
}
