// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The newest chat messages, for who comes later; bounded in number and in bytes.
struct ChatHistory: Hashable, Sendable {
    private var kept = Fifo<ChatMessage>()
    private var bytes = 0

    /// Oldest first.
    var messages: [ChatMessage] { Array(self.kept.elements) }

    mutating func append(_ message: ChatMessage, limits: RoomLimits) {
        self.kept.append(message)
        self.bytes += message.text.utf8.count
        while self.kept.count > limits.chatMessagesMax || self.bytes > limits.chatBytesMax {
            guard let oldest = self.kept.popFirst() else { return }
            self.bytes -= oldest.text.utf8.count
        }
    }
}
