namespace Strangler.Services.Backups.Jobs;

/// <summary>Whose fault it is that a job failed.</summary>
public enum JobFault
{
    /// <summary>It has not failed, or was cancelled.</summary>
    None,

    /// <summary>The client was not there, did not start, or something broke around it: another side may have a better one.</summary>
    Runner,

    /// <summary>The client ran and failed: it may be to blame, or the server that it spoke to.</summary>
    Client,

    /// <summary>The client ran and failed, and its backup server cannot be reached, from wherever a client is run.</summary>
    Server,
}
