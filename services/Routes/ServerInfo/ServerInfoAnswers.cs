using System.Globalization;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.ServerInfo;

/// <summary>The answer of <c>/api/server_info</c>.</summary>
internal static class ServerInfoAnswers
{
    /// <summary>The API's own port is the constant 9090 and the uptime is never known, whatever is running (Q28).</summary>
    public static PythonDict Info(int backupServerPort) => new(new Dictionary<string, PythonValue>
    {
        ["server"] = new PythonDict(new Dictionary<string, PythonValue>
        {
            ["backup_server_port"] = new PythonInt(backupServerPort.ToString(CultureInfo.InvariantCulture)),
            ["name"] = new PythonText("CyberBackup API Server"),
            ["port"] = new PythonInt("9090"),
            ["status"] = new PythonText("running"),
            ["uptime"] = new PythonText("N/A"),
            ["version"] = new PythonText("3.0"),
        }),
        ["success"] = PythonBool.True,
    });
}
