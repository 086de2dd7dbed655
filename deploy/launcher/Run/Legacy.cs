namespace Strangler.Launcher.Run;

/// <summary>The legacy side that the gateway fronts.</summary>
/// <param name="Address">Of the Flask server; null when there is none any more.</param>
/// <param name="Root">Its root folder; null when unknown.</param>
/// <param name="StandIns">What stands for the native programs; null when the legacy side is the user's own.</param>
internal sealed record Legacy(Uri? Address, string? Root, StandIns? StandIns);

/// <summary>What stands for the native programs in the reference legacy side.</summary>
/// <param name="BackupServer">Address of the backup server.</param>
/// <param name="Client">The backup client's program in full and its arguments. Not a script that starts itself: Windows runs none.</param>
internal sealed record StandIns(Uri BackupServer, IReadOnlyList<string> Client);
