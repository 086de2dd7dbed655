using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.Testing.Comparison;

/// <summary>One replay of a recording: what was sent, what should have come, what came.</summary>
public sealed record Exchange(Recording Recording, RawRequest Request, Expected Expected, RawResponse Actual);
