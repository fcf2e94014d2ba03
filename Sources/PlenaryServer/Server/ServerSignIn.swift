// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Foundation
internal import Identity
internal import Logging
internal import SQLiteStore

/// How people sign in to a node: passwords, tokens, invitations, and the threads that check them.
final class ServerSignIn: Sendable {
    let accounts: AccountSignIn
    let tokens: TokenService
    let guests: GuestSignIn
    let accessTokens: AccessTokens
    private let pools: SignInPipeline.Pools

    var entrance: Entrance { Entrance(signIn: self.accounts, invitations: self.guests.invitations) }

    init(
        _ configuration: ServerConfiguration,
        _ files: ServerFiles,
        _ directory: SQLiteDirectory,
        logger: Logger
    ) throws(ServerFailure) {
        var passwords = WorkerPool.Configuration.passwords
        if configuration.passwordThreads > 0 { passwords.threads = configuration.passwordThreads }
        passwords.queueMax = configuration.passwordQueue
        self.pools = SignInPipeline.Pools(passwords: WorkerPool(passwords), tokens: WorkerPool(.tokens))
        do {
            self.accessTokens = try Self.accessTokens(configuration, files)
            let pipeline = try SignInPipeline(
                ports: SignInPipeline.Ports(
                    directory: directory,
                    hasher: PasswordHasher(),
                    observer: IdentityLog(logger),
                    guestProfiles: Profile.guest
                ),
                pools: self.pools,
                tokens: self.accessTokens
            )
            var limits = AccountSignIn.Limits()
            limits.passwordGrantLife = configuration.passwordSessionLife
            self.accounts = AccountSignIn(pipeline, limits: limits)
            self.tokens = TokenService(
                pipeline,
                refreshTokens: RefreshTokens(store: directory, life: configuration.refreshTokenLife)
            )
            let key = try InvitationKeyFile(path: files.invitationKey).load()
            self.guests = GuestSignIn(pipeline, invitations: GuestInvitations(key: key))
        } catch {
            throw ServerFailure(.internalFailure, "sign-in cannot be set up: \(error)")
        }
    }

    /// The tokens of this node; also made by the command line, to issue some while no server runs.
    static func accessTokens(
        _ configuration: ServerConfiguration,
        _ files: ServerFiles
    ) throws(IdentityFailure) -> AccessTokens {
        AccessTokens(
            issuer: configuration.publicURL,
            signing: try SigningKeyFile(path: files.signingKey).load(),
            limits: AccessTokens.Limits(life: configuration.accessTokenLife)
        )
    }

    func stop() {
        for pool in [self.pools.passwords, self.pools.tokens] {
            pool.stop()
            pool.join()
        }
    }
}
