using System.CommandLine;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>audit</c>: who changed what, when and why.</summary>
internal static class AuditCommand
{
    private static readonly Option<int> Limit = Ranged.Integer("--limit", "Entries to show", 1, 1000, usual: 50);
    private static readonly Option<string?> Route = new Option<string?>("--route") { Description = "Only changes of this route, or of legacy-only" }.Completed();
    private static readonly Option<string?> Who = new("--who") { Description = "Only changes by those whose name contains this", HelpName = "name" };

    public static Command Create()
    {
        var command = new Command("audit", "The changes, newest first: who, when, why") { Limit, Route, Who };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var query = $"limit={result.GetValue(Limit)}{Filter("route", result.GetValue(Route))}{Filter("who", result.GetValue(Who))}";
            var answer = await session.Api.GetAsync($"/api/audit?{query}", ManagementJson.Default.AuditResponse, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }));
        return command;
    }

    private static string Filter(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
