namespace Strangler.Gateway.Cutover;

/// <summary>One thing that moved.</summary>
/// <param name="Route">A route's name, or <c>legacy-only</c>.</param>
/// <param name="Before">The stage before, or on/off.</param>
/// <param name="After">The stage after, or on/off.</param>
internal sealed record CutoverChange(string Route, string Before, string After);
