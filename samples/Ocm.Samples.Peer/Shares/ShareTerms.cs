using System.Globalization;
using System.Text.Json;
using Ocm.Samples.Peer.Api;
using Ocm.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>What a recipient may do with a share, and for how long: what a user may say of every share.</summary>
internal sealed record ShareTerms
{
    private static readonly Permission[] KnownPermissions = [Permission.Read, Permission.Write, Permission.Share, Permission.View];
    private static readonly Requirement[] KnownRequirements = [Requirement.MustExchangeToken, Requirement.MustUseMfa];

    public required IReadOnlyList<Permission> Permissions { get; init; }

    public required IReadOnlyList<Requirement> Requirements { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? Description { get; init; }

    /// <exception cref="ApiProblem">A field is wrong.</exception>
    public static ShareTerms Read(
        IReadOnlyList<string>? permissions, IReadOnlyList<string>? requirements, JsonElement? expiration, string? description) => new()
        {
            Permissions = Choose("permissions", permissions, KnownPermissions) is { Count: > 0 } chosen ? chosen : [Permission.Read],
            Requirements = Choose("requirements", requirements, KnownRequirements),
            ExpiresAt = ReadTime(expiration),
            Description = description,
        };

    /// <summary>Reads a list of known values; an absent one is empty.</summary>
    /// <exception cref="ApiProblem">A value is unknown.</exception>
    public static IReadOnlyList<T> Choose<T>(string field, IReadOnlyList<string>? texts, IReadOnlyList<T> known)
        where T : struct
    {
        List<T> chosen = [];
        foreach (var text in texts ?? [])
        {
            var found = known.Where(value => value.ToString() == text).ToList();
            if (found.Count == 0)
            {
                throw ApiProblem.BadRequest($"{field} must be a list of {string.Join(", ", known)}.");
            }

            chosen.AddRange(found);
        }

        return [.. chosen.Distinct()];
    }

    private static DateTimeOffset? ReadTime(JsonElement? value)
    {
        switch (value?.ValueKind)
        {
            case null or JsonValueKind.Null:
                return null;
            case JsonValueKind.Number when value.Value.TryGetInt64(out var seconds) && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds():
                return DateTimeOffset.FromUnixTimeSeconds(seconds);
            case JsonValueKind.String when DateTimeOffset.TryParse(value.Value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time):
                return time;
            default:
                throw ApiProblem.BadRequest("expiration must be in seconds since 1970, or a date and time such as 2027-01-31T12:00:00Z.");
        }
    }
}
