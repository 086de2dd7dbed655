using System.CommandLine;
using System.Text.Json;
using Strangler.CommandLine.Commands;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;
using Strangler.Settings;

Utf8Console.Use();
var root = new RootCommand("Moves routes between legacy and modern, takes them back, and shows parity. Exit codes: 0 done, 1 refused, failed, no parity or a fault found, 2 bad usage, 3 no answer, 4 rolled back in a file that no running gateway was seen to read, 5 most of an archive left out.")
{
    StatusCommand.Create(), WatchCommand.Create(), SetCommand.Create(), PromoteCommand.Create(), PlanCommand.Create(), PlanCommand.List(), RollbackCommand.Create(), LegacyOnlyCommand.Create(), NudgeCommand.Create(), UpgradeCommand.Create(), AuditCommand.Create(), RevertCommand.Create(), ReportCommand.Create(),
    TriageCommand.Accept(), TriageCommand.Fixed(), TriageCommand.Reopen(),
    ParityCommand.Create(), ReplayCommand.Create(), TruthCommand.Create(), DrillCommand.Create(), DoctorCommand.Create(), DecommissionCommand.Create(), BackupCommand.Create(), StoreCommand.Create(), CompletionCommand.Create(),
};
SharedOptions.AddTo(root);

// As other commands take it: help, or help COMMAND.
var parsed = root.Parse(args is ["help", .. var about] ? [.. about, "--help"] : args);
var json = args.Contains("--json");
try
{
    if (parsed.Errors.Count > 0)
        throw new CommandException($"{UsageErrors.OneLine(parsed)} --help says more.", ExitCode.BadUsage);

    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    Notice.Write("error: it was interrupted; what had been sent may have been carried out.");
    return ExitCode.Unreachable;
}
catch (CommandException exception)
{
    Notice.Write($"error: {exception.Message}");
    if (json)
        Console.WriteLine(JsonSerializer.Serialize(new ErrorResponse(exception.Message), ManagementJson.Terse.ErrorResponse));
    return exception.ExitCode;
}
