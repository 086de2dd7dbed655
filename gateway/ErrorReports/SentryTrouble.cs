using System.Globalization;
using Sentry;
using Sentry.Extensibility;

namespace Strangler.Gateway.ErrorReports;

/// <summary>Says in the log that Sentry does not take reports: once, and again after an hour.</summary>
/// <param name="log">The log, which is not there yet when this is made.</param>
/// <param name="time">The clock.</param>
internal sealed partial class SentryTrouble(Func<ILogger<SentryTrouble>> log, TimeProvider time) : IDiagnosticLogger
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _saidAt = DateTimeOffset.MinValue;

    public bool IsEnabled(SentryLevel level) => level >= SentryLevel.Error;

    public void Log(SentryLevel logLevel, string message, Exception? exception = null, params object?[] args)
    {
        if (IsEnabled(logLevel) && IsTime())
            new Said(log()).NotTaken($"{string.Format(CultureInfo.InvariantCulture, message, args).TrimEnd('.')}{(exception is null ? "" : $": {exception.GetBaseException().Message}")}");
    }

    private bool IsTime()
    {
        lock (_lock)
        {
            if (time.GetUtcNow() - _saidAt < Pause)
                return false;

            _saidAt = time.GetUtcNow();
            return true;
        }
    }

    private sealed partial class Said(ILogger logger)
    {
        [LoggerMessage(LogLevel.Warning, "Sentry (Gateway:Sentry:Dsn) does not take a report: {Problem}. Of further ones it is said after an hour")]
        public partial void NotTaken(string problem);
    }
}
