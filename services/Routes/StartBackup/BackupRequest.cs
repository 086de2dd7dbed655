using System.Diagnostics.CodeAnalysis;
using Strangler.Services.Backups.Client;
using Strangler.Services.Backups.Uploads;
using Strangler.Services.BackupServer;
using Strangler.Services.Configuration;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.StartBackup;

/// <summary>Whose backup a form asks for, and on which server. What the form leaves out is taken from the last connect (contract 5).</summary>
internal sealed class BackupRequest(AllowedServers allowed)
{
    private const int UsualPort = 1256;

    /// <summary>True with the user, false with the reason.</summary>
    public bool TryRead(IReadOnlyDictionary<string, string> fields, BackupServerSnapshot server, [NotNullWhen(true)] out ClientUser? user, [NotNullWhen(false)] out Refusal? refusal)
    {
        (user, refusal) = (null, null);
        var name = Field(fields, "username") ?? server.Username;
        var host = Field(fields, "host") ?? Field(fields, "server") ?? server.Reachability.Endpoint.Host;
        if (!TryPort(fields, server.Reachability.Endpoint.Port, out var port))
            refusal = Refusal.ClientsFault("the port must be an integer");
        else if (name.Any(char.IsControl) || host.Any(char.IsControl))
            refusal = Refusal.ClientsFault("user name and host must not contain control characters"); // Q8: they would shift the lines of transfer.info.
        else if (!allowed.Includes(host, port))
            refusal = Refusal.ServerNotAllowed;
        else
            user = new ClientUser(host, port, name);
        return user is not null;
    }

    private static string? Field(IReadOnlyDictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    // An empty field is not an absent one (Q37).
    private static bool TryPort(IReadOnlyDictionary<string, string> fields, int configured, out int port)
    {
        port = configured;
        if (!fields.TryGetValue("port", out var text))
            return true;
        port = UsualPort;
        return text.Length == 0 || PythonNumber.TryInt(text, out port);
    }
}
