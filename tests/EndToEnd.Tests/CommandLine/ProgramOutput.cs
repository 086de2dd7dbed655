namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary>How one run of a program ended.</summary>
internal sealed record ProgramOutput(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\nstdout:\n{Output}\nstderr:\n{Error}";
}
