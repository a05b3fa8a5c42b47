using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ocm.Client.Tests.Http;

/// <summary>Keeps everything that is logged, of every category and level, with its parameters and exceptions.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, EventId Id, LogLevel Level, string Text)> _entries = new();

    public IReadOnlyCollection<(string Category, EventId Id, LogLevel Level, string Text)> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var parameters = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join('|', pairs) : string.Empty;
            log._entries.Enqueue((category, eventId, logLevel, $"{formatter(state, exception)}|{parameters}|{exception}"));
        }
    }
}
