using Microsoft.Extensions.Options;

namespace Strangler.Services.Configuration;

/// <summary>Every entry of the list must be one: a typo would lock people out, or in.</summary>
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
