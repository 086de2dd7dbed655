namespace Strangler.Services.Backups.Client;

/// <summary>Where a running client stands.</summary>
/// <param name="Step">The part of its work that it is in.</param>
/// <param name="Percent">Of the file that is sent, 0 to 100; 0 before the transfer.</param>
internal readonly record struct ClientProgress(ClientStep Step, int Percent);
