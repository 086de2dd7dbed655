using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Strangler.ShadowDiff.Capture;

/// <summary>
/// Marks our own mirrored requests with a value that only this process knows, so that one which comes back is not mirrored again.
/// Clients can neither read nor forge it: the header is taken off everything they send.
/// </summary>
internal sealed class ShadowGuard
{
    public const string HeaderName = "X-Strangler-Shadow";

    public string Value { get; } = RandomNumberGenerator.GetHexString(32);

    /// <summary>Takes the header off the request; true when the request is one of ours.</summary>
    public bool Strip(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(HeaderName, out var values))
            return false;

        request.Headers.Remove(HeaderName);
        return values.Contains(Value);
    }
}
