namespace Strangler.Services.Machine;

/// <summary>Space of a file system in bytes; what only root may use counts as neither used nor free.</summary>
internal readonly record struct DiskUse(double Used, double Free)
{
    /// <summary>What is used, in percent with one decimal; 0 without any space.</summary>
    public double Percent => Used + Free <= 0 ? 0 : Math.Round(Used / (Used + Free) * 100, 1);
}
