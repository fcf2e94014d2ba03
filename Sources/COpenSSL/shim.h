// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

#ifndef PLENARY_COPENSSL_SHIM_H
#define PLENARY_COPENSSL_SHIM_H

#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

/* OpenSSL's macros that cast or count arguments, which Swift cannot import, and nothing else. */

/* SSL_CTX_set_min_proto_version is a macro over SSL_CTX_ctrl. */
static inline int shim_ssl_ctx_require_tls12(SSL_CTX *context) {
    return (int)SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

/* SSL_OP_* are macros that shift through a cast. */
static inline void shim_ssl_ctx_refuse_renegotiation(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
}

/* SSL_CTX_set_session_cache_mode is a macro over SSL_CTX_ctrl. */
static inline void shim_ssl_ctx_keep_no_sessions(SSL_CTX *context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

/* SSL_CTX_set_mode is a macro over SSL_CTX_ctrl. */
static inline void shim_ssl_ctx_release_buffers(SSL_CTX *context) {
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}

/* SSL_CTX_set_tlsext_servername_callback is a macro over SSL_CTX_callback_ctrl, which casts the function. */
static inline void shim_ssl_ctx_ignore_server_name(SSL_CTX *context) {
    SSL_CTX_set_tlsext_servername_callback(context, NULL);
}

/* SSL_CTX_get0_chain_certs is a macro over SSL_CTX_ctrl. */
static inline STACK_OF(X509) *shim_ssl_ctx_chain(SSL_CTX *context) {
    STACK_OF(X509) *chain = NULL;
    SSL_CTX_get0_chain_certs(context, &chain);
    return chain;
}

/* SSL_get_ex_new_index is a macro over CRYPTO_get_ex_new_index. */
static inline int shim_ssl_new_index(void) {
    return SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL);
}

#endif
