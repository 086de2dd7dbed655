namespace Strangler.Services.Backups.Client;

/// <summary>How far a running client has got.</summary>
/// <param name="Step">The step that it is at.</param>
/// <param name="Percent">Of the file that is sent, 0 to 100; 0 before the transfer.</param>
internal readonly record struct ClientProgress(ClientStep Step, int Percent);

/// <summary>The steps of the client's work, as its output announces them (contract 11).</summary>
internal enum ClientStep
{
    Starting,
    Connecting,
    Authenticating,
    Transferring,
    Verifying,
    Finishing,
}
