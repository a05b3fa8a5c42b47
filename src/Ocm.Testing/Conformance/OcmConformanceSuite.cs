namespace Ocm.Testing.Conformance;

/// <summary>
/// Judges an OCM server from outside, over HTTP, against the rules of OCM 1.4: the suite plays other servers with keys of their
/// own, calls what the server publishes, and looks at what it sends. It depends on no test framework: run
/// <see cref="RunAllAsync"/> and look at the report, or make a test of each of <see cref="Checks"/>.
/// </summary>
/// <remarks>A green run shows what the checks look at and no more. The checks leave shares and invites behind.</remarks>
public sealed class OcmConformanceSuite : IDisposable
{
    private readonly OcmConformanceTarget _target;
    private readonly HttpClient _http;

    /// <summary>A suite for one server.</summary>
    /// <param name="target">The server and the hooks of its product.</param>
    /// <exception cref="ArgumentException">The origin is not an absolute http or https URL.</exception>
    public OcmConformanceSuite(OcmConformanceTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Origin is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            throw new ArgumentException("The origin must be an absolute http or https URL.", nameof(target));
        }

        _target = target;
        _http = new HttpClient(target.Handler ?? new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: target.Handler is null);
    }

    /// <summary>All checks, in the order in which <see cref="RunAllAsync"/> runs them.</summary>
    public static IReadOnlyList<ConformanceCheck> Checks { get; } =
    [
        .. DiscoveryChecks.All,
        .. SignatureChecks.All,
        .. ReceivedShareChecks.All,
        .. SentShareChecks.All,
        .. TokenChecks.All,
        .. InviteChecks.All,
    ];

    /// <summary>Runs one check.</summary>
    /// <param name="check">One of <see cref="Checks"/>.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What it found. A hook that throws, and a server that does not answer, are findings too.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<ConformanceResult> RunAsync(ConformanceCheck check, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(check);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_target.Timeout);
        try
        {
            var run = await CheckRun.StartAsync(_target, _http, timeout.Token).ConfigureAwait(false);
            await using (run.ConfigureAwait(false))
            {
                await check.Run(run).ConfigureAwait(false);
                return new ConformanceResult(check, ConformanceOutcome.Passed, string.Empty);
            }
        }
        catch (CheckEndedException e)
        {
            return new ConformanceResult(check, e.Outcome, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConformanceResult(check, ConformanceOutcome.Failed, "The server or a hook did not answer in time.");
        }
#pragma warning disable CA1031 // Whatever goes wrong in a vendor's hook or on the wire is what this check found.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new ConformanceResult(check, ConformanceOutcome.Failed, $"{e.GetType().Name}: {e.Message}");
        }
    }

    /// <summary>Runs all checks, one after the other.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>One result for each check.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<ConformanceReport> RunAllAsync(CancellationToken cancellationToken = default)
    {
        var results = new List<ConformanceResult>(Checks.Count);
        foreach (var check in Checks)
        {
            results.Add(await RunAsync(check, cancellationToken).ConfigureAwait(false));
        }

        return new ConformanceReport(results);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();
}
