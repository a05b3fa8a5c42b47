using Ocm.Parties;

namespace Ocm.Testing.Servers;

/// <summary>The users <c>marie</c> and <c>albert</c>, and the group <c>physicists</c>, to which marie belongs.</summary>
public sealed class TestUsers : IUserDirectory
{
    /// <inheritdoc />
    public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(identifier switch
        {
            "marie" => new Party("marie", "Marie Curie") { Email = "marie@example.org" },
            "albert" => new Party("albert", "Albert Einstein") { Email = "albert@example.org" },
            _ => null,
        });

    /// <inheritdoc />
    public ValueTask<Party?> FindGroupAsync(string identifier, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(identifier == "physicists" ? new Party("physicists", "The physicists") : null);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> GetGroupsAsync(string userIdentifier, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<string>>(userIdentifier == "marie" ? ["physicists"] : []);
}
