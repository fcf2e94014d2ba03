// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL

extension ServerFailure {
    /// What OpenSSL says went wrong on this thread; its queue of errors is empty afterwards.
    static func openSSL(_ code: Code, _ message: String) -> ServerFailure {
        var text = [CChar](repeating: 0, count: 256)
        let error = ERR_get_error()
        ERR_clear_error()
        guard error != 0 else { return ServerFailure(code, message) }
        unsafe ERR_error_string_n(error, &text, text.count)
        let cause = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return ServerFailure(code, "\(message) (\(cause))")
    }
}
