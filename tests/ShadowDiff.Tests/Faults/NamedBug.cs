using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Faults;

/// <summary>A bug in a module.</summary>
/// <param name="Name">What the programmer did.</param>
/// <param name="Recording">The exchange in which it shows.</param>
/// <param name="Bug">What it makes of the right answer.</param>
/// <param name="Report">What the report must call it: kinds and places.</param>
internal sealed record NamedBug(string Name, string Recording, Func<CapturedResponse, CapturedResponse> Bug, string Report);
