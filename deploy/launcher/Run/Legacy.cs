namespace Strangler.Launcher.Run;

/// <summary>The legacy side that the gateway fronts.</summary>
/// <param name="Address">Of the Flask server.</param>
/// <param name="Root">Its root folder; null when unknown.</param>
/// <param name="StandIns">What stands for the native programs; null when the legacy side is the user's own.</param>
internal sealed record Legacy(Uri Address, string? Root, StandIns? StandIns);
