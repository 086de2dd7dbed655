namespace Strangler.Gateway.Configuration;

/// <summary>Says of each value of <c>yarp.json</c> that an argument or the environment outranks it: who edits the file would wait for an effect. Once for each pair of values.</summary>
internal sealed partial class OutrankedValues(IConfiguration configuration, GatewayFiles files, ILogger<OutrankedValues> logger)
{
    private readonly HashSet<(string Key, string Written, string InForce)> _said = [];

    public void Say()
    {
        foreach (var (key, written) in files.Yarp.Entries())
        {
            if (Outranking(key) is { } other && !IsSame(written, other.Value) && _said.Add((key, written, other.Value)))
                IsOutranked(files.Yarp.FileName, key, SettingSource.Shown(key, written), other.Source, SettingSource.Shown(key, other.Value));
        }
    }

    /// <summary>An address is the same with and without its last slash.</summary>
    private static bool IsSame(string written, string inForce) =>
        string.Equals(written, inForce, StringComparison.OrdinalIgnoreCase) || (Uri.TryCreate(written, UriKind.Absolute, out var a) && Uri.TryCreate(inForce, UriKind.Absolute, out var b) && a == b);

    /// <summary>The value of the last source that has one, the files apart.</summary>
    private (string Source, string Value)? Outranking(string key)
    {
        foreach (var provider in ((IConfigurationRoot)configuration).Providers.Where(provider => provider is not LastGoodJsonProvider).Reverse())
        {
            if (provider.TryGet(key, out var value) && value is not null)
                return (SettingSource.NameOf(provider), value);
        }

        return null;
    }

    [LoggerMessage(LogLevel.Warning, "{File} has {Key} = {Written}, but {Source} of the gateway has {InForce}, which outranks it and is in force")]
    private partial void IsOutranked(string file, string key, string written, string source, string inForce);
}
