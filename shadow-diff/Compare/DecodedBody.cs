using Strangler.ShadowDiff.Capture;

namespace Strangler.ShadowDiff.Compare;

/// <summary>A body without its content codings, or the reason why they cannot be taken off.</summary>
/// <param name="Bytes">What a client reads; the body as sent where it cannot be read.</param>
/// <param name="State">Whether it could be read.</param>
internal readonly record struct DecodedBody(byte[] Bytes, DecodedState State)
{
    public static DecodedBody Of(CapturedResponse response, int limit) =>
        ContentCodings.Of(response) is { Length: > 0 } codings && response.Body.Length > 0
            ? ContentCodings.Decode(response.Body, codings, limit)
            : new(response.Body, DecodedState.Readable);
}
