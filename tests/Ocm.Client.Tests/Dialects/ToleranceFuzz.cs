using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Ocm.Client.Dialects;
using Ocm.Client.Tests.Signatures;
using Ocm.Serialization;

namespace Ocm.Client.Tests.Dialects;

/// <summary>
/// Messages of one kind, changed at random, and read both ways: as the draft reads them, and as they are read from older servers.
/// Prints the seed that repeats a run.
/// </summary>
/// <param name="kind">The message.</param>
/// <param name="examples">What is changed.</param>
/// <param name="names">Members that may be put anywhere, beside those that are there.</param>
/// <param name="values">What members become.</param>
internal sealed class ToleranceFuzz(LegacyMessageKind kind, string[] examples, string[] names, string[] values)
{
    private const int Inputs = 20_000;

    /// <summary>Checks what the tolerant reading makes of each message that it can read, against the draft's reading where that has one.</summary>
    internal void Run<T>(Action<T, T?, FuzzedMessage> check)
        where T : class, IOcmMessage<T>
    {
        var compared = 0;
        Run(message =>
        {
            if (!OcmJson.Read<T>(message.Reading).TryGetValue(out var tolerant, out _))
            {
                return false;
            }

            var strict = OcmJson.Read<T>(message.Original).Value;
            compared += strict is null ? 0 : 1;
            check(tolerant, strict, message);
            return true;
        });
        Assert.That(compared, Is.GreaterThan(100), "Hardly anything was read both ways.");
    }

    /// <summary>The same where the message has no model: the check says whether there was anything to look at.</summary>
    internal void Run(Func<FuzzedMessage, bool> check)
    {
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
#pragma warning disable CA5394 // Test inputs, repeatable by the seed that the test prints.
        var random = new Random(seed);
#pragma warning restore CA5394
        var reader = new LegacyMessageReader(Options.Create(new OcmClientOptions { AcceptLegacyMessages = true }), new TestMeters());
        var (taken, rewritten) = (0, 0);
        for (var i = 0; i < Inputs; i++)
        {
            var text = Mutate(random).ToJsonString();
            var original = JsonElement.Parse(text);
            var reading = reader.Read(kind, original);
            if (check(new FuzzedMessage(original, reading.Message, text)))
            {
                taken++;
                rewritten += reading.IsLegacy ? 1 : 0;
            }
        }

        Assert.That((taken, rewritten), Is.GreaterThan((100, 100)), "Hardly anything was read.");
    }

#pragma warning disable CA5394 // Test inputs, repeatable by the seed that the test prints.
    private JsonObject Mutate(Random random)
    {
        var message = JsonNode.Parse(examples[random.Next(examples.Length)])!.AsObject();
        for (var count = random.Next(0, 5); count > 0; count--)
        {
            var objects = Objects(message).ToList();
            var target = objects[random.Next(objects.Count)];
            var name = target.Count > 0 && random.Next(2) == 0 ? target.ElementAt(random.Next(target.Count)).Key : names[random.Next(names.Length)];
            if (random.Next(4) == 0)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = JsonNode.Parse(values[random.Next(values.Length)]);
            }
        }

        return message;
    }
#pragma warning restore CA5394

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject value => value.Select(member => member.Value).SelectMany(Objects).Prepend(value),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };
}
