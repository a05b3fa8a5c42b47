using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ocm.Stores.Tests;

/// <summary>Keeps which events were logged.</summary>
internal sealed class RecordingLoggerProvider : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(int Id, LogLevel Level)> Events { get; } = [];

    public ConcurrentQueue<string> Messages { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Events.Enqueue((eventId.Id, logLevel));
        Messages.Enqueue(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
