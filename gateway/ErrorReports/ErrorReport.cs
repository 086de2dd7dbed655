using System.Reflection;
using System.Text.RegularExpressions;
using Sentry;
using Strangler.Gateway.Logs;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.Gateway.ErrorReports;

/// <summary>What Sentry is told of an error: where it is, of which request and of which build. No body, header, query, user or path of the machine.</summary>
internal static partial class ErrorReport
{
    private static readonly string Version = typeof(ErrorReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>The message of an entry without its values, by which Sentry tells errors apart.</summary>
    public static string? TemplateOf(object? state) =>
        (state as IReadOnlyList<KeyValuePair<string, object?>>)?.FirstOrDefault(value => value.Key == PlainEntry.Template).Value as string;

    /// <summary>A text as it may be sent. Nothing of it is while it is not known what may.</summary>
    public static string Shown(string text, ReportSources? sources) => sources is null ? SecretNames.Placeholder : Query().Replace(sources.Rules.OutOf(text), "?…");

    public static SentryEvent Of(ReportedEntry entry, ReportSources? sources)
    {
        var facts = sources is null ? null : RequestFacts.Of(sources.Request.HttpContext, sources.State.Current);
        var report = new SentryEvent(entry.Exception)
        {
            Level = entry.Level == LogLevel.Critical ? SentryLevel.Fatal : SentryLevel.Error,
            Logger = entry.Category,
            Message = new SentryMessage { Message = entry.Template ?? entry.Message, Formatted = entry.Message },
            Release = $"strangler-gateway@{Version}{(sources?.Build.BuildOf(facts?.Answer?.Route ?? "") is { Length: > 0 } build ? $"+{build}" : "")}",
            TransactionName = facts?.Answer?.Route,
            User = new() { Id = "gateway" }, // else the library makes an id of the machine's network card
        };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
            [("event", entry.Id.Name), ("route", facts?.Answer?.Route), ("served_by", facts?.Answer?.ServedBy), ("stage", facts?.Answer?.Stage), ("why", facts?.Answer?.Why), ("trace_id", facts?.TraceId)])
        {
            if (value is not null)
                report.SetTag(name, value);
        }

        if (facts?.TraceId is { } trace)
            report.Contexts.Trace.TraceId = SentryId.Parse(trace);
        if (facts?.SpanId is { } span)
            report.Contexts.Trace.SpanId = SpanId.Parse(span);
        return report;
    }

    /// <summary>Takes out what Sentry's library has put in besides: what exceptions say, and where files are.</summary>
    public static SentryEvent WithoutValues(SentryEvent report, Func<string, string> shown)
    {
        report.User = new();
        report.DebugImages = null;
        foreach (var exception in report.SentryExceptions ?? [])
        {
            exception.Value = exception.Value is { } message ? shown(message) : null;
            if (exception.Mechanism is { } mechanism)
            {
                mechanism.Data.Clear();
                (mechanism.Description, mechanism.HelpLink) = (null, null);
            }
        }

        foreach (var frame in (report.SentryExceptions ?? []).Select(exception => exception.Stacktrace).Concat((report.SentryThreads ?? []).Select(thread => thread.Stacktrace)).SelectMany(stack => stack?.Frames ?? []))
            (frame.AbsolutePath, frame.FileName) = (null, frame.FileName is { } path ? path[(path.LastIndexOfAny(['/', '\\']) + 1)..] : null);
        return report;
    }

    [GeneratedRegex("""\?[^\s"'<>=]*=[^\s"'<>]*""", RegexOptions.NonBacktracking)]
    private static partial Regex Query();
}

/// <summary>An entry of the log that is to be reported.</summary>
/// <param name="Level">How bad.</param>
/// <param name="Category">Whose.</param>
/// <param name="Id">Its name.</param>
/// <param name="Template">The message without its values; null for none.</param>
/// <param name="Message">The message as it may be sent.</param>
/// <param name="Exception">What was thrown; null for nothing.</param>
internal sealed record ReportedEntry(LogLevel Level, string Category, EventId Id, string? Template, string Message, Exception? Exception);
