using System.ComponentModel.DataAnnotations;

namespace Strangler.Services.Backups.Receipts;

/// <summary>Settings of the received files, section <c>Services:Receipts</c>.</summary>
public sealed class ReceiptsOptions
{
    /// <summary>The folder that the backup server stores to. Relative to <c>Services:LegacyRoot</c>; created at start if missing.</summary>
    [Required]
    public string Folder { get; set; } = "received_files";

    /// <summary>
    /// The backup server's database, read only. Relative to <c>Services:LegacyRoot</c>; without it the first that exists of
    /// <c>data/database/defensive.db</c> and <c>defensive.db</c> there (contract 12).
    /// </summary>
    public string? Database { get; set; }

    /// <summary>How long a read waits for the database while another program has it locked, in whole seconds.</summary>
    [Range(1, 30)]
    public int DatabaseTimeoutSeconds { get; set; } = 1;

    /// <summary>Whether received files are verified at all.</summary>
    public bool Monitor { get; set; } = true;

    /// <summary>How often expected files are looked for in addition to the operating system's reports, which may get lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan RescanInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a file of the right size must stay unchanged before it is hashed (contract 7).</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30", ConvertValueInInvariantCulture = true)]
    public TimeSpan Stability { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for a file that does not come, or does not grow any more (Q24: legacy waits for ever).</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(1);
}
