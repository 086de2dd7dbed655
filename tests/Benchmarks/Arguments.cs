namespace Strangler.Benchmarks;

/// <summary>Reads options of the command line.</summary>
internal static class Arguments
{
    /// <summary>False, with a line on standard error, for a value that is no whole number in the range.</summary>
    public static bool TryRead(string[] args, string name, int fallback, int least, int most, out int value)
    {
        value = fallback;
        var at = Array.IndexOf(args, name);
        if (at < 0 || (at + 1 < args.Length && int.TryParse(args[at + 1], out value) && value >= least && value <= most))
            return true;

        Console.Error.WriteLine($"{name} takes a whole number from {least} to {most}.");
        return false;
    }
}
