using System.Diagnostics.CodeAnalysis;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.BackupServer;

/// <summary>Where a backup server listens: a host name or IPv4 address, and a port from 1 to 65535.</summary>
internal sealed record BackupServerEndpoint(string Host, int Port)
{
    private const int LongestHost = 255;

    /// <summary>False for what can never be reached: other types, control characters, ports out of range (Q8, Q9).</summary>
    public static bool TryCreate(PythonValue host, PythonValue port, [NotNullWhen(true)] out BackupServerEndpoint? endpoint)
    {
        endpoint = host is PythonText { Value: { Length: > 0 and <= LongestHost } name } && !name.Any(char.IsControl)
            && PythonNumber.TryInt(port, out var number) && number is > 0 and <= 65535
                ? new BackupServerEndpoint(name, number)
                : null;
        return endpoint is not null;
    }
}
