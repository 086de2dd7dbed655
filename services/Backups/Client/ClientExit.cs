namespace Strangler.Services.Backups.Client;

/// <summary>How a run of the client ended.</summary>
/// <param name="Code">Its exit code; negative for the signal that ended it, as legacy tells it (contract 6).</param>
/// <param name="Error">What it wrote on standard error, see <see cref="ErrorLines.Text"/>; null for nothing.</param>
/// <param name="TimedOut">Whether it was ended because its time was over.</param>
internal sealed record ClientExit(int Code, string? Error, bool TimedOut);
