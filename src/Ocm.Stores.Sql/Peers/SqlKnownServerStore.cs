using Ocm.Addresses;
using Ocm.Peers;

namespace Ocm.Stores.Sql.Peers;

/// <summary>Known servers in the table <c>ocm_known_servers</c>.</summary>
internal sealed class SqlKnownServerStore(SqlStoreHost stores) : IKnownServerStore
{
    private const string Columns = "host, first_seen_at, last_seen_at, signed_since, discovery, key_set";

    private const string Upsert =
        """
        INSERT INTO ocm_known_servers AS known (host, first_seen_at, last_seen_at, signed_since, discovery, key_set)
        VALUES (@host, @first_seen_at, @last_seen_at, @signed_since, @discovery, @key_set)
        ON CONFLICT (host) DO UPDATE SET
          first_seen_at = CASE WHEN known.first_seen_at < excluded.first_seen_at THEN known.first_seen_at ELSE excluded.first_seen_at END,
          last_seen_at = excluded.last_seen_at,
          signed_since = CASE
            WHEN excluded.signed_since IS NULL OR known.signed_since < excluded.signed_since THEN known.signed_since
            ELSE excluded.signed_since END,
          discovery = excluded.discovery,
          key_set = excluded.key_set
        """;

    private static readonly string SelectOne = $"SELECT {Columns} FROM ocm_known_servers WHERE host = @host";

    private static readonly string SelectPage = $"SELECT {Columns} FROM ocm_known_servers WHERE host > @after ORDER BY host LIMIT @limit";

    public ValueTask<KnownServer?> FindServerAsync(OcmHost host, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        return stores.ReadAsync((session, token) => session.Prepare(SelectOne).Set("host", host.Value).FindAsync(Read, token), cancellationToken);
    }

    public async ValueTask PutServerAsync(KnownServer server, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        await stores.WriteAsync(
            SqlWrite.Statement,
            (session, token) => session.Prepare(Upsert)
                .Set("host", server.Host.Value)
                .Set("first_seen_at", server.FirstSeenAt)
                .Set("last_seen_at", server.LastSeenAt)
                .Set("signed_since", server.SignedSince)
                .Set("discovery", server.DiscoveryJson)
                .Set("key_set", server.KeySetJson)
                .ExecuteAsync(token),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<KnownServer>> ListServersAsync(OcmHost? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return stores.ReadAsync(
            (session, token) => session.Prepare(SelectPage).Set("after", after?.Value ?? string.Empty).Set("limit", limit).ListAsync(Read, token),
            cancellationToken);
    }

    private static KnownServer Read(SqlRow row) => new()
    {
        Host = OcmHost.Parse(row.Text(0)),
        FirstSeenAt = row.Moment(1),
        LastSeenAt = row.Moment(2),
        SignedSince = row.MomentOrNull(3),
        DiscoveryJson = row.TextOrNull(4),
        KeySetJson = row.TextOrNull(5),
    };
}
