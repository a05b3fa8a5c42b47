using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>
/// The If field (RFC 4918, section 10.4). There are no locks here, so no state token ever matches; entity tags do.
/// </summary>
internal sealed class IfHeader
{
    private readonly List<(string? Resource, List<Condition> Conditions)> _lists = [];

    private IfHeader()
    {
    }

    /// <summary>Reads the field.</summary>
    /// <exception cref="WebDavProblem">It is malformed (400).</exception>
    public static IfHeader? Read(HttpRequest request)
    {
        var text = request.Headers["If"].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        var header = new IfHeader();
        return header.Parse(text) ? header : throw WebDavProblem.BadRequest("The If field is malformed.");
    }

    /// <summary>Whether one of its lists holds. The callback finds what a URL names (null: the request's own).</summary>
    public bool HoldsFor(Func<string?, StorageEntry?> find)
    {
        foreach (var (resource, conditions) in _lists)
        {
            var entry = find(resource);
            if (conditions.TrueForAll(condition => (condition.ETag is { } tag && tag == entry?.ETag) != condition.Not))
            {
                return true;
            }
        }

        return false;
    }

    private bool Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        var tagged = rest.StartsWith('<');
        string? resource = null;
        while (!rest.IsEmpty)
        {
            if (rest[0] == '<')
            {
                // Lists either all follow a resource or none does.
                if (!tagged || !Take(ref rest, '>', out var name))
                {
                    return false;
                }

                resource = name;
            }

            if (!rest.StartsWith('(') || ReadList(ref rest) is not { } conditions)
            {
                return false;
            }

            _lists.Add((resource, conditions));
        }

        return _lists.Count > 0;
    }

    private static List<Condition>? ReadList(ref ReadOnlySpan<char> rest)
    {
        var conditions = new List<Condition>();
        rest = rest[1..].TrimStart();
        while (!rest.IsEmpty && rest[0] != ')')
        {
            var not = rest.StartsWith("Not", StringComparison.OrdinalIgnoreCase);
            rest = not ? rest[3..].TrimStart() : rest;
            var isTag = rest.StartsWith('[');
            if ((!isTag && !rest.StartsWith('<')) || !Take(ref rest, isTag ? ']' : '>', out var value))
            {
                return null;
            }

            conditions.Add(new Condition(not, isTag ? value : null));
        }

        if (rest.IsEmpty || conditions.Count == 0)
        {
            return null;
        }

        rest = rest[1..].TrimStart();
        return conditions;
    }

    // Takes what stands between the bracket at the front and its counterpart.
    private static bool Take(ref ReadOnlySpan<char> rest, char close, out string value)
    {
        var end = rest.IndexOf(close);
        value = end > 1 ? rest[1..end].ToString() : string.Empty;
        rest = end > 1 ? rest[(end + 1)..].TrimStart() : rest;
        return end > 1;
    }

    private readonly record struct Condition(bool Not, string? ETag);
}
