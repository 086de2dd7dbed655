namespace Strangler.Services.BackupServer;

/// <summary>The state of contract 4 at one moment: configured server and user, what is known of its reachability, general status.</summary>
internal sealed record BackupServerSnapshot(Reachability Reachability, string Username, GeneralStatus Status, bool ConnectionEstablished);
