using System.Diagnostics;
using System.Text.Json.Nodes;
using Ocm.Conformance.BadInput;
using Ocm.Conformance.Rig;
using Ocm.Invites;
using Ocm.Serialization;
using Ocm.Server.Invites;
using Ocm.Server.ShareRequests;
using Ocm.Server.Shares;
using Ocm.Tokens;

namespace Ocm.Conformance.Schemas;

/// <summary>
/// The published schemas against what went over the wire, judged by ajv. It runs after all other tests of this project and sees
/// every message that they saw; alone, it sees those of its own story.
/// </summary>
[NonParallelizable]
[Category("Interop")]
internal sealed class WireSchemaTests
{
    private const string Folder = "tests/Ocm.Interop.Tests/node";

    [Test]
    [Property("Requirement", "SHARE-07")]
    [Property("Requirement", "DISC-01")]
    public async Task Messages_OfAllTests_FitTheirSchemas()
    {
        DemandAjv();
        await TellStoryAsync();

        var messages = WireLog.Messages.Select(message => Message(message.Schema, message.Json, valid: true, message.Call)).ToList();
        Assert.That(WireLog.Messages.Select(message => message.Schema).Distinct(), Is.EquivalentTo(MessageSchemas.All.Keys), "each kind of message was seen");

        await AssertAsync(messages);
    }

    [Test]
    public async Task Messages_ThatLackAFieldOrHaveAWrongType_DoNotFit()
    {
        DemandAjv();
        var cases =
            from call in Calls.All
            where call.Success < 300
            from field in call.Fields
            from variant in FieldVariants.Of(call.Json, field)
            where variant.Bad && variant.What is "missing" or "null" or "a number" or "a boolean" or "empty" or "too long" or "too many"
            where !(variant.What == "missing" && !field.Required) && !(variant.What is "empty" && field.MayBeEmpty)
            where field.Kind != FieldKind.Address || variant.What != "too long"
            where !field.Path.Contains(".requirements", StringComparison.Ordinal) && field.Path != "protocol.embedded"
            select Message(SchemaOf(call.Path), variant.Json, valid: false, $"{call.Name} {field.Path} {variant.What}");
        var documents =
            from document in new[]
            {
                (Schema: "directory-document", Json: MessageFields.DirectoryExample, Fields: MessageFields.Directory),
                (Schema: "jscontact-card", Json: MessageFields.ContactExample, Fields: MessageFields.Contact),
            }
            from field in document.Fields
            from variant in FieldVariants.Of(document.Json, field)
            where variant.What is "missing" or "null" or "a number" or "a boolean" or "empty" or "with a path" or "with a user" or "with another scheme" or "unknown"
            where field.Kind != FieldKind.Address || variant.What != "with a path"
            select Message(document.Schema, variant.Json, valid: !variant.Bad, $"{document.Schema} {field.Path} {variant.What}");

        await AssertAsync([.. cases, .. documents]);
    }

    /// <summary>One exchange of each kind, so that no schema goes without a message.</summary>
    private static async Task TellStoryAsync()
    {
        await Directories.DirectoryTests.GetDocumentAsync();
        await Contacts.ContactCardTests.GetCardsAsync();
        await using var scene = await Scene.StartAsync();
        var test = scene.Test;
        await test.GetAsync("/.well-known/ocm");
        foreach (var call in Calls.All)
        {
            await test.PostAsync(call.Path, scene.Fill(call.Json));
        }

        await test.PostUnsignedAsync("/ocm/token", "x=y", "application/x-www-form-urlencoded");
        await test.PostAsync("/ocm/token", scene.Fill("grant_type=authorization_code&client_id=peer.example&code=the-secret"), "application/x-www-form-urlencoded");
        var share = (await test.ReceivedAsync())[0];
        await test.Server.WithAsync<IReceivedShares, bool>(async shares => (await shares.AcceptAsync(share.Id, "marie")).IsSuccess);
        await test.Server.WithAsync<IShareRequests, bool>(async requests => (await requests.SendAsync("marie", test.Recipient, "notes.md")).IsSuccess);
        await test.Server.WithAsync<IInvites, bool>(async invites =>
            (await invites.AcceptAsync("marie", new InviteString(new SecretString("a-token-of-the-peer"), test.Peer.Host))).IsSuccess);
    }

    private static string SchemaOf(string path) => path switch
    {
        "/ocm/shares" => "share-creation-notification",
        "/ocm/notifications" => "notification",
        "/ocm/invite-accepted" => "invite-acceptance-request",
        _ => "share-request",
    };

    private static JsonObject Message(string schema, string json, bool valid, string label) =>
        new() { ["schema"] = schema, ["json"] = json, ["valid"] = valid, ["label"] = label };

    private static async Task AssertAsync(List<JsonObject> messages)
    {
        Assert.That(messages, Is.Not.Empty);
        TestContext.Out.WriteLine($"{messages.Count} messages");
        var question = new JsonObject
        {
            ["schemas"] = new JsonObject(MessageSchemas.All.Keys.Select(name => KeyValuePair.Create(name, JsonNode.Parse(MessageSchemas.Write(name))))),
            ["messages"] = new JsonArray([.. messages]),
        };
        using var node = Process.Start(new ProcessStartInfo("node", "check-schemas.cjs")
        {
            WorkingDirectory = Repository.PathOf(Folder),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var answering = node.StandardOutput.ReadToEndAsync();
        await node.StandardInput.WriteAsync(question.ToJsonString());
        node.StandardInput.Close();
        var answer = JsonNode.Parse(await answering)!;

        Assert.That(answer["problems"]!.AsArray().Select(problem => problem!.GetValue<string>()), Is.Empty);
        Assert.That(answer["checked"]!.GetValue<int>(), Is.EqualTo(messages.Count));
    }

    // The gate installs it; elsewhere it is one command away.
    private static void DemandAjv()
    {
        if (!Directory.Exists(Repository.PathOf($"{Folder}/node_modules/ajv")))
        {
            Assert.Ignore($"ajv is not installed: run 'npm ci' in {Folder}.");
        }
    }
}
