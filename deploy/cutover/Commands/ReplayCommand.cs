using System.CommandLine;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Cases.Corpus;
using Strangler.CommandLine.Cases.Har;
using Strangler.CommandLine.Cases.Stored;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;

namespace Strangler.CommandLine.Commands;

/// <summary><c>replay</c>: recorded traffic against two sides, with the output of <c>parity</c>.</summary>
internal static class ReplayCommand
{
    private static readonly Option<string?> Har = new("--har") { Description = "An HTTP archive, as browsers save it", HelpName = "file" };
    private static readonly Option<string?> Origin = new("--origin") { Description = "With --har: whose requests to send, e.g. http://127.0.0.1:9090 (default: the most frequent origin)", HelpName = "URL" };
    private static readonly Option<string?> Corpus = new("--corpus") { Description = "Folder of a corpus", HelpName = "folder" };
    private static readonly Option<bool> Stored = new("--stored") { Description = "The exchanges that the gateway keeps as examples of divergences" };
    private static readonly Option<double?> Rate = Ranged.Number("--rate", "Requests per second at most", 0.1, 1000);
    private static readonly Option<double?> Speed = Ranged.Number("--speed", "In the recorded rhythm, so many times faster", 0.1, 1000);
    private static readonly Option<bool> WithCredentials = new("--with-credentials") { Description = "Send recorded Cookie, Authorization and X-Api-Key too" };
    private static readonly Option<bool> Unsafe = new("--unsafe") { Description = "Send requests that may change something, too" };

    public static Command Create()
    {
        var command = new Command("replay", "Sends recorded traffic to legacy and modern, and compares") { Har, Origin, Corpus, Stored, Rate, Speed, WithCredentials, Unsafe };
        PlayOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(Har) is not null, result.GetValue(Corpus) is not null, result.GetValue(Stored) }.Count(given => given) != 1)
                result.AddError("replay takes one of --har FILE, --corpus FOLDER and --stored.");
            if (result.GetValue(Origin) is not null && result.GetValue(Har) is null)
                result.AddError("--origin needs --har.");
            if (result.GetValue(Corpus) is not null && result.GetValue(Speed) is not null)
                result.AddError("--speed needs recorded times, which a corpus has not; --rate limits it.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var routes = new RouteFinder(result.GetRequiredValue(PlayOptions.Routes));
        var policy = new ReplayPolicy(routes, result.GetValue(WithCredentials), result.GetValue(Unsafe));
        var (source, cases, archive) = await ReadAsync(result, routes, cancellationToken);
        CaseSequence[] judged = [.. cases.Select(policy.Apply)];
        var warning = archive?.WarningOf(judged);
        if (archive is not null)
            Notice.Write(warning is not null ? $"warning: {warning}" : $"{source}: {archive.Chosen}");

        var exitCode = await new Play(result, source, routes, result.GetValue(Rate), result.GetValue(Speed)).RunAsync(judged, cancellationToken);
        return exitCode == ExitCode.Done && warning is not null ? ExitCode.MostLeftOut : exitCode;
    }

    private static async Task<(string Source, IReadOnlyList<CaseSequence> Cases, HarCases? Archive)> ReadAsync(ParseResult result, RouteFinder routes, CancellationToken cancellationToken)
    {
        if (result.GetValue(Har) is { } file)
        {
            var archive = await Interruptible.RunAsync(new HarReader(file, routes, result.GetValue(Origin)).Read, cancellationToken);
            return (file, archive.Sequences, archive);
        }

        if (result.GetValue(Corpus) is { } folder)
            return (folder, await Interruptible.RunAsync(new CorpusFolder(folder, routes).Read, cancellationToken), null);

        using var session = Session.Open(result);
        return ("the gateway's store", await StoredExchanges.ReadAsync(session.Api, cancellationToken), null);
    }
}
