// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import COpenSSL
import Glibc

/// What went wrong on the client's side.
enum ClientError: Error, Equatable {
    case connectFailed(CInt)
    case handshakeFailed
    case timedOut
    case notHTTP(String)
}

/// A blocking connection to a port of this machine, with TLS or without.
@safe
final class TestSocket {
    private let descriptor: CInt
    private var tls: OpaquePointer?
    private var context: OpaquePointer?

    /// - Parameters:
    ///   - receiveBuffer: Bytes the kernel holds for us, for clients that do not read.
    ///   - serverName: Of the TLS extension.
    ///   - isOld: Speaks TLS 1.1 at most.
    init(
        port: UInt16,
        tls: Bool,
        address: String = "127.0.0.1",
        receiveBuffer: CInt? = nil,
        serverName: String? = nil,
        isOld: Bool = false
    ) throws {
        signal(SIGPIPE, SIG_IGN)
        let isV6 = address.contains(":")
        self.descriptor = socket(isV6 ? AF_INET6 : AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer { self.set(SO_RCVBUF, &size) }
        self.setTimeout(milliseconds: 10_000)
        let result =
            if isV6 {
                unsafe Self.connect(self.descriptor, sockaddr_in6(), address) {
                    unsafe $0.pointee.sin6_family = sa_family_t(AF_INET6)
                    unsafe $0.pointee.sin6_port = port.bigEndian
                    return unsafe inet_pton(AF_INET6, address, &$0.pointee.sin6_addr)
                }
            } else {
                unsafe Self.connect(self.descriptor, sockaddr_in(), address) {
                    unsafe $0.pointee.sin_family = sa_family_t(AF_INET)
                    unsafe $0.pointee.sin_port = port.bigEndian
                    return unsafe inet_pton(AF_INET, address, &$0.pointee.sin_addr)
                }
            }
        guard result == 0 else { throw ClientError.connectFailed(errno) }
        if tls { try self.startTLS(serverName: serverName, isOld: isOld) }
    }

    deinit {
        self.close()
        unsafe SSL_CTX_free(self.context)
        Glibc.close(self.descriptor)
    }

    private var isClosed = false

    /// Ends the connection; what is unread turns it into a reset.
    func close() {
        guard !self.isClosed else { return }
        self.isClosed = true
        if let tls = unsafe self.tls.take() {
            unsafe SSL_shutdown(tls)
            unsafe SSL_free(tls)
        }
        shutdown(self.descriptor, CInt(SHUT_RDWR))
    }

    /// The name in the certificate that the server has shown.
    var certificateName: String? {
        guard let tls = unsafe self.tls, let certificate = unsafe SSL_get1_peer_certificate(tls) else { return nil }
        defer { unsafe X509_free(certificate) }
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            let name = unsafe X509_get_subject_name(certificate)
            guard unsafe X509_NAME_get_text_by_NID(name, NID_commonName, buffer.baseAddress, 256) > 0,
                let base = buffer.baseAddress
            else { return nil }
            return unsafe String(cString: base)
        }
    }

    /// What ALPN has settled on.
    var applicationProtocol: String? {
        guard let tls = unsafe self.tls else { return nil }
        var name: UnsafePointer<UInt8>?
        var count: CUnsignedInt = 0
        unsafe SSL_get0_alpn_selected(tls, &name, &count)
        guard let name = unsafe name else { return nil }
        return unsafe String(decoding: UnsafeBufferPointer(start: name, count: Int(count)), as: UTF8.self)
    }

    func setTimeout(milliseconds: Int) {
        var time = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
        self.set(SO_RCVTIMEO, &time)
        self.set(SO_SNDTIMEO, &time)
    }

    /// False when the server has gone or does not read.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer -> Int in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[sent...])
                if let tls = unsafe self.tls {
                    return unsafe Int(SSL_write(tls, rest.baseAddress, CInt(rest.count)))
                }
                return unsafe Glibc.send(self.descriptor, rest.baseAddress, rest.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// What has arrived; empty at the end of the connection.
    func receive(atMost limit: Int = 65_536) throws -> [UInt8] {
        var failure: CInt = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            errno = 0
            let received =
                if let tls = unsafe self.tls {
                    unsafe Int(SSL_read(tls, buffer.baseAddress, CInt(limit)))
                } else {
                    unsafe recv(self.descriptor, buffer.baseAddress, limit, 0)
                }
            failure = received < 0 ? errno : 0
            count = max(0, received)
        }
        if failure == EAGAIN || failure == EWOULDBLOCK { throw ClientError.timedOut }
        return bytes
    }

    private func startTLS(serverName: String?, isOld: Bool) throws {
        unsafe self.context = SSL_CTX_new(TLS_client_method())
        if isOld {
            unsafe SSL_CTX_set_security_level(self.context, 0)
            // SSL_CTX_set_max_proto_version is a macro.
            unsafe SSL_CTX_ctrl(self.context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(TLS1_1_VERSION), nil)
        }
        unsafe self.tls = SSL_new(self.context)
        if let serverName {
            unsafe Array(serverName.utf8CString).withUnsafeBufferPointer {
                // SSL_set_tlsext_host_name is a macro that casts.
                let name = unsafe UnsafeMutableRawPointer(mutating: $0.baseAddress)
                _ = unsafe SSL_ctrl(self.tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name), name)
            }
        }
        let protocols: [UInt8] = [2] + "h2".utf8 + [8] + "http/1.1".utf8
        unsafe protocols.withUnsafeBufferPointer {
            _ = unsafe SSL_set_alpn_protos(self.tls, $0.baseAddress, CUnsignedInt($0.count))
        }
        unsafe SSL_set_fd(self.tls, self.descriptor)
        guard unsafe SSL_connect(self.tls) == 1 else { throw ClientError.handshakeFailed }
    }

    private func set<Value: BitwiseCopyable>(_ option: CInt, _ value: inout Value) {
        _ = unsafe setsockopt(self.descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Value>.size))
    }

    private static func connect<Address>(
        _ descriptor: CInt,
        _ blank: Address,
        _ text: String,
        _ fill: (UnsafeMutablePointer<Address>) -> CInt
    ) -> CInt {
        var address = blank
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            guard unsafe fill(pointer) == 1 else { return -1 }
            return unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}
