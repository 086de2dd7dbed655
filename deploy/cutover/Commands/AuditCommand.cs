using System.CommandLine;
using System.Globalization;
using Strangler.Cutover.Api;
using Strangler.Cutover.Output;

namespace Strangler.Cutover.Commands;

/// <summary><c>audit</c>: who changed what, when and why.</summary>
internal static class AuditCommand
{
    private const int Most = 1000;

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"Entries to show, 1 to {Most}",
        HelpName = "number",
        DefaultValueFactory = _ => 50,
        CustomParser = result =>
        {
            if (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > Most)
                result.AddError($"--limit: '{result.Tokens[0].Value}' is not an integer from 1 to {Most}.");
            return limit;
        },
    };

    public static Command Create()
    {
        var command = new Command("audit", "The changes, newest first: who, when, why") { Limit };
        command.SetAction(Session.Action(Timeouts.Usual, async (session, result, cancellationToken) =>
        {
            var answer = await session.Api.GetAsync($"/api/audit?limit={result.GetValue(Limit)}", ApiJsonContext.Default.Audit, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }));
        return command;
    }
}
