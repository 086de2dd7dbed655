using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Configuration;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Hosting;

/// <summary>The failures of a start that a person can mend: said in a line or a list, without a stack trace.</summary>
internal static class StartupFailure
{
    public static bool IsExpected(Exception exception) =>
        exception is AggregateException several ? several.Flatten().InnerExceptions.All(IsExpected)
        : exception is InvalidConfigurationException or OptionsValidationException or InvalidRulesException or StoreException
            or IOException { InnerException: AddressInUseException };

    /// <summary>Says what is wrong; the exit code is 1.</summary>
    public static int Report(Exception exception)
    {
        Console.Error.WriteLine(string.Join(Environment.NewLine, Lines(exception).Distinct()));
        return 1;
    }

    /// <summary>A line for each thing that is wrong.</summary>
    public static IEnumerable<string> Lines(Exception exception) => exception switch
    {
        AggregateException several => several.Flatten().InnerExceptions.SelectMany(Lines),
        OptionsValidationException options => options.Failures,
        _ => [exception.Message],
    };
}
