using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging.Abstractions;
using Sentry;
using Strangler.Gateway.Logs;

namespace Strangler.Gateway.ErrorReports;

/// <summary>
/// Reports what the log calls an error to Sentry, with what it has said before; a module's failure is one of them. Nobody waits for it: what is
/// too much is left out, and what has not been sent two seconds after the end is lost.
/// </summary>
/// <remarks>
/// It is the client of Sentry's library alone, which listens to nothing by itself. The library's ways into ASP.NET Core, HTTP clients and logs
/// see more than may leave the machine, add headers to requests, and are one for the process.
/// </remarks>
[ProviderAlias("Sentry")]
internal sealed class SentryLogs : ILoggerProvider
{
    private const int MostSaidBefore = 20;
    private const int MostAtOnce = 50;
    private const int MostInASecond = 5;

    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(2);

    /// <summary>Of each request, and of what becomes of the reports.</summary>
    private static readonly string[] NotReported = [typeof(AccessLog).FullName!, typeof(SentryTrouble).FullName!];

    private readonly ConcurrentQueue<Breadcrumb> _saidBefore = new();
    private readonly TokenBucketRateLimiter _pace = new(new() { TokenLimit = MostAtOnce, TokensPerPeriod = MostInASecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) });
    private readonly SentryClient _client;
    private volatile ReportSources? _sources;

    /// <param name="dsn">Sentry's address and project.</param>
    /// <param name="trouble">Told where Sentry does not take what it is sent.</param>
    public SentryLogs(string dsn, SentryTrouble trouble)
    {
        var options = new SentryOptions
        {
            Dsn = dsn,
            SendDefaultPii = false,
            AutoSessionTracking = false,
            DisableFileWrite = true,
            ReportAssembliesMode = ReportAssembliesMode.None,
            AttachStacktrace = false, // of an entry without an exception it is the log's own
            ShutdownTimeout = ToEnd,
            CreateHttpMessageHandler = static () => new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false },
            Debug = true,
            DiagnosticLevel = SentryLevel.Error,
            DiagnosticLogger = trouble,
        };
        options.SetBeforeSend((report, _) => ErrorReport.WithoutValues(report, Shown));
        _client = new SentryClient(options);
    }

    /// <summary>The gateway is up: from now on reports say of which request they are, and what the log says is kept for them.</summary>
    public void Begin(ReportSources sources) => _sources = sources;

    public ILogger CreateLogger(string categoryName) => NotReported.Contains(categoryName) ? NullLogger.Instance : new Log(this, categoryName);

    public void Dispose()
    {
        _client.Dispose();
        _pace.Dispose();
    }

    private string Shown(string text) => ErrorReport.Shown(text, _sources);

    private void Say(LogLevel level, string category, string message)
    {
        _saidBefore.Enqueue(new(message, "log", null, category, level == LogLevel.Warning ? BreadcrumbLevel.Warning : BreadcrumbLevel.Info));
        while (_saidBefore.Count > MostSaidBefore)
            _saidBefore.TryDequeue(out _);
    }

    private void Send(SentryEvent report)
    {
        foreach (var said in _saidBefore)
            report.AddBreadcrumb(said);
        _client.CaptureEvent(report);
    }

    private sealed class Log(SentryLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;

            if (logLevel < LogLevel.Error && logs._sources is not null)
                logs.Say(logLevel, category, logs.Shown(PlainEntry.Of(state, formatter).Message));
            else if (logLevel >= LogLevel.Error && logs._pace.AttemptAcquire().IsAcquired)
                logs.Send(ErrorReport.Of(new(logLevel, category, eventId, ErrorReport.TemplateOf(state), logs.Shown(PlainEntry.Of(state, formatter).Message), exception), logs._sources));
        }
    }
}
