using System.Text.Json.Nodes;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// Each field of an older server's discovery document in each bad form, read tolerantly: what older servers leave out is taken as the
/// table says, anything else fails and names the field, and no criterion is ever lost.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class OldDiscoveryDocumentTests
{
    private const string Valid =
        """
        {"enabled":true,"apiVersion":"1.1","endPoint":"http://peer.example/ocm","provider":"Peer",
        "resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/dav"}},{"name":"folder","shareTypes":["user","group"],"protocols":{"webdav":"/dav"}}],
        "capabilities":["/invite-accepted"],"criteria":["invite"],"tokenEndPoint":"http://peer.example/ocm/token","inviteAcceptDialog":"/accept"}
        """;

    private const string FileForUsers = """[{"name":"file","shareTypes":["user"],"protocols":{}}]""";

    // What older servers leave out or write otherwise, and what it is read as; "" where the document says nothing of it. The same
    // word a hundred times is one word.
    private static readonly (string Field, string What, string ReadAs)[] Taken =
    [
        ("enabled", "missing", "true"),
        ("enabled", "null", "true"),
        ("apiVersion", "missing", "\"1.0\""),
        ("apiVersion", "null", "\"1.0\""),
        ("provider", "null", ""),
        ("resourceTypes", "missing", FileForUsers),
        ("resourceTypes", "null", FileForUsers),
        ("resourceTypes", "empty", FileForUsers),
        ("resourceTypes[0].shareTypes", "missing", """["user"]"""),
        ("resourceTypes[1].shareTypes", "missing", """["user"]"""),
        ("resourceTypes[0].protocols", "missing", "{}"),
        ("resourceTypes[1].protocols", "missing", "{}"),
        ("capabilities", "null", ""),
        ("capabilities", "too many", """["a"]"""),
        ("criteria", "null", ""),
        ("criteria", "too many", """["a"]"""),
        ("tokenEndPoint", "null", ""),
        ("inviteAcceptDialog", "null", ""),
    ];

    private static readonly string[] DiscoveryPaths = ["/.well-known/ocm", "/ocm-provider/"];

    private DocumentPeer _peer = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _peer = await DocumentPeer.StartAsync(isTolerant: true);

    [OneTimeTearDown]
    public ValueTask StopAsync() => _peer.DisposeAsync();

    private static IEnumerable<(string Field, string What, string Json, bool Bad)> All() =>
        from field in DiscoveryDocumentTests.Fields
        where field.Path != "jwksUri" // where it stands, the server is one of the draft
        from variant in FieldVariants.Of(Valid, field)
        select (field.Path, variant.What, variant.Json, variant.Bad);

    private static IEnumerable<TestCaseData<string, string>> Bad() =>
        from row in All()
        where row.Bad && !Taken.Any(taken => taken.Field == row.Field && taken.What == row.What)
        select new TestCaseData<string, string>(row.Field, row.Json).SetArgDisplayNames(row.Field, row.What);

    [TestCaseSource(nameof(Bad))]
    public async Task Discover_BadField_FailsAndNamesIt(string field, string json)
    {
        var (server, paths) = await _peer.DiscoverAsync(json);

        Assert.That(server.Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse), json);
        Assert.That(server.Failure!.ValidationErrors.Select(error => error.Name), Has.Some.StartsWith(field));
        Assert.That(server.Failure.Message + string.Concat(server.Failure.ValidationErrors), Does.Not.Contain(FieldVariants.Marker));
        Assert.That(paths, Is.SubsetOf(DiscoveryPaths));
    }

    private static IEnumerable<TestCaseData<string>> Twice() =>
        DiscoveryDocumentTests.Fields.Where(field => field.Path != "jwksUri")
            .Select(field => new TestCaseData<string>(FieldVariants.Twice(Valid, field.Path)).SetArgDisplayNames(field.Path));

    [TestCaseSource(nameof(Twice))]
    public async Task Discover_FieldTwice_Fails(string json) =>
        Assert.That((await _peer.DiscoverAsync(json)).Server.Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));

    private static IEnumerable<TestCaseData<string, string, string>> Odd() =>
        from taken in Taken
        let row = All().Single(row => row.Field == taken.Field && row.What == taken.What)
        select new TestCaseData<string, string, string>(row.Field, row.Json, taken.ReadAs).SetArgDisplayNames(row.Field, row.What);

    [TestCaseSource(nameof(Odd))]
    public async Task Discover_WhatOlderServersWrite_IsReadAsTheTableSays(string field, string json, string readAs)
    {
        var document = await ReadAsync(json);

        Assert.That(At(document, field)?.ToJsonString() ?? string.Empty, Is.EqualTo(readAs));
    }

    private static IEnumerable<TestCaseData<string, string>> Read() =>
        from row in All()
        where row.Bad
            ? Taken.Any(taken => taken.Field == row.Field && taken.What == row.What)
            : row.What != "false" && row.Field is not ("endPoint" or "tokenEndPoint") // one says that nothing is taken, the others must be URLs
        select new TestCaseData<string, string>(row.Field, row.Json).SetArgDisplayNames(row.Field, row.What);

    // What the field itself says is judged above; nothing else of the document may be lost or added by it.
    [TestCaseSource(nameof(Read))]
    public async Task Discover_WhatIsTaken_LeavesTheRestAsItIs(string field, string json)
    {
        var document = await ReadAsync(json);
        var whole = await ReadAsync(Valid);

        foreach (var other in new[] { "enabled", "apiVersion", "endPoint", "provider", "resourceTypes", "capabilities", "criteria", "tokenEndPoint", "inviteAcceptDialog" })
        {
            if (!field.StartsWith(other, StringComparison.Ordinal))
            {
                Assert.That(Named(document, other), Is.EqualTo(Named(whole, other)), other);
            }
        }
    }

    // The hosts differ from case to case.
    private static string Named(JsonObject document, string member) =>
        document[member]?.ToJsonString().Replace(new Uri((string)document["endPoint"]!).Authority, "peer.example", StringComparison.Ordinal) ?? string.Empty;

    private async Task<JsonObject> ReadAsync(string json)
    {
        var (server, paths) = await _peer.DiscoverAsync(json);
        Assert.That(server.Failure, Is.Null, json);
        Assert.That(paths, Is.SubsetOf(DiscoveryPaths));
        return JsonNode.Parse(OcmJson.Write(server.Value!.Document))!.AsObject();
    }

    private static JsonNode? At(JsonObject document, string path) => path.Split('.') switch
    {
        [var member] => document[member],
        [var entry, var member] => document["resourceTypes"]![entry[^2] - '0']![member],
        _ => throw new ArgumentException("The path is too long.", nameof(path)),
    };
}
