using Ocm.Addresses;
using Ocm.Contacts;

namespace Ocm.Stores.Sql.Contacts;

/// <summary>The table <c>ocm_contacts</c>.</summary>
internal static class SqlContacts
{
    private const string Columns = "user_identifier, address, display_name, email, label, source, trusted, given_identifier, added_at";

    /// <summary>The first characters of what stands before the "@"; the index <c>ocm_contacts_identifier</c> is on this very text.</summary>
    internal const string IdentifierStart = "substr(substr(address, 1, length(address) - length(server) - 1), 1, 64)";

    private const string Upsert =
        """
        INSERT INTO ocm_contacts (
          user_key, address_key, user_identifier, address, server, display_name, email, label, source, trusted, given_identifier, added_at)
        VALUES (
          @user_key, @address_key, @user_identifier, @address, @server, @display_name, @email, @label, @source, @trusted, @given_identifier, @added_at)
        ON CONFLICT (user_key, address_key) DO UPDATE SET
          display_name = excluded.display_name, email = excluded.email, label = excluded.label, source = excluded.source,
          trusted = excluded.trusted, given_identifier = excluded.given_identifier, added_at = excluded.added_at
        """;

    private static readonly string SelectOne = $"SELECT {Columns} FROM ocm_contacts WHERE user_key = @user_key AND address_key = @address_key";

    private static readonly string SelectOf = $"SELECT {Columns} FROM ocm_contacts WHERE address_key = @address_key LIMIT @limit";

    // By the start of the identifier, which an index can hold, and then by all of it.
    private const string SelectServers =
        $"""
        SELECT DISTINCT server FROM ocm_contacts
        WHERE {IdentifierStart} = substr(@identifier, 1, 64) AND address = @identifier || '@' || server
        ORDER BY server
        LIMIT @limit
        """;

    private static readonly string SelectFirst = $"SELECT {Columns} FROM ocm_contacts WHERE user_key = @user_key ORDER BY address LIMIT @limit";

    private static readonly string SelectNext =
        $"SELECT {Columns} FROM ocm_contacts WHERE user_key = @user_key AND address > @after ORDER BY address LIMIT @limit";

    internal static async ValueTask PutAsync(SqlSession session, Contact contact, CancellationToken cancellationToken) =>
        await Key(session.Prepare(Upsert), contact.UserIdentifier, contact.Address)
            .Set("user_identifier", contact.UserIdentifier)
            .Set("address", contact.Address.ToString())
            .Set("server", contact.Address.Host.Value)
            .Set("display_name", contact.DisplayName)
            .Set("email", contact.Email)
            .Set("label", contact.Label)
            .Set("source", contact.Source.Value)
            .Set("trusted", contact.Trusted)
            .Set("given_identifier", contact.GivenIdentifier)
            .Set("added_at", contact.AddedAt)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<Contact?> FindAsync(
        SqlSession session, string userIdentifier, OcmAddress address, CancellationToken cancellationToken) =>
        await Key(session.Prepare(SelectOne), userIdentifier, address).FindAsync(Read, cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<IReadOnlyList<Contact>> ListAsync(
        SqlSession session, string userIdentifier, OcmAddress? after, int limit, CancellationToken cancellationToken)
    {
        var statement = session.Prepare(after is null ? SelectFirst : SelectNext).Set("user_key", SqlKey.Of(userIdentifier));
        if (after is not null)
        {
            statement.Set("after", after.ToString());
        }

        return await statement.Set("limit", limit).ListAsync(Read, cancellationToken).ConfigureAwait(false);
    }

    internal static async ValueTask<IReadOnlyList<Contact>> ListOfAsync(
        SqlSession session, OcmAddress address, int limit, CancellationToken cancellationToken) =>
        await session.Prepare(SelectOf)
            .Set("address_key", SqlKey.Of(address.ToString()))
            .Set("limit", limit)
            .ListAsync(Read, cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<IReadOnlyList<OcmHost>> FindServersAsync(
        SqlSession session, string identifier, int limit, CancellationToken cancellationToken) =>
        await session.Prepare(SelectServers)
            .Set("identifier", identifier)
            .Set("limit", limit)
            .ListAsync(row => OcmHost.Parse(row.Text(0)), cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<bool> RemoveAsync(
        SqlSession session, string userIdentifier, OcmAddress address, CancellationToken cancellationToken) =>
        await Key(session.Prepare("DELETE FROM ocm_contacts WHERE user_key = @user_key AND address_key = @address_key"), userIdentifier, address)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;

    internal static async ValueTask<bool> AnyInvitedAtAsync(SqlSession session, OcmHost server, CancellationToken cancellationToken) =>
        await session.Prepare("SELECT 1 FROM ocm_contacts WHERE server = @server AND source = 'invite' LIMIT 1")
            .Set("server", server.Value)
            .FindAsync(_ => true, cancellationToken).ConfigureAwait(false);

    private static SqlStatement Key(SqlStatement statement, string userIdentifier, OcmAddress address) => statement
        .Set("user_key", SqlKey.Of(userIdentifier))
        .Set("address_key", SqlKey.Of(address.ToString()));

    private static Contact Read(SqlRow row) => new()
    {
        UserIdentifier = row.Text(0),
        Address = OcmAddress.Parse(row.Text(1)),
        DisplayName = row.TextOrNull(2),
        Email = row.TextOrNull(3),
        Label = row.TextOrNull(4),
        Source = new ContactSource(row.Text(5)),
        Trusted = row.Truth(6),
        GivenIdentifier = row.TextOrNull(7),
        AddedAt = row.Moment(8),
    };
}
