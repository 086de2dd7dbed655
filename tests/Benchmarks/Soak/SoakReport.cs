namespace Strangler.Benchmarks.Soak;

/// <summary>What a soak leaves in its folder: the samples as they come, and in the end the plot and the verdict made of them.</summary>
internal static class SoakReport
{
    public const string Samples = "samples.csv";
    public const string Faults = "faults.txt";
    public const string Log = "gateway.log";

    private const string Plot = "soak.svg";
    private const string Verdict = "verdict.md";

    /// <summary>Writes both beside the file of samples.</summary>
    public static SoakVerdict Write(string file)
    {
        var samples = SoakSample.Read(file);
        if (samples.Count == 0)
            throw new FormatException($"{file} has no sample.");

        var (verdict, folder) = (new SoakVerdict(samples), Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(Path.Combine(folder, Plot), SoakPlot.Draw(samples, verdict) + "\n");
        File.WriteAllText(Path.Combine(folder, Verdict), verdict.ToString());
        return verdict;
    }
}
