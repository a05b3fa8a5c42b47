using Ocm.Stores.Sql.Contacts;
using Ocm.Stores.Sql.Shares;

namespace Ocm.Stores.Sql.Migrations;

/// <summary>
/// The schema, as the steps that lead to it. A step that was released is never changed. Moments are milliseconds since 1970,
/// columns that end in <c>_key</c> are <see cref="SqlKey"/>, <c>details</c> is JSON without secrets.
/// </summary>
internal static class SqlSchema
{
    internal static readonly IReadOnlyList<SqlMigration> Migrations =
        [new(1, Version1), new(2, Version2), new(3, OutboxByDestination), new(4, GivenIdentifiers), new(5, WhatIsOver), new(6, AnsweredReshares)];

    private static string[] Version1(SqlDialect dialect)
    {
        var (text, integer, bytes) = (dialect.Text, dialect.Number, dialect.Bytes);
        return
        [
            $"""
            CREATE TABLE ocm_sent_shares (
              sequence {dialect.Identity},
              provider_id {text} NOT NULL UNIQUE,
              secret_hash {text} NOT NULL UNIQUE,
              sender {text} NOT NULL,
              sender_key {text} NOT NULL,
              share_with {text} NOT NULL,
              share_with_key {text} NOT NULL,
              receiving_server {text} NOT NULL,
              status {text} NOT NULL,
              expires_at {integer},
              ends_at {integer},
              created_at {integer} NOT NULL,
              updated_at {integer} NOT NULL,
              version {integer} NOT NULL,
              secret {bytes},
              details {text} NOT NULL)
            """,
            "CREATE INDEX ocm_sent_shares_sender ON ocm_sent_shares (sender_key, sequence)",
            "CREATE INDEX ocm_sent_shares_share_with ON ocm_sent_shares (share_with_key, sequence)",
            "CREATE INDEX ocm_sent_shares_server ON ocm_sent_shares (receiving_server, sequence)",
            "CREATE INDEX ocm_sent_shares_ends_at ON ocm_sent_shares (ends_at) WHERE ends_at IS NOT NULL",
            $"""
            CREATE TABLE ocm_received_shares (
              sequence {dialect.Identity},
              id {text} NOT NULL UNIQUE,
              provider_id {text} NOT NULL,
              sending_server {text} NOT NULL,
              sender {text} NOT NULL,
              sender_key {text} NOT NULL,
              share_with {text} NOT NULL,
              recipient_identifier {text} NOT NULL,
              recipient_key {text} NOT NULL,
              status {text} NOT NULL,
              expires_at {integer},
              ends_at {integer},
              payload_hash {text} NOT NULL,
              received_at {integer} NOT NULL,
              updated_at {integer} NOT NULL,
              version {integer} NOT NULL,
              protocol {bytes} NOT NULL,
              details {text} NOT NULL,
              UNIQUE (provider_id, sending_server))
            """,
            "CREATE INDEX ocm_received_shares_recipient ON ocm_received_shares (recipient_key, sequence)",
            "CREATE INDEX ocm_received_shares_sender ON ocm_received_shares (sender_key, sequence)",
            "CREATE INDEX ocm_received_shares_server ON ocm_received_shares (sending_server, sequence)",
            "CREATE INDEX ocm_received_shares_ends_at ON ocm_received_shares (ends_at) WHERE ends_at IS NOT NULL",
            $"""
            CREATE TABLE ocm_outbox (
              sequence {dialect.Identity},
              id {text} NOT NULL UNIQUE,
              kind {text} NOT NULL,
              destination {text} NOT NULL,
              order_key {text} NOT NULL,
              provider_id {text} NOT NULL,
              notification_type {text},
              resource_type {text},
              parameters {text},
              status {text} NOT NULL,
              created_at {integer} NOT NULL,
              expires_at {integer} NOT NULL,
              next_attempt_at {integer} NOT NULL,
              attempts {integer} NOT NULL,
              last_error {text},
              lease_owner {text},
              leased_until {integer})
            """,
            "CREATE INDEX ocm_outbox_order ON ocm_outbox (order_key, sequence, leased_until) WHERE status = 'Pending'",
            "CREATE INDEX ocm_outbox_due ON ocm_outbox (next_attempt_at, sequence, destination) WHERE status = 'Pending'",
            "CREATE INDEX ocm_outbox_failed ON ocm_outbox (sequence) WHERE status = 'Failed'",
            $"""
            CREATE TABLE ocm_contacts (
              user_key {text} NOT NULL,
              address_key {text} NOT NULL,
              user_identifier {text} NOT NULL,
              address {text} NOT NULL,
              server {text} NOT NULL,
              display_name {text},
              email {text},
              label {text},
              source {text} NOT NULL,
              trusted {integer} NOT NULL,
              given_identifier {text},
              added_at {integer} NOT NULL,
              PRIMARY KEY (user_key, address_key))
            """,
            "CREATE INDEX ocm_contacts_invited ON ocm_contacts (server) WHERE source = 'invite'",
            $"""
            CREATE TABLE ocm_invites (
              sequence {dialect.Identity},
              token_hash {text} NOT NULL UNIQUE,
              token {bytes} NOT NULL,
              inviter_identifier {text} NOT NULL,
              inviter_key {text} NOT NULL,
              given_identifier {text} NOT NULL,
              created_at {integer} NOT NULL,
              expires_at {integer} NOT NULL,
              accepted_by {text},
              accepted_at {integer})
            """,
            "CREATE INDEX ocm_invites_inviter ON ocm_invites (inviter_key, sequence)",
            "CREATE INDEX ocm_invites_expires_at ON ocm_invites (expires_at)",
            $"""
            CREATE TABLE ocm_share_requests (
              sequence {dialect.Identity},
              id {text} NOT NULL UNIQUE,
              pending_key {text} UNIQUE,
              owner_identifier {text} NOT NULL,
              owner_key {text} NOT NULL,
              share_with {text} NOT NULL,
              share {text} NOT NULL,
              resource_id {text} NOT NULL,
              status {text} NOT NULL,
              provider_id {text},
              received_at {integer} NOT NULL,
              version {integer} NOT NULL)
            """,
            "CREATE INDEX ocm_share_requests_owner ON ocm_share_requests (owner_key, sequence)",
            $"""
            CREATE TABLE ocm_access_tokens (
              hash {text} PRIMARY KEY,
              provider_id {text} NOT NULL,
              client_id {text} NOT NULL,
              issued_at {integer} NOT NULL,
              expires_at {integer} NOT NULL){dialect.KeyedTable}
            """,
            "CREATE INDEX ocm_access_tokens_provider_id ON ocm_access_tokens (provider_id)",
            "CREATE INDEX ocm_access_tokens_expires_at ON ocm_access_tokens (expires_at)",
            $"""
            CREATE TABLE ocm_signing_keys (
              place {integer} PRIMARY KEY,
              key_id {text} NOT NULL UNIQUE,
              algorithm {text} NOT NULL,
              private_jwk {bytes} NOT NULL,
              created_at {integer} NOT NULL,
              active_from {integer} NOT NULL,
              retired_at {integer})
            """,
            $"""
            CREATE TABLE ocm_known_servers (
              host {text} PRIMARY KEY,
              first_seen_at {integer} NOT NULL,
              last_seen_at {integer} NOT NULL,
              signed_since {integer},
              discovery {text},
              key_set {text})
            """,
            $"""
            CREATE TABLE ocm_used_signatures (
              fingerprint {text} PRIMARY KEY,
              ends_at {integer} NOT NULL){dialect.KeyedTable}
            """,
            "CREATE INDEX ocm_used_signatures_ends_at ON ocm_used_signatures (ends_at)",
            $"""
            CREATE TABLE ocm_data_protection_keys (
              sequence {dialect.Identity},
              name {text} NOT NULL,
              xml {text} NOT NULL)
            """,
        ];
    }

    // What users here accept elsewhere, so that a crash between the answer and the contact loses nothing.
    private static string[] Version2(SqlDialect dialect)
    {
        var (text, integer, bytes) = (dialect.Text, dialect.Number, dialect.Bytes);
        return
        [
            $"""
            CREATE TABLE ocm_invite_acceptances (
              sequence {dialect.Identity},
              id {text} NOT NULL UNIQUE,
              user_identifier {text} NOT NULL,
              user_key {text} NOT NULL,
              inviting_server {text} NOT NULL,
              token {bytes} NOT NULL,
              status {text} NOT NULL,
              created_at {integer} NOT NULL,
              expires_at {integer} NOT NULL,
              next_attempt_at {integer} NOT NULL,
              attempts {integer} NOT NULL,
              last_error {text},
              lease_owner {text},
              leased_until {integer})
            """,
            "CREATE INDEX ocm_invite_acceptances_user ON ocm_invite_acceptances (user_key, sequence)",
            "CREATE INDEX ocm_invite_acceptances_due ON ocm_invite_acceptances (next_attempt_at, sequence) WHERE status = 'Pending'",
            "CREATE INDEX ocm_invite_acceptances_failed ON ocm_invite_acceptances (expires_at) WHERE status = 'Failed'",
        ];
    }

    // What waits for a server that does not answer is put aside, and taken up again.
    private static string[] OutboxByDestination(SqlDialect dialect) =>
        ["CREATE INDEX ocm_outbox_destination ON ocm_outbox (destination, next_attempt_at) WHERE status = 'Pending'"];

    // Users who have another identifier for each contact (INV-08), and contacts found by their own identifier or address.
    private static string[] GivenIdentifiers(SqlDialect dialect) =>
    [
        $"""
        CREATE TABLE ocm_given_identifiers (
          identifier_key {dialect.Text} PRIMARY KEY,
          user_identifier {dialect.Text} NOT NULL,
          user_key {dialect.Text} NOT NULL){dialect.KeyedTable}
        """,
        "CREATE INDEX ocm_given_identifiers_user ON ocm_given_identifiers (user_key)",
        $"ALTER TABLE ocm_invite_acceptances ADD COLUMN given_identifier {dialect.Text}",
        "CREATE INDEX ocm_contacts_address ON ocm_contacts (address_key)",
        $"CREATE INDEX ocm_contacts_identifier ON ocm_contacts ({SqlContacts.IdentifierStart})",
    ];

    // What is over is removed once it is old enough: found by its age, at no cost to what goes on.
    private static string[] WhatIsOver(SqlDialect dialect) =>
    [
        $"CREATE INDEX ocm_sent_shares_ended ON ocm_sent_shares (updated_at) WHERE {SqlSentShares.HasEnded}",
        $"CREATE INDEX ocm_received_shares_ended ON ocm_received_shares (updated_at) WHERE {SqlReceivedShares.HasEnded}",
        "CREATE INDEX ocm_share_requests_answered ON ocm_share_requests (received_at) WHERE pending_key IS NULL",
        "CREATE INDEX ocm_outbox_expired ON ocm_outbox (expires_at) WHERE status = 'Failed'",
    ];

    // What came of the wishes to reshare, so that they can be taken back.
    private static string[] AnsweredReshares(SqlDialect dialect) => [$"ALTER TABLE ocm_received_shares ADD COLUMN reshares {dialect.Bytes}"];
}
