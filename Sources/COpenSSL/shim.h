// The headers of libssl-dev, and as functions what OpenSSL offers as macros only. No logic.
#ifndef C_OPENSSL_SHIM_H
#define C_OPENSSL_SHIM_H

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

// MARK: contexts

/// What every context has: buffers given back while idle, writes that move, no compression, no renegotiation.
static inline void gg_tls_defaults(SSL_CTX *context) {
    SSL_CTX_set_mode(
        context,
        SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_options(
        context,
        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_read_ahead(context, 1);
}

static inline int gg_tls_set_versions(SSL_CTX *context, int least, int most) {
    return SSL_CTX_set_min_proto_version(context, least) == 1 && SSL_CTX_set_max_proto_version(context, most) == 1;
}

static inline int gg_tls_set_groups(SSL_CTX *context, const char *names) {
    return (int)SSL_CTX_set1_groups_list(context, names);
}

static inline int gg_tls_set_signatures(SSL_CTX *context, const char *names) {
    return (int)SSL_CTX_set1_sigalgs_list(context, names);
}

static inline void gg_tls_without_tickets(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(context, 0);
}

typedef int (*gg_tls_ticket_callback)(SSL *, unsigned char *, unsigned char *, EVP_CIPHER_CTX *, EVP_MAC_CTX *, int);
static inline void gg_tls_set_ticket_callback(SSL_CTX *context, gg_tls_ticket_callback callback) {
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context, callback);
}

typedef int (*gg_tls_status_callback)(SSL *, void *);
static inline void gg_tls_set_status_callback(SSL_CTX *context, gg_tls_status_callback callback, void *argument) {
    SSL_CTX_set_tlsext_status_cb(context, callback);
    SSL_CTX_set_tlsext_status_arg(context, argument);
}

/// Takes a copy made by OPENSSL_malloc over.
static inline void gg_tls_set_status_response(SSL *session, unsigned char *bytes, long count) {
    SSL_set_tlsext_status_ocsp_resp(session, bytes, count);
}

static inline void *gg_tls_copy(const void *bytes, size_t count) {
    void *copy = OPENSSL_malloc(count);
    return copy == NULL ? NULL : memcpy(copy, bytes, count);
}

static inline int gg_tls_add_chain(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

static inline int gg_tls_add_session_chain(SSL *session, X509 *certificate) {
    return (int)SSL_add1_chain_cert(session, certificate);
}

/// SSL_select_next_proto, whose parameter is not const although it is.
static inline int gg_tls_select_protocol(
    const unsigned char **out, unsigned char *count, const unsigned char *ours, unsigned int ours_count,
    const unsigned char *offered, unsigned int offered_count) {
    return SSL_select_next_proto((unsigned char **)out, count, ours, ours_count, offered, offered_count);
}

static inline int gg_tls_set_server_name(SSL *session, const char *name) {
    return (int)SSL_set_tlsext_host_name(session, name);
}

// MARK: keys of tickets

static inline int gg_tls_set_mac_key(EVP_MAC_CTX *mac, unsigned char *key, size_t count) {
    OSSL_PARAM parameters[3];
    parameters[0] = OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key, count);
    parameters[1] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0);
    parameters[2] = OSSL_PARAM_construct_end();
    return EVP_MAC_CTX_set_params(mac, parameters);
}

// MARK: input and output

/// Both in one record where they fit: a head and its small content make one segment.
///
/// Gives what SSL_write would.
static inline int gg_tls_write_two(SSL *session, const void *a, size_t a_count, const void *b, size_t b_count) {
    unsigned char record[16384];
    if (a_count >= sizeof record || b_count == 0) return SSL_write(session, a, (int)a_count);
    if (b_count > sizeof record - a_count) b_count = sizeof record - a_count;
    memcpy(record, a, a_count);
    memcpy(record + a_count, b, b_count);
    return SSL_write(session, record, (int)(a_count + b_count));
}

// MARK: certificates

/// A key with a pass phrase is refused: nobody sits at a terminal to give it.
static inline int gg_tls_no_pass_phrase(char *to, int size, int for_writing, void *argument) {
    (void)to, (void)size, (void)for_writing, (void)argument;
    return -1;
}
static inline X509 *gg_tls_read_certificate(BIO *file) {
    return PEM_read_bio_X509_AUX(file, NULL, gg_tls_no_pass_phrase, NULL);
}
static inline EVP_PKEY *gg_tls_read_key(BIO *file) {
    return PEM_read_bio_PrivateKey(file, NULL, gg_tls_no_pass_phrase, NULL);
}

static inline GENERAL_NAMES *gg_tls_names(X509 *certificate) {
    return (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}
static inline int gg_tls_name_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }
/// The bytes of a name; `type` is GEN_DNS, GEN_IPADD, or another kind without bytes.
static inline const unsigned char *gg_tls_name_at(const GENERAL_NAMES *names, int at, int *type, int *count) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, at);
    *type = name->type;
    *count = 0;
    if (name->type != GEN_DNS && name->type != GEN_IPADD) return NULL;
    const ASN1_STRING *text = name->type == GEN_DNS ? name->d.dNSName : name->d.iPAddress;
    *count = ASN1_STRING_length(text);
    return ASN1_STRING_get0_data(text);
}
static inline void gg_tls_free_names(GENERAL_NAMES *names) { GENERAL_NAMES_free(names); }

static inline int gg_tls_has_issuer_address(X509 *certificate) {
    return X509_get_ext_by_NID(certificate, NID_info_access, -1) >= 0;
}

/// As RFC 4514 writes it, control characters escaped: the text goes to terminals and logs.
static inline int gg_tls_print_name(BIO *to, const X509_NAME *name) {
    return X509_NAME_print_ex(to, name, 0, XN_FLAG_RFC2253);
}

/// Bytes of what was written to a memory BIO.
static inline long gg_tls_memory(BIO *memory, char **bytes) { return BIO_get_mem_data(memory, bytes); }

/// Seconds since 1970 of a certificate's time; 0 for one that cannot be read.
static inline int64_t gg_tls_time(const ASN1_TIME *time) {
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0, seconds = 0;
    int ok = epoch != NULL && ASN1_TIME_diff(&days, &seconds, epoch, time);
    ASN1_TIME_free(epoch);
    return ok ? (int64_t)days * 86400 + seconds : 0;
}

// MARK: OCSP

static inline STACK_OF(OPENSSL_STRING) *gg_tls_responders(X509 *certificate) { return X509_get1_ocsp(certificate); }
static inline int gg_tls_responder_count(const STACK_OF(OPENSSL_STRING) *list) { return sk_OPENSSL_STRING_num(list); }
static inline const char *gg_tls_responder_at(const STACK_OF(OPENSSL_STRING) *list, int at) {
    return sk_OPENSSL_STRING_value(list, at);
}
static inline void gg_tls_free_responders(STACK_OF(OPENSSL_STRING) *list) { X509_email_free(list); }

/// Asks the server for an OCSP response (RFC 6066 §8).
static inline long gg_tls_ask_staple(SSL_CTX *context) {
    return SSL_CTX_set_tlsext_status_type(context, TLSEXT_STATUSTYPE_ocsp);
}
/// The response that it showed: the session's own; 0 for none.
static inline long gg_tls_peer_staple(SSL *session, const unsigned char **bytes) {
    return SSL_get_tlsext_status_ocsp_resp(session, bytes);
}
/// Whether a certificate demands such a response: status_request in its TLS features (RFC 7633).
static inline int gg_tls_must_staple(const X509 *certificate) {
    TLS_FEATURE *features = (TLS_FEATURE *)X509_get_ext_d2i(certificate, NID_tlsfeature, NULL, NULL);
    int found = 0;
    for (int at = 0; features != NULL && at < sk_ASN1_INTEGER_num(features); at++)
        if (ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features, at)) == TLSEXT_TYPE_status_request) found = 1;
    TLS_FEATURE_free(features);
    return found;
}
static inline void gg_tls_free(void *memory) { OPENSSL_free(memory); }

/// A list that does not own its one certificate.
static inline STACK_OF(X509) *gg_tls_list(X509 *certificate) {
    STACK_OF(X509) *list = sk_X509_new_null();
    if (list != NULL && sk_X509_push(list, certificate) > 0) return list;
    sk_X509_free(list);
    return NULL;
}
static inline void gg_tls_free_list(STACK_OF(X509) *list) { sk_X509_free(list); }

/// How many certificates the peer showed.
static inline int gg_tls_shown_count(X509_STORE_CTX *check) {
    STACK_OF(X509) *shown = X509_STORE_CTX_get0_untrusted(check);
    return shown == NULL ? 0 : sk_X509_num(shown);
}

/// Whether the peer showed the certificate that issued this one, and is not the same.
static inline int gg_tls_shows_issuer(X509_STORE_CTX *check, X509 *certificate) {
    STACK_OF(X509) *shown = X509_STORE_CTX_get0_untrusted(check);
    for (int at = 0; shown != NULL && at < sk_X509_num(shown); at++) {
        X509 *other = sk_X509_value(shown, at);
        if (X509_cmp(other, certificate) != 0 && X509_check_issued(other, certificate) == X509_V_OK) return 1;
    }
    return 0;
}

// MARK: making certificates

static inline EVP_PKEY *gg_tls_new_key(void) { return EVP_EC_gen("P-256"); }

static inline int gg_tls_add_extension(X509 *certificate, X509 *issuer, int kind, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    if (extension == NULL) return 0;
    int ok = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return ok;
}

static inline int gg_tls_set_times(X509 *certificate, int64_t from, int64_t to) {
    return ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)from) != NULL
        && ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)to) != NULL;
}

/// What a client's peer showed, its own certificate first.
static inline int gg_tls_chain_count(SSL *session) {
    STACK_OF(X509) *chain = SSL_get_peer_cert_chain(session);
    return chain == NULL ? 0 : sk_X509_num(chain);
}
static inline X509 *gg_tls_chain_at(SSL *session, int at) {
    return sk_X509_value(SSL_get_peer_cert_chain(session), at);
}

static inline int gg_tls_load_client_authorities(SSL_CTX *context, const char *file) {
    STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(file);
    if (names == NULL) return 0;
    SSL_CTX_set_client_CA_list(context, names);
    return 1;
}

#endif
