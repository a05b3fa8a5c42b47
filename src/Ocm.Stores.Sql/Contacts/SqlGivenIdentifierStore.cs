using Ocm.Contacts;

namespace Ocm.Stores.Sql.Contacts;

/// <summary>Given identifiers in the table <c>ocm_given_identifiers</c>.</summary>
internal sealed class SqlGivenIdentifierStore(SqlStoreHost stores) : IGivenIdentifierStore
{
    // The no-op update gives the row back also to whoever repeats it.
    private const string Upsert =
        """
        INSERT INTO ocm_given_identifiers (identifier_key, user_identifier, user_key) VALUES (@identifier_key, @user_identifier, @user_key)
        ON CONFLICT (identifier_key) DO UPDATE SET user_key = ocm_given_identifiers.user_key
        RETURNING user_key
        """;

    public ValueTask<bool> TryAddGivenIdentifierAsync(string identifier, string userIdentifier, CancellationToken cancellationToken = default)
    {
        var user = SqlKey.Of(userIdentifier);
        return stores.WriteAsync(
            SqlWrite.Statement,
            async (session, token) => await session.Prepare(Upsert)
                .Set("identifier_key", SqlKey.Of(identifier))
                .Set("user_identifier", userIdentifier)
                .Set("user_key", user)
                .FindAsync(row => row.Text(0), token).ConfigureAwait(false) == user,
            cancellationToken);
    }

    public ValueTask<string?> FindUserOfGivenIdentifierAsync(string identifier, CancellationToken cancellationToken = default) =>
        stores.ReadAsync(
            (session, token) => session.Prepare("SELECT user_identifier FROM ocm_given_identifiers WHERE identifier_key = @identifier_key")
                .Set("identifier_key", SqlKey.Of(identifier))
                .FindAsync(row => row.Text(0), token),
            cancellationToken);

    public ValueTask<int> RemoveGivenIdentifiersAsync(string userIdentifier, CancellationToken cancellationToken = default) =>
        stores.WriteAsync(
            SqlWrite.Statement,
            (session, token) => session.Prepare("DELETE FROM ocm_given_identifiers WHERE user_key = @user_key")
                .Set("user_key", SqlKey.Of(userIdentifier))
                .ExecuteAsync(token),
            cancellationToken);
}
