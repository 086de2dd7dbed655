namespace Strangler.Services.BackupServer;

/// <summary>The part of the general status that changes (contract 4). <paramref name="LastUpdated"/> is local time without offset.</summary>
internal sealed record GeneralStatus(string Phase, string Message, string LastUpdated);
