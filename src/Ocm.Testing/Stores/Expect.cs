using System.Text.Json;
using Ocm.Delivery;
using Ocm.Serialization;
using Ocm.Shares;

namespace Ocm.Testing.Stores;

/// <summary>Says in words what a store broke.</summary>
internal static class Expect
{
    internal static void That(bool kept, string promise)
    {
        if (!kept)
        {
            throw new ContractViolationException(promise);
        }
    }

    internal static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new ContractViolationException($"{what}: expected {Show(expected)}, but was {Show(actual)}.");
        }
    }

    internal static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what) =>
        Equal(string.Join(", ", expected), string.Join(", ", actual), what);

    internal static void Winners(IEnumerable<bool> outcomes, int expected, string what) =>
        Equal(expected, outcomes.Count(won => won), what);

    internal static async Task ThrowsAsync(Func<Task> call, string promise)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ContractViolationException)
        {
            return;
        }

        throw new ContractViolationException(promise);
    }

    internal static void Same(SentShare expected, SentShare? actual)
    {
        That(actual is not null, "A sent share that was stored must be found.");
        Sequence(expected.Permissions, actual!.Permissions, "Permissions of a sent share");
        Sequence(expected.Requirements, actual.Requirements, "Requirements of a sent share");
        Sequence(expected.Protocols, actual.Protocols, "Protocols of a sent share");
        Sequence(expected.AccessTypes, actual.AccessTypes, "AccessTypes of a sent share");
        Sequence(expected.RecipientPublicKeys, actual.RecipientPublicKeys, "RecipientPublicKeys of a sent share");
        SameJson(expected.EmbeddedJson, actual.EmbeddedJson, "EmbeddedJson of a sent share");
        Equal(
            expected with
            {
                Permissions = actual.Permissions,
                Requirements = actual.Requirements,
                Protocols = actual.Protocols,
                AccessTypes = actual.AccessTypes,
                RecipientPublicKeys = actual.RecipientPublicKeys,
                EmbeddedJson = actual.EmbeddedJson,
            },
            actual,
            "A sent share comes back as it was stored");
    }

    internal static void Same(ReceivedShare expected, ReceivedShare? actual)
    {
        That(actual is not null, "A received share that was stored must be found.");
        That(
            JsonElement.DeepEquals(ToJson(expected.Protocol), ToJson(actual!.Protocol)),
            "The protocol of a received share comes back as it was stored, with its secrets and its unknown members.");
        Sequence(expected.Reshares, actual.Reshares, "Reshares of a received share");
        Equal(expected with { Protocol = actual.Protocol, Reshares = actual.Reshares }, actual, "A received share comes back as it was stored");
    }

    internal static void Same(OutboxItem expected, OutboxItem? actual)
    {
        That(actual is not null, "An outbox item that was stored must be found.");
        SameJson(expected.ParametersJson, actual!.ParametersJson, "ParametersJson of an outbox item");
        Equal(
            expected with { ParametersJson = actual.ParametersJson, Sequence = actual.Sequence },
            actual,
            "An outbox item comes back as it was stored");
    }

    internal static void SameJson(string? expected, string? actual, string what)
    {
        if (expected is null || actual is null)
        {
            Equal(expected, actual, what);
            return;
        }

        That(
            JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual)),
            $"{what}: the JSON must come back with the same meaning.");
    }

    private static JsonElement ToJson(ShareProtocols protocols) =>
        JsonSerializer.SerializeToElement(protocols, OcmJsonContext.Default.ShareProtocols);

    private static string Show<T>(T value) => value switch
    {
        null => "nothing",
        string text => $"\"{text}\"",
        _ => value.ToString() ?? string.Empty,
    };
}
