using System.ComponentModel.DataAnnotations;

namespace Strangler.ShadowDiff.Store;

/// <summary>Where the database is; part of the section <c>ShadowDiff</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The SQLite file, relative to the working folder.</summary>
    [Required]
    public string Database { get; set; } = "gateway.db";
}

/// <summary>How much is kept, and how long; part of the section <c>ShadowDiff</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Bytes of the database and its log together; the oldest examples go first, counts stay.</summary>
    [Range(33_554_432L, 1_099_511_627_776L)]
    public long MaxDatabaseBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Days after which an example is deleted. Counts stay.</summary>
    [Range(1, 3_650)]
    public int RetentionDays { get; set; } = 30;
}
