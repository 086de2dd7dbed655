namespace Strangler.Services.Backups.Client;

/// <summary>The parts of the client's work, as its output announces them (contract 11).</summary>
internal enum ClientStep
{
    Starting,
    Connecting,
    Authenticating,
    Transferring,
    Verifying,
    Finishing,
}
