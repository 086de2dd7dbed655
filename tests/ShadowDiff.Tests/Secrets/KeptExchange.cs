using System.Text.Encodings.Web;
using System.Text.Json;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Tests.Secrets;

/// <summary>An exchange as it is kept.</summary>
internal static class KeptExchange
{
    public static StoredExchange Recorded(CapturedRequest request, CapturedResponse answer)
    {
        var pair = new ResponsePair("status", "POST", request.Headers, answer, answer);
        return ExchangeRecorder.RecordAsync(Pairs.Exchange(pair, default, request), pair, Redactor.Default).GetAwaiter().GetResult();
    }

    /// <summary>All that is kept of it, in one text.</summary>
    public static string Everything(StoredExchange stored) =>
        JsonSerializer.Serialize(stored.Request, StoredJson.Default.StoredRequest)
        + JsonSerializer.Serialize(stored.Legacy, StoredJson.Default.StoredResponse)
        + JsonSerializer.Serialize(stored.Modern, StoredJson.Default.StoredResponse);

    /// <summary>A text as it stands within a text of JSON.</summary>
    public static string Json(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
}
