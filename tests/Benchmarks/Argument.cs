namespace Strangler.Benchmarks;

/// <summary>Reads numbers off the command line.</summary>
internal static class Argument
{
    /// <summary>False, with a word on standard error, when the number is no number or out of range.</summary>
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
