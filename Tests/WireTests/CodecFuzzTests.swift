// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Testing
import Wire

/// What no input and no value may break; `PLENARY_SEEDS` says how many are tried.
@Suite("Codec under random input")
struct CodecFuzzTests {
    private static let corpus = ProtocolPage.shared.samples.map(\.bytes)

    /// `count` texts that are nearly JSON.
    private func damaged(_ seed: UInt64, _ body: ([UInt8]) throws -> Void) rethrows {
        var mutator = Mutator(seed: seed)
        let sample = Self.corpus.randomElement(using: &mutator.random) ?? []
        let other = Self.corpus.randomElement(using: &mutator.random) ?? []
        try body(mutator.mutated(sample, other: other))
        if seed % 8 == 0 { try body(mutator.bytes(upTo: 40)) }
    }

    @Test("random values of any shape and from all planes of Unicode are read as they were written")
    func roundTrips() throws {
        for seed in SeededGenerator.seeds(300) {
            var random = SeededGenerator(seed: seed)
            let tree = RandomValues.tree(depth: 5, using: &random)
            let bytes = tree.encoded()
            #expect(try JSONTree(reading: bytes) == tree, "seed \(seed)")
            #expect(try OpaqueJSON(bytes).bytes == bytes)
            let foundation = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(FoundationValue.isEqual(tree, foundation), "seed \(seed)")
        }
    }

    @Test("random requests are read as they were written")
    func requests() throws {
        for seed in SeededGenerator.seeds(600) {
            var random = SeededGenerator(seed: seed)
            let request = RandomValues.request(using: &random)
            #expect(try ClientRequest(decoding: request.encoded()) == request, "seed \(seed)")
        }
    }

    @Test("random pushes are read as they were written, alone and in a batch")
    func pushes() throws {
        for seed in SeededGenerator.seeds(300) {
            var random = SeededGenerator(seed: seed)
            let pushes = (0..<Int.random(in: 1...4, using: &random)).map { _ in RandomValues.push(using: &random) }
            var batch = FrameBatch()
            for push in pushes { batch.append(push.encoded()) }
            let read = try ServerMessage.decode(frame: batch.take()).map { message in
                guard case .push(let received) = message else { return ServerPush?.none }
                #expect(received.header == (try received.decoded())?.header)
                return try received.decoded()
            }
            #expect(read == pushes, "seed \(seed)")
        }
    }

    @Test("no input crashes the decoder of requests, and a parse error is exactly what is no JSON")
    func damagedRequests() {
        for seed in SeededGenerator.seeds(4_000) {
            self.damaged(seed) { bytes in
                let isJSON = (try? JSONTree(reading: bytes)) != nil
                do throws(DecodingRefusal) {
                    let request = try ClientRequest(decoding: bytes)
                    #expect(isJSON, "seed \(seed)")
                    #expect((try? ClientRequest(decoding: request.encoded())) == request, "seed \(seed)")
                } catch {
                    #expect((error.error.code == .parseError) == !isJSON, "seed \(seed)")
                    #expect(error.isMalformed == [.parseError, .invalidRequest].contains(error.error.code))
                    #expect((try? OpaqueJSON(error.response.encoded())) != nil, "the answer is JSON")
                }
            }
        }
    }

    @Test("no input crashes the decoder of a client")
    func damagedPushes() {
        for seed in SeededGenerator.seeds(2_000) {
            self.damaged(seed) { bytes in
                guard let messages = try? ServerMessage.decode(frame: bytes) else { return }
                for message in messages {
                    switch message {
                    case .push(let push): _ = try? push.decoded()
                    case .response(_, let result): Self.tryAllResults(result)
                    case .error: break
                    }
                }
            }
        }
    }

    @Test("every text cut short is refused")
    func truncations() {
        for sample in Self.corpus {
            for length in 0..<sample.count {
                let cut = Array(sample[..<length])
                #expect((try? JSONTree(reading: cut)) == nil)
                #expect((try? ServerMessage.decode(frame: cut)) == nil)
            }
        }
    }

    @Test(
        "what the reader accepts, JSONSerialization reads as the same value; what only it accepts breaks a rule of ours"
    )
    func differential() {
        for seed in SeededGenerator.seeds(4_000) {
            self.damaged(seed) { bytes in
                let foundation = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
                let text = String(decoding: bytes, as: UTF8.self)
                do throws(JSONFault) {
                    let tree = try JSONTree(reading: bytes)
                    #expect(foundation != nil, "only we accept \(text)")
                    if let foundation { #expect(FoundationValue.isEqual(tree, foundation), "seed \(seed): \(text)") }
                } catch {
                    guard foundation != nil else { return }
                    switch error.kind {
                    case .tooDeep, .duplicateMember, .tooManyMembers, .numberOutOfRange, .loneSurrogate: break
                    default:
                        let isLax = FoundationValue.isForeign(bytes) || FoundationValue.isTrailingComma(bytes, error)
                        #expect(isLax, "seed \(seed): \(error) in \(text)")
                    }
                }
            }
        }
    }

    private static func tryAllResults(_ result: OpaqueJSON) {
        _ = try? result.decoded(as: PingResult.self)
        _ = try? result.decoded(as: AuthenticateResult.self)
        _ = try? result.decoded(as: ResumeResult.self)
        _ = try? result.decoded(as: JoinRoomResult.self)
        _ = try? result.decoded(as: RoomInfoResult.self)
        _ = try? result.decoded(as: WatchResult.self)
        _ = try? result.decoded(as: WirePageState.self)
        _ = try? result.decoded(as: SearchResult.self)
        _ = try? result.decoded(as: ReceiptResult.self)
        _ = try? result.decoded(as: EmptyResult.self)
    }
}
