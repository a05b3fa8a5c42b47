using Microsoft.Extensions.DependencyInjection;
using Ocm.Stores.PostgreSql;
using Ocm.Stores.Sql;
using Ocm.Stores.Tests.Sql;

namespace Ocm.Stores.Tests.PostgreSql;

internal sealed class PostgreSqlTestDatabase(string connectionString) : TestDatabase
{
    private static readonly string[] Tables =
    [
        "ocm_sent_shares", "ocm_received_shares", "ocm_outbox", "ocm_contacts", "ocm_invites", "ocm_invite_acceptances", "ocm_share_requests",
        "ocm_access_tokens", "ocm_signing_keys", "ocm_known_servers", "ocm_used_signatures", "ocm_data_protection_keys",
    ];

    public override SqlDatabase Open() => new PostgreSqlDatabase(new PostgreSqlStoresOptions { ConnectionString = connectionString });

    public override void AddStores(TestServerBuilder builder, Action<SqlStoresOptions> configure) => builder.AddPostgreSqlStores(options =>
    {
        options.ConnectionString = connectionString;
        configure(options);
    });

    // Bytes are shown as their text, so that a secret that was stored as it is would be seen.
    public override async Task<string> DumpAsync()
    {
        List<string> rows = [];
        foreach (var table in Tables)
        {
            rows.AddRange(await QueryAsync($"SELECT r::text FROM {table} r"));
        }

        rows.AddRange(await QueryAsync("SELECT encode(protocol, 'escape') FROM ocm_received_shares"));
        rows.AddRange(await QueryAsync("SELECT encode(secret, 'escape') FROM ocm_sent_shares"));
        rows.AddRange(await QueryAsync("SELECT encode(token, 'escape') FROM ocm_invites"));
        rows.AddRange(await QueryAsync("SELECT encode(token, 'escape') FROM ocm_invite_acceptances"));
        rows.AddRange(await QueryAsync("SELECT encode(private_jwk, 'escape') FROM ocm_signing_keys"));
        return string.Join('\n', rows);
    }

    public override ValueTask DisposeAsync() => default;
}
