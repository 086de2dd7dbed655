using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.BackupServer;

/// <summary>Both answers that one general status can give, rendered once.</summary>
internal sealed class RenderedStatus(GeneralStatus status)
{
    private readonly Answer _connected = Render(status, connected: true);
    private readonly Answer _disconnected = Render(status, connected: false);

    public GeneralStatus Source => status;

    public Answer For(bool connected) => connected ? _connected : _disconnected;

    private static Answer Render(GeneralStatus status, bool connected) => Answer.Json(StatusCodes.Status200OK,
        new PythonDict(new Dictionary<string, PythonValue>
        {
            ["backing_up"] = PythonBool.False,
            ["connected"] = PythonBool.Of(connected),
            ["isConnected"] = PythonBool.Of(connected),
            ["last_updated"] = new PythonText(status.LastUpdated),
            ["message"] = new PythonText(status.Message),
            ["phase"] = new PythonText(status.Phase),
            ["status"] = new PythonText("ready"),
        }));
}
