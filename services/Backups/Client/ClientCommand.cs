namespace Strangler.Services.Backups.Client;

/// <summary>How the backup client is started (contract 6).</summary>
/// <param name="Program">Absolute path of the executable.</param>
/// <param name="Arguments">E.g. <c>--batch</c>.</param>
internal sealed record ClientCommand(string Program, IReadOnlyList<string> Arguments);
