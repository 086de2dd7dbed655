namespace Strangler.Services.BackupServer;

/// <summary>The general status (contract 4), for a host that learns that jobs which run elsewhere have changed it.</summary>
public interface IGeneralStatus
{
    /// <summary>Adopts these values as they are.</summary>
    /// <param name="phase">E.g. <c>READY</c>.</param>
    /// <param name="message">What the page shows.</param>
    /// <param name="lastUpdated">Local time without offset, as the status says it.</param>
    /// <param name="isConnected">Whether the other place is connected now, by asking for its status (Q17) or before; if not, nothing is changed in that.</param>
    void Adopt(string phase, string message, string lastUpdated, bool isConnected);

    /// <summary>The same where the rest is not known.</summary>
    void Adopt(bool isConnected);

    /// <summary>The same of what may have been so for long: what was reported here since is newer, and stays.</summary>
    void AdoptEarlier(string phase, string message, string lastUpdated, bool isConnected);
}
