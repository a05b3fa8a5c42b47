using System.Globalization;
using Ocm.Signatures;

namespace Ocm.Stores.Sql.Signatures;

/// <summary>
/// Used signatures in the table <c>ocm_used_signatures</c>. Every signed request comes through here before it does anything, so
/// this write only has to be durable before what the request does: it waits for no flush of its own. What comes while one
/// statement runs goes into the next one together.
/// </summary>
internal sealed class SqlReplayStore(SqlStoreHost host) : ISignatureReplayStore
{
    private const int MaxBatch = 64;

    // A few texts, so that the database keeps them prepared; the last use fills what is left of a size.
    private static readonly int[] Sizes = [1, 4, 16, MaxBatch];

    private readonly string[] _inserts = [.. Sizes.Select(size => InsertOf(size, host.Dialect))];

    private readonly string _deleteExpired =
        $"""
        DELETE FROM ocm_used_signatures WHERE fingerprint IN (
          SELECT fingerprint FROM ocm_used_signatures WHERE ends_at < @now ORDER BY ends_at LIMIT @max{host.Dialect.SkipLocked})
        """;

    private readonly Lock _lock = new();
    private readonly Queue<SignatureUse> _waiting = [];
    private bool _isWriting;

    public async ValueTask<bool> TryUseAsync(string fingerprint, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(fingerprint);
        var use = new SignatureUse(fingerprint, until);
        lock (_lock)
        {
            _waiting.Enqueue(use);
        }

        WriteUnlessUnderWay();
        return await use.IsFirst.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<int> RemoveExpiredSignaturesAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return host.WriteAsync(
            SqlWrite.Statement,
            (session, token) => session.Prepare(_deleteExpired).Set("now", now).Set("max", max).ExecuteAsync(token),
            cancellationToken);
    }

    private static string InsertOf(int size, SqlDialect dialect)
    {
        var rows = Enumerable.Range(0, size).Select(row => string.Create(CultureInfo.InvariantCulture, $"(@fingerprint{row}, @ends_at{row})"));
        return $"""
            INSERT INTO ocm_used_signatures (fingerprint, ends_at)
            SELECT uses.column1, uses.column2 FROM (VALUES {string.Join(", ", rows)}) uses {dialect.OrderedInsert}
            ON CONFLICT (fingerprint) DO NOTHING
            RETURNING fingerprint
            """;
    }

    private void WriteUnlessUnderWay()
    {
        lock (_lock)
        {
            if (_isWriting || _waiting.Count == 0)
            {
                return;
            }

            _isWriting = true;
        }

        _ = WriteWaitingAsync();
    }

    // Never throws: whoever waits is told.
    private async Task WriteWaitingAsync()
    {
        List<SignatureUse>? batch = null;
        var isUnderWay = true;
        try
        {
            await host.WriteAsync(
                SqlWrite.OrderedStatement,
                async (session, token) =>
                {
                    // What has come by the time that the database is free, or once more what a lost race has undone.
                    batch ??= TakeBatch();
                    await InsertAsync(session, batch, token).ConfigureAwait(false);
                    End();
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is, the callers get it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            (batch ?? TakeBatch()).ForEach(use => use.Fail(e));
        }

        End();

        void End()
        {
            if (isUnderWay)
            {
                isUnderWay = false;
                lock (_lock)
                {
                    _isWriting = false;
                }

                WriteUnlessUnderWay();
            }
        }
    }

    private List<SignatureUse> TakeBatch()
    {
        lock (_lock)
        {
            List<SignatureUse> batch = new(Math.Min(_waiting.Count, MaxBatch));
            while (batch.Count < MaxBatch && _waiting.TryDequeue(out var use))
            {
                batch.Add(use);
            }

            return batch;
        }
    }

    private async ValueTask InsertAsync(SqlSession session, List<SignatureUse> batch, CancellationToken cancellationToken)
    {
        // In one order on all nodes, so that two of them never wait for each other.
        var rows = batch.ConvertAll(use => (use.Fingerprint, use.Until));
        rows.Sort((one, other) => string.CompareOrdinal(one.Fingerprint, other.Fingerprint));
        var place = Array.FindIndex(Sizes, size => size >= rows.Count);
        var statement = session.Prepare(_inserts[place]);
        for (var i = 0; i < Sizes[place]; i++)
        {
            var (fingerprint, until) = rows[Math.Min(i, rows.Count - 1)];
            statement
                .Set(string.Create(CultureInfo.InvariantCulture, $"fingerprint{i}"), fingerprint)
                .Set(string.Create(CultureInfo.InvariantCulture, $"ends_at{i}"), until);
        }

        var added = new HashSet<string>(await statement.ListAsync(row => row.Text(0), cancellationToken).ConfigureAwait(false), StringComparer.Ordinal);
        foreach (var use in batch)
        {
            // The first of two equal ones in the batch has it.
            use.Complete(added.Remove(use.Fingerprint));
        }
    }
}
