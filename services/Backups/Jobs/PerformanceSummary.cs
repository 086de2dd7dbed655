namespace Strangler.Services.Backups.Jobs;

/// <summary>A performance record as it is told (contract 8.1): speeds in bytes a second, times in seconds.</summary>
internal sealed record PerformanceSummary(
    long TotalBytes, long Bytes, long LastSpeed, long PeakSpeed, long MeanSpeed, long EmaSpeed, long? Eta,
    double Elapsed, double LastUpdateAge, string Trend, string? Insight)
{
    /// <summary>Null without a total.</summary>
    public double? Percentage => TotalBytes > 0 ? Math.Round((double)Bytes / TotalBytes * 100, 2) : null;
}
