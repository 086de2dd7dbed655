namespace Strangler.Gateway.Configuration;

/// <summary>The gateway cannot start with these settings. The message lists every error, a line each.</summary>
public sealed class InvalidConfigurationException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>The errors, each saying where, what and what to do.</summary>
    public IReadOnlyList<string> Errors => errors;
}
