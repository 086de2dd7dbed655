namespace Strangler.Services.BackupServer;

/// <summary>The general status (contract 4), for whoever learns that jobs run elsewhere have changed it.</summary>
public interface IGeneralStatus
{
    /// <summary>Takes these over as they are.</summary>
    /// <param name="phase">E.g. <c>READY</c>.</param>
    /// <param name="message">What the page shows.</param>
    /// <param name="lastUpdated">Local time without offset, as the status says it.</param>
    void Adopt(string phase, string message, string lastUpdated);
}
