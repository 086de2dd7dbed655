using Microsoft.Extensions.Primitives;

namespace Strangler.ShadowDiff.Model;

/// <summary>The two answers to one request. The columns are fixed, whoever answered the client.</summary>
public sealed record ResponsePair(
    string Route,
    string Method,
    IReadOnlyDictionary<string, StringValues> RequestHeaders,
    CapturedResponse Legacy,
    CapturedResponse Modern);
