using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.Gateway.Logs;

/// <summary>
/// An entry of the log as one JSON object on one line: <c>time</c> (UTC), <c>level</c>, <c>category</c>, <c>event_id</c>, <c>message</c>, the trace that it
/// belongs to, and each value that the message names, under that name. It is ASCII: what it quotes steers no terminal. Values of secrets are not in it.
/// </summary>
internal sealed class JsonConsole(TimeProvider time) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "strangler-json";

    private static readonly string[] Own = ["time", "level", "category", "event_id", "event", "message", "trace_id", "span_id", "exception", "exception_message", "exception_stack"];

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var entry = PlainEntry.Of(logEntry.State, logEntry.Formatter);
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH':'mm':'ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", Level(logEntry.LogLevel));
            json.WriteString("category", logEntry.Category);
            json.WriteNumber("event_id", logEntry.EventId.Id);
            if (logEntry.EventId.Name is { } name)
                json.WriteString("event", name);
            json.WriteString("message", entry.Message);
            foreach (var (key, shown) in entry.Values)
                WriteValue(json, NameOf(key), shown);
            if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
            {
                json.WriteString("trace_id", activity.TraceId.ToHexString());
                json.WriteString("span_id", activity.SpanId.ToHexString());
            }

            if (logEntry.Exception is { } exception)
                WriteException(json, exception);
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
    }

    /// <summary>As the labels of the metrics are written: <c>served_by</c>.</summary>
    private static string NameOf(string key) => JsonNamingPolicy.SnakeCaseLower.ConvertName(key) is var name && Own.Contains(name) ? $"value_{name}" : name;

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: break; // what does not apply is left out
            case bool truth: json.WriteBoolean(name, truth); break;
            case int or long or short or byte or uint or ushort: json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case double number when double.IsFinite(number): json.WriteNumber(name, number); break;
            case IEnumerable<string> several: WriteList(json, name, several); break;
            case Enum choice: json.WriteString(name, JsonNamingPolicy.KebabCaseLower.ConvertName($"{choice}")); break;
            case IFormattable other: json.WriteString(name, other.ToString(null, CultureInfo.InvariantCulture)); break;
            default: json.WriteString(name, value.ToString()); break;
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> several)
    {
        json.WriteStartArray(name);
        foreach (var text in several)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>The messages can quote anything; the stack names methods alone.</summary>
    private static void WriteException(Utf8JsonWriter json, Exception exception)
    {
        json.WriteString("exception", exception.GetType().FullName);
        json.WriteString("exception_message", string.Join(" <- ", Causes(exception).Select(cause => SecretNames.WellKnown.OutOf(cause.Message))));
        if (exception.StackTrace is { } stack)
            json.WriteString("exception_stack", stack);
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
