using Microsoft.Extensions.Options;

namespace Strangler.Services.Configuration;

/// <summary>Refuses to start with a folder that does not exist, rather than answer 404 for its files.</summary>
internal sealed class LegacyRootValidator : IValidateOptions<ServicesOptions>
{
    public ValidateOptionsResult Validate(string? name, ServicesOptions options) =>
        string.IsNullOrEmpty(options.LegacyRoot) || Directory.Exists(options.LegacyRoot)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Services:LegacyRoot is '{options.LegacyRoot}', which is no folder; name the folder that holds legacy's api_server.");
}
