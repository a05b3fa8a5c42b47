using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

/// <summary>What leaves by log, metric, span and exception: our words, closed sets, hosts in normal form, and nothing else.</summary>
public sealed class TelemetryTests
{
    private const string Secret = "s3cr3t";

    [Test]
    public async Task Send_ServerSaysAnything_NoneOfItReachesTheLog()
    {
        const string Evil = "evil\r\nforged: line";
        await using var talkative = await HttpPeer.StartAsync(async context =>
        {
            context.Response.StatusCode = int.Parse(context.Request.Path.Value!.Split('/')[2]);
            context.Response.ContentType = "evil/evil";
            context.Response.Headers["X-Evil"] = "evil";
            context.Response.Headers.Location = "http://evil.example/evil";
            await context.Response.WriteAsync($$"""{"message":"{{Evil}}"}""");
        });
        await using var garbage = RawPeer.Answering($"evil {Evil}\r\n\r\n");
        await using var reason = RawPeer.Answering("HTTP/1.1 500 evil\r\nContent-Length: 4\r\n\r\nevil");
        await using var caller = new Caller(o => o.MaxRetries = 1);

        var failures = new List<OcmFailure>();
        foreach (var uri in new[] { 200, 302, 400, 500, 503 }.Select(s => talkative.Url($"/{Secret}/{s}?{Secret}")).Append(garbage.Url($"/{Secret}")).Append(reason.Url($"/{Secret}")))
        {
            var result = await caller.SendAsync(new PeerRequest
            {
                Purpose = PeerCall.Resource,
                Method = HttpMethod.Get,
                Uri = uri,
                Redirects = PeerRedirects.SameAuthority,
                Headers = [KeyValuePair.Create("Authorization", $"Bearer {Secret}")],
            });
            if (result.Failure is { } failure)
            {
                failures.Add(failure);
            }
        }

        Assert.That(failures, Has.Count.EqualTo(2));
        Assert.That(failures.Select(f => f.ToString()), Has.None.Contains("evil").And.None.Contains(Secret));
        Assert.That(caller.Log.Entries, Is.Not.Empty);
        foreach (var (category, id, _, text) in caller.Log.Entries)
        {
            Assert.That(text, Does.Not.Contain("evil").And.Not.Contain(Secret).And.Not.Contain("forged"), $"{category} {id}");
            Assert.That(text.AsSpan().IndexOfAny('\r', '\n') < 0, Is.True, text);
            Assert.That(id.Id, Is.InRange(1000, 1099));
        }
    }

    [Test]
    public async Task Send_NothingHalfwayAllowed_LogsReasonOnceAtRightLevel()
    {
        await using var caller = new Caller();

        await caller.GetAsync(new Uri($"ftp://peer.test/{Secret}"));
        await caller.GetAsync(new Uri($"https://10.0.0.1/{Secret}"));

        var blocked = caller.Log.Entries.Where(e => e.Level == LogLevel.Warning).Select(e => e.Id.Id);
        Assert.That(blocked, Is.EquivalentTo(new[] { 1008, 1005, 1004 }));
        Assert.That(caller.Log.Entries.Select(e => e.Text), Has.None.Contains(Secret));
    }

    [Test]
    public async Task Send_AnyOutcome_IsMeasuredWithTagsOfClosedSets()
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.StatusCode = int.Parse(context.Request.Path.Value![1..]);
            return Task.CompletedTask;
        });
        await using var caller = new Caller(o => o.MaxRetries = 1);
        var meter = caller.Services.GetRequiredService<IMeterFactory>().Create(OcmClientTelemetry.MeterName);
        var measured = new ConcurrentQueue<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener { InstrumentPublished = (i, l) => Enable(i, l, meter) };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => measured.Enqueue((i.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => measured.Enqueue((i.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => measured.Enqueue((i.Name, value, Text(tags))));
        listener.Start();

        await caller.GetAsync(peer.Url("/204"));
        await caller.GetAsync(peer.Url("/404"));
        await caller.GetAsync(peer.Url("/502"));
        await caller.SendAsync(Caller.Post(new Uri("https://10.0.0.1/")));
        listener.RecordObservableInstruments();

        Assert.That(measured.Where(m => m.Name == "ocm.client.calls").Select(m => m.Tags), Is.EqualTo(new[]
        {
            "ocm.call=discovery ocm.outcome=2xx",
            "ocm.call=discovery ocm.outcome=4xx",
            "ocm.call=discovery ocm.outcome=5xx",
            "ocm.call=api ocm.outcome=blocked",
        }));
        Assert.That(measured.Where(m => m.Name == "ocm.client.call.duration").Select(m => m.Value), Has.Exactly(4).InRange(0, 60));
        Assert.That(measured.Where(m => m.Name == "ocm.client.call.retries"), Is.EqualTo(new[] { ("ocm.client.call.retries", 1.0, "ocm.call=discovery") }));
        Assert.That(measured.Where(m => m.Name == "ocm.client.servers"), Is.EqualTo(new[] { ("ocm.client.servers", 1.0, string.Empty) }));
    }

    [Test]
    public async Task Send_RuntimeMetricsAreListenedTo_NoneNamesTheServer()
    {
        const string Host = "measured-8.test";
        var hosts = new ConcurrentQueue<string>();
        using var listener = new MeterListener { InstrumentPublished = (i, l) => l.EnableMeasurementEvents(i) };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => hosts.Enqueue(Text(tags)));
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => hosts.Enqueue(Text(tags)));
        listener.Start();
        await using var peer = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller();

        await caller.GetAsync(peer.Url(host: Host));

        Assert.That(hosts, Is.Not.Empty.And.None.Contains(Host));
    }

    [Test]
    public async Task Send_WhileTraced_SpanHoldsHostAndStatusButNoPath()
    {
        const string Host = "traced-7.test";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is OcmClientTelemetry.ActivitySourceName or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        string? sent = null;
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            sent = string.Join(' ', context.Request.Headers.Keys);
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await using var caller = new Caller();

        await caller.GetAsync(peer.Url($"/{Secret}?{Secret}", Host));

        var span = spans.Single(s => Equals(s.GetTagItem("server.address"), Host));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((span.DisplayName, span.Kind, span.Status), Is.EqualTo(("ocm discovery", ActivityKind.Client, ActivityStatusCode.Error)));
            Assert.That(span.GetTagItem("http.response.status_code"), Is.EqualTo(404));
            Assert.That(span.TagObjects.Select(t => t.Value?.ToString()), Has.None.Contains(Secret));
            Assert.That(sent, Does.Not.Contain("traceparent").IgnoreCase, "trace identifiers stay here");
        }
    }

    private static void Enable(Instrument instrument, MeterListener listener, Meter meter)
    {
        if (ReferenceEquals(instrument.Meter, meter))
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
}
