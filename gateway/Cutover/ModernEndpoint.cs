using Strangler.ShadowDiff.Capture;

namespace Strangler.Gateway.Cutover;

/// <summary>Endpoint metadata: marks a module's endpoint and says what a mirrored copy of its requests may do.</summary>
internal sealed record ModernEndpoint(SideEffect Effect);
