using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Logs;

/// <summary>
/// The console's log, in whatever format is chosen. What is logged quotes files, requests and answers: nothing in it steers the terminal of
/// whoever reads.
/// </summary>
internal sealed class PlainConsole(ConsoleFormatter format) : ConsoleFormatter(format.Name)
{
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var said = logEntry.Formatter;
        format.Write(
            new LogEntry<TState>(
                logEntry.LogLevel,
                logEntry.Category,
                logEntry.EventId,
                logEntry.State,
                logEntry.Exception is { } exception ? new PlainException(exception) : null,
                (state, exception) => Plain(said(state, exception))),
            scopeProvider,
            textWriter);
    }

    private static string Plain(string text) => PlainText.Escape(text.ReplaceLineEndings("\n")).ReplaceLineEndings();

    /// <summary>An exception as it is written.</summary>
    private sealed class PlainException(Exception exception) : Exception(Plain(exception.Message))
    {
        public override string ToString() => Plain($"{exception}");
    }
}

internal static class PlainConsoleExtensions
{
    /// <summary>Puts it before each format that there is.</summary>
    public static void AddPlainConsole(this ILoggingBuilder logging)
    {
        foreach (var format in logging.Services.Where(service => service.ServiceType == typeof(ConsoleFormatter)).ToList())
        {
            var type = format.ImplementationType!;
            logging.Services.Remove(format);
            logging.Services.AddSingleton<ConsoleFormatter>(services => new PlainConsole((ConsoleFormatter)ActivatorUtilities.CreateInstance(services, type)));
        }
    }
}
