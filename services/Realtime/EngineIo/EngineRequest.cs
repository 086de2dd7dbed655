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

    /// <summary>Why legacy refuses the query, whatever the method; null where nothing is wrong with it.</summary>
    public EngineAnswer? Refusal =>
        Transport is not (Polling or WebSocket) ? EngineAnswer.InvalidTransport
        : Sid.Length == 0 && Version != SupportedVersion ? EngineAnswer.UnsupportedVersion
        : null;

    public static EngineRequest Of(HttpRequest request, EngineOptions options)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value); // The request would keep its own, as long as a socket lasts.
        var transport = query.GetValueOrDefault("transport").ToString();
        var index = query.GetValueOrDefault("j").ToString();
        var isNumber = PythonNumber.TryInt(index, out var number);
        return new EngineRequest(
            request.Headers.Origin.ToString(), query.GetValueOrDefault("EIO").ToString(), transport.Length == 0 ? options.DefaultTransport ?? "" : transport,
            query.GetValueOrDefault("sid").ToString(), isNumber ? number : null, isNumber || index.Length == 0);
    }
}
