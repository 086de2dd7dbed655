using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>What a request of Engine.IO says in its query.</summary>
/// <param name="Origin">Of the page that sends it; empty for none.</param>
/// <param name="Version">Of the protocol.</param>
/// <param name="Transport">Asked for.</param>
/// <param name="Sid">Of its session; empty for a handshake.</param>
/// <param name="Index">Of the function that JSONP calls with the answer; null for an answer without JSONP.</param>
/// <param name="HasValidIndex">Whether that is a number.</param>
internal sealed record EngineRequest(string Origin, string Version, string Transport, string Sid, int? Index, bool HasValidIndex)
{
    public const string SupportedVersion = "4";
    public const string Polling = "polling";
    public const string WebSocket = "websocket";

    private const string Several = "several";

    /// <summary>Why legacy refuses the query, whatever the method; null where nothing is wrong with it.</summary>
    public EngineAnswer? Refusal =>
        Transport is not (Polling or WebSocket) ? EngineAnswer.InvalidTransport
        : Sid.Length == 0 && Version != SupportedVersion ? EngineAnswer.UnsupportedVersion
        : null;

    /// <summary>As legacy reads it: names are case-sensitive, what is empty is not there, and of several the first counts, but that the version must be one alone.</summary>
    public static EngineRequest Of(HttpRequest request, EngineOptions options)
    {
        string? version = null, transport = null, sid = null, index = null;
        foreach (var argument in new QueryStringEnumerable(request.QueryString.Value)) // The request would keep its own, as long as a socket lasts.
        {
            if (argument.DecodeValue().ToString() is not { Length: > 0 } value)
                continue;
            switch (argument.DecodeName().Span)
            {
                case "EIO":
                    version = version is null ? value : Several;
                    break;
                case "transport":
                    transport ??= value;
                    break;
                case "sid":
                    sid ??= value;
                    break;
                case "j":
                    index ??= value;
                    break;
            }
        }

        var isNumber = PythonNumber.TryInt(index ?? "", out var number);
        return new EngineRequest(request.Headers.Origin.ToString(), version ?? "", transport ?? options.DefaultTransport ?? "", sid ?? "", isNumber ? number : null, isNumber || index is null);
    }
}
