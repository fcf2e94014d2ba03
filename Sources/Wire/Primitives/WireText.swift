// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A value whose JSON form is a string of ASCII characters, none of which needs an escape.
public protocol WireText: JSONEncodable, JSONDecodable, CustomStringConvertible {
    /// Nil unless `text` is exactly how this type writes one of its values.
    init?(text: Span<UInt8>)

    /// Appends the text, without quotes.
    func appendText(to bytes: inout [UInt8])
}

extension WireText {
    /// Nil unless `text` is exactly how this type writes one of its values.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(text: bytes.span)
    }

    /// The text as it is on the wire.
    public var text: String {
        var bytes: [UInt8] = []
        self.appendText(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    public var description: String { self.text }

    @inline(__always)
    public func write(to writer: inout JSONWriter) {
        writer.unescapedString { self.appendText(to: &$0) }
    }

    @inline(__always)
    public init(from reader: inout JSONReader) throws(JSONFault) {
        let token = try reader.token()
        guard let value = reader.parse(token, as: Self.self) else {
            throw JSONFault(.invalidValue, at: token.start)
        }
        self = value
    }
}

extension JSONReader {
    /// What `token` means as a `Value`.
    @inline(__always)
    func parse<Value: WireText>(_ token: JSONToken, as type: Value.Type = Value.self) -> Value? {
        guard !token.isEscaped else {
            let bytes = self.bytes(of: token)
            return Value(text: bytes.span)
        }
        return Value(text: self.span.extracting(token.range))
    }
}
