using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Capture;

namespace Strangler.ShadowDiff.Compare;

/// <summary>The two answers to one request. The columns are fixed, whoever answered the client.</summary>
public sealed record ResponsePair(
    string Route,
    string Method,
    IReadOnlyDictionary<string, StringValues> RequestHeaders,
    CapturedResponse Legacy,
    CapturedResponse Modern);
