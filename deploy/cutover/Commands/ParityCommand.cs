using System.CommandLine;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Cases.Corpus;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;

namespace Strangler.CommandLine.Commands;

/// <summary><c>parity</c>: sends a corpus to both sides, or runs the same backups on both, and compares as the shadow does.</summary>
internal static class ParityCommand
{
    private const int NoJobs = 0;

    private static readonly Option<string?> Corpus = new("--corpus") { Description = "Folder of the corpus, e.g. tests/Corpus", HelpName = "folder" };
    private static readonly Option<int> Jobs = Ranged.Integer("--jobs", "Instead of a corpus: so many backups on each side, whose traces are compared", 1, 50, usual: NoJobs);
    private static readonly Option<string?> User = new("--user") { Description = "With --jobs: what the names of the users begin with (default: one of this run)", HelpName = "name" };
    private static readonly Option<bool> Record = new("--record") { Description = "With --jobs: hand the result to the gateway, as evidence for its promotion gate" };

    public static Command Create()
    {
        var command = new Command("parity", "Sends a corpus of requests to legacy and modern, or runs the same backups on both, and compares. Every request is sent: point it at test installations") { Corpus, Jobs, User, Record };
        PlayOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            var hasJobs = result.GetResult(Jobs) is { Implicit: false };
            if (hasJobs == result.GetValue(Corpus) is not null)
                result.AddError("parity takes one of --corpus FOLDER and --jobs NUMBER.");
            if (!hasJobs && (result.GetValue(User) is not null || result.GetValue(Record)))
                result.AddError("--user and --record need --jobs.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            var routes = new RouteFinder(result.GetRequiredValue(PlayOptions.Routes));
            if (result.GetValue(Corpus) is not { } folder)
                return await new Play(result, "", routes).RunJobsAsync(result.GetValue(Jobs), result.GetValue(User), result.GetValue(Record), cancellationToken);

            var cases = await Interruptible.RunAsync(new CorpusFolder(folder, routes).Read, cancellationToken);
            return await new Play(result, folder, routes).RunAsync(cases, cancellationToken);
        });
        return command;
    }
}
