namespace Strangler.CommandLine.Exit;

/// <summary>What the command ended with, for scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The gateway refused, or the work failed; nothing was changed unless the message says so.</summary>
    public const int Refused = 1;

    /// <summary>A comparison was made and does not show parity: something diverged, or could not be compared.</summary>
    public const int NoParity = 1;

    /// <summary>The command line is wrong, a file that it names is, or the gateway found a value in it wrong (400).</summary>
    public const int BadUsage = 2;

    /// <summary>The management API, or a side to compare, did not answer, or what answered is not one.</summary>
    public const int Unreachable = 3;

    /// <summary>A rollback edited the file, and no running gateway was seen to read it.</summary>
    public const int NoGatewaySeen = 4;

    /// <summary>What was sent shows parity, but most of the archive was left out.</summary>
    public const int MostLeftOut = 5;
}
