using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Configuration;

/// <summary>Honours legacy's environment variables (contract 2): empty values count as absent, a port that is no integer is ignored.</summary>
internal sealed partial class LegacyEnvironment(IConfiguration configuration, ILogger<LegacyEnvironment> logger) : IPostConfigureOptions<ServicesOptions>
{
    private const string HostVariable = "BACKUP_SERVER_HOST";
    private const string PortVariable = "BACKUP_SERVER_PORT";

    public void PostConfigure(string? name, ServicesOptions options)
    {
        if (configuration[HostVariable] is { Length: > 0 } host)
            options.BackupServerHost = host;
        if (configuration[PortVariable] is not { Length: > 0 } port)
            return;
        if (PythonNumber.TryInt(port, out var number))
            options.BackupServerPort = number;
        else
            LogPortIgnored(PortVariable, port);
    }

    [LoggerMessage(LogLevel.Warning, "{Variable} is '{Value}', which is no integer; ignored.")]
    private partial void LogPortIgnored(string variable, string value);
}
