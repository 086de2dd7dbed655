using Microsoft.Extensions.Options;

namespace Strangler.Services.Configuration;

/// <summary>Checks the ranges at startup; generated from the annotations.</summary>
[OptionsValidator]
internal sealed partial class ServicesOptionsValidator : IValidateOptions<ServicesOptions>;

/// <summary>Refuses to start with a folder that does not exist, rather than answer 404 for its files.</summary>
internal sealed class LegacyRootValidator : IValidateOptions<ServicesOptions>
{
    public ValidateOptionsResult Validate(string? name, ServicesOptions options) =>
        string.IsNullOrEmpty(options.LegacyRoot) || Directory.Exists(options.LegacyRoot)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Services:LegacyRoot is '{options.LegacyRoot}', which is no folder; name the folder that holds legacy's api_server.");
}

/// <summary>Every entry of the list must be valid: a typo would lock people out, or let them in.</summary>
internal sealed class AllowedServersValidator : IValidateOptions<ServicesOptions>
{
    public ValidateOptionsResult Validate(string? name, ServicesOptions options)
    {
        string[] wrong = [.. options.AllowedBackupServers.Where(entry => !AllowedServer.TryParse(entry, out _))];
        return wrong.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(entry => $"Services:AllowedBackupServers has '{entry}'; write a host, host:port or a range like 10.0.0.0/8."));
    }
}
