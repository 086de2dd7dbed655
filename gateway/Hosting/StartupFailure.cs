using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Handover;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Hosting;

/// <summary>The failures of a start: said in a line or a list, without a stack trace.</summary>
internal static class StartupFailure
{
    /// <summary>Says what is wrong; the exit code is 1.</summary>
    public static int Report(Exception exception)
    {
        Console.Error.WriteLine(PlainText.Escape(string.Join('\n', Lines(exception)).ReplaceLineEndings("\n")));
        return 1;
    }

    /// <summary>A line for each thing that is wrong.</summary>
    public static IReadOnlyList<string> Lines(Exception exception) => [.. Each(exception).Distinct()];

    private static IEnumerable<string> Each(Exception exception) => exception switch
    {
        AggregateException several => several.Flatten().InnerExceptions.SelectMany(Each),
        OptionsValidationException options => options.Failures,
        InvalidConfigurationException configuration => configuration.Errors,
        SocketException socket => [$"The gateway cannot listen where Gateway:Public or Gateway:Management say: {socket.Message.TrimEnd('.')}."],
        _ when SaysItAll(exception) => [exception.Message],
        _ => [$"The gateway cannot start: {string.Join(" ", Causes(exception).Distinct())}"],
    };

    /// <summary>Whether the message is meant for a person who can mend what is wrong.</summary>
    private static bool SaysItAll(Exception exception) =>
        exception is InvalidRulesException or StoreException or HandoverRefusedException or IOException { InnerException: AddressInUseException };

    private static IEnumerable<string> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause.Message;
    }
}
