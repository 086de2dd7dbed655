using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Strangler.Gateway.Configuration;

/// <summary>Says of each value of <c>yarp.json</c> that an argument or the environment outranks it: who edits the file would wait for an effect. Once for each pair of values.</summary>
internal sealed partial class OutrankedValues(IConfiguration configuration, GatewayFiles files, ILogger<OutrankedValues> logger)
{
    private readonly HashSet<(string Key, string Written, string InForce)> _said = [];

    public void Say()
    {
        foreach (var (key, written) in files.Yarp.Entries())
        {
            if (configuration[key] is { } inForce && !IsSame(written, inForce) && _said.Add((key, written, inForce)))
                IsOutranked(files.Yarp.FileName, key, written, SourceOf(key), inForce);
        }
    }

    /// <summary>An address is the same with and without its last slash.</summary>
    private static bool IsSame(string written, string inForce) =>
        string.Equals(written, inForce, StringComparison.OrdinalIgnoreCase) || (Uri.TryCreate(written, UriKind.Absolute, out var a) && Uri.TryCreate(inForce, UriKind.Absolute, out var b) && a == b);

    private string SourceOf(string key) => ((IConfigurationRoot)configuration).Providers.Last(provider => provider.TryGet(key, out _)) switch
    {
        CommandLineConfigurationProvider => "an argument",
        EnvironmentVariablesConfigurationProvider => "the environment",
        _ => "another source",
    };

    [LoggerMessage(LogLevel.Warning, "{File} has {Key} = {Written}, but {Source} of the gateway has {InForce}, which outranks it and is in force")]
    private partial void IsOutranked(string file, string key, string written, string source, string inForce);
}
