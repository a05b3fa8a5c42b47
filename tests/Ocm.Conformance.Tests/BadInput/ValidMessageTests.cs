using System.Text.Json.Serialization.Metadata;
using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>What the tests of bad fields rest on: the messages are valid as they stand, and no field is left out.</summary>
internal sealed class ValidMessageTests
{
    [TestCaseSource(typeof(Calls), nameof(Calls.All))]
    [Property("Requirement", "SHARE-13")]
    [Property("Requirement", "SHARE-17")]
    [Property("Requirement", "SHARE-21")]
    [Property("Requirement", "SHARE-22")]
    [Property("Requirement", "REQ-01")]
    public async Task Post_ValidMessage_IsTakenAndChangesSomething(Call call)
    {
        await using var scene = await Scene.StartAsync();
        var before = await scene.StateAsync();

        var answer = await scene.Test.PostAsync(call.Path, scene.Fill(call.Json));

        Assert.That(answer.Status, Is.EqualTo(call.Success), answer.Body);
        Assert.That(await scene.StateAsync(), call.Success < 300 ? Is.Not.EqualTo(before) : Is.EqualTo(before));
    }

    private static IEnumerable<TestCaseData<string, JsonTypeInfo>> Models()
    {
        var json = OcmJsonContext.Default;
        yield return Model("/ocm/shares", json.ShareCreationNotification);
        yield return Model("/ocm/notifications", json.OcmNotification);
        yield return Model("/ocm/invite-accepted", json.InviteAcceptanceRequest);
        yield return Model("/ocm/request-share", json.ShareRequest);
        yield return Model("discovery", json.DiscoveryDocument);
    }

    [TestCaseSource(nameof(Models))]
    public void Table_HasARowForEachFieldOfTheModel(string path, JsonTypeInfo model)
    {
        var rows = path == "discovery"
            ? DiscoveryDocumentTests.Fields.Select(field => field.Path)
            : Calls.All.Where(call => call.Path == path).SelectMany(call => call.Fields).Select(field => field.Path);
        var shown = rows.Select(row => row.Replace("[0]", "[]", StringComparison.Ordinal).Replace("[1]", "[]", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

        Assert.That(Fields(model, string.Empty).Where(field => !shown.Contains(field)), Is.Empty, "a field of the model has no row in the table");
    }

    /// <summary>The paths of all fields, those of nested models too.</summary>
    private static IEnumerable<string> Fields(JsonTypeInfo model, string prefix)
    {
        foreach (var property in model.Properties.Where(property => property is { IsExtensionData: false, Get: not null }))
        {
            yield return prefix + property.Name;
            var nested = OcmJsonContext.Default.GetTypeInfo(property.PropertyType);
            var (element, mark) = nested is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } type } ? (OcmJsonContext.Default.GetTypeInfo(type), "[].") : (nested, ".");
            if (element is { Kind: JsonTypeInfoKind.Object })
            {
                foreach (var field in Fields(element, prefix + property.Name + mark))
                {
                    yield return field;
                }
            }
        }
    }

    private static TestCaseData<string, JsonTypeInfo> Model(string path, JsonTypeInfo model) =>
        new TestCaseData<string, JsonTypeInfo>(path, model).SetArgDisplayNames(model.Type.Name);
}
