namespace Strangler.Services.Backups.Jobs;

/// <summary>A job as it is kept over a restart.</summary>
/// <param name="Id">E.g. <c>job_1795382155911488</c>.</param>
/// <param name="CreatedAt">When its request came.</param>
/// <param name="EndedAt">When it ended; null while it is live.</param>
/// <param name="Document">All else, as JSON of the jobs' own form.</param>
public sealed record StoredJob(string Id, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, string Document);
