namespace Strangler.Launcher.Run;

/// <summary>What stands for the native programs in the reference legacy side.</summary>
/// <param name="BackupServer">Address of the backup server.</param>
/// <param name="Client">The backup client's program in full and its arguments. Not a script that starts itself: Windows runs none.</param>
internal sealed record StandIns(Uri BackupServer, IReadOnlyList<string> Client);
