namespace Strangler.Cutover;

/// <summary>What the command ended with, for scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The gateway refused, or the work failed; nothing was changed unless the message says so.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong, or the gateway found a value in it wrong (400).</summary>
    public const int BadUsage = 2;

    /// <summary>The management API did not answer, or what answered is not one.</summary>
    public const int Unreachable = 3;
}
