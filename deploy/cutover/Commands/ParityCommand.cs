using System.CommandLine;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Cases.Corpus;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;

namespace Strangler.CommandLine.Commands;

/// <summary><c>parity</c>: sends a corpus to both sides and compares as the shadow does.</summary>
internal static class ParityCommand
{
    private static readonly Option<string> Corpus = new("--corpus") { Description = "Folder of the corpus, e.g. tests/Corpus", HelpName = "folder", Required = true };

    public static Command Create()
    {
        var command = new Command("parity", "Sends a corpus of requests to legacy and modern, and compares. Every request is sent: point it at test installations") { Corpus };
        PlayOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, routes) = (result.GetRequiredValue(Corpus), new RouteFinder(result.GetRequiredValue(PlayOptions.Routes)));
            var cases = await Interruptible.RunAsync(new CorpusFolder(folder, routes).Read, cancellationToken);
            return await new Play(result, folder, routes).RunAsync(cases, cancellationToken);
        });
        return command;
    }
}
