using System.CommandLine;
using System.Globalization;
using Strangler.CommandLine.Management;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;

namespace Strangler.CommandLine.Commands;

/// <summary><c>accept</c>, <c>fixed</c> and <c>reopen</c>, each with <c>FINGERPRINT…</c>: what QA says of divergences, of all that are named or of none.</summary>
internal static class TriageCommand
{
    private static readonly Argument<string[]> Fingerprints = new("fingerprint") { Description = "One or more, as report shows them", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Expires = new("--expires") { Description = "The last day of the acceptance, in UTC, such as 2027-01-31", HelpName = "day", Required = true };
    private static readonly Option<string?> Second = new("--second") { Description = "Who agrees: a critical divergence needs another name than --who", HelpName = "name" };
    private static readonly Option<string> Reason = AuditText.Reason();

    public static Command Accept()
    {
        var command = Create("accept", "Accepts divergences until a day; they are open again when it is over");
        command.Add(Expires);
        command.Add(Second);
        Expires.Validators.Add(result =>
        {
            if (!DateOnly.TryParseExact(result.GetValueOrDefault<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                result.AddError($"--expires: '{result.GetValueOrDefault<string>()}' is no day such as 2027-01-31.");
        });
        return command;
    }

    public static Command Fixed() => Create("fixed", "Marks divergences as fixed; clean comparisons close them, and another sighting opens them again");

    public static Command Reopen() => Create("reopen", "Takes back what was said of divergences: they are open");

    private static Command Create(string verb, string description)
    {
        var command = new Command(verb, description) { Fingerprints, Reason };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var isAcceptance = verb == "accept";
            var body = new TriageRecord(
                result.GetRequiredValue(Fingerprints), result.GetRequiredValue(Reason), session.Who, isAcceptance ? result.GetValue(Expires) : null, isAcceptance ? result.GetValue(Second) : null);
            var answer = await session.Api.PostAsync($"/api/divergences/{verb}", body, TriageRecordJson.Default.TriageRecord, TriageRecordJson.Default.TriageReceipt, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }));
        return command;
    }
}
