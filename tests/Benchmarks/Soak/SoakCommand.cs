using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Strangler.Settings;

namespace Strangler.Benchmarks.Soak;

/// <summary>
/// <c>soak</c>: the whole system under simulated clients for a time. Ends with 0 when it could go on for ever, with 1 when something grows that must
/// not, or failed, with 2 for bad usage. <c>soak plot FILE</c> judges and draws the samples of an earlier one.
/// </summary>
internal static class SoakCommand
{
    private const int FewestSamples = Trend.FewestPoints * 4 / 3; // the first quarter is left out

    private static readonly Option<TimeSpan> For = Time("--for", "how long it takes", TimeSpan.FromSeconds(5), TimeSpan.FromDays(7), "2h");
    private static readonly Option<int> Speed = Integer("--speed", "how many times faster than a person's each page is", 1, 1000, 10);
    private static readonly Option<int> Pages = Integer("--pages", "pages that ask in the GUI's rhythm and back up", 1, 1000, 20);
    private static readonly Option<int> Connections = Integer("--connections", "sockets of the live channel, open all the time", 2, 10_000, 1000);
    private static readonly Option<TimeSpan> Every = Time("--every", "time from one sample to the next", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1), "10s");
    private static readonly Option<TimeSpan> FlipEvery = Time("--flip-every", "time from one move of a route to the next", TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1), "30s");
    private static readonly Option<TimeSpan> RestartEvery = Time("--restart-every", "time from one restart of legacy to the next", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), "10m");
    private static readonly Option<string> Out = new("--out") { Description = "folder for samples, faults, plot and verdict", HelpName = "folder", DefaultValueFactory = _ => Path.Combine("artifacts", "soak") };
    private static readonly Argument<string> Samples = new("samples") { Description = "samples.csv of a soak; plot and verdict are written beside it" };

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        return ProblemOf(parsed) is { } problem
            ? await BadAsync($"{problem} --help says more.")
            : await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    /// <summary>What is wrong with a command line, in one line; null when nothing is.</summary>
    public static string? ProblemOf(string[] args) => ProblemOf(Create().Parse(args));

    private static RootCommand Create()
    {
        var plot = new Command("plot", "Judges and draws a soak that was") { Samples };
        plot.SetAction(result => Conclude(result.GetValue(Samples)!));
        var root = new RootCommand("Runs the whole system under simulated clients, and looks whether it could go on for ever") { For, Speed, Pages, Connections, Every, FlipEvery, RestartEvery, Out, plot };
        root.SetAction((result, _) => SoakAsync(OptionsOf(result)));
        return root;
    }

    private static async Task<int> SoakAsync(SoakOptions options)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            await new SoakRun(options).RunAsync(stop.Token);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return await BadAsync(ex.Message); // no such folder, or a part of the system did not start
        }

        return Conclude(Path.Combine(options.Out, SoakReport.Samples));

        // It is judged by what it saw so far.
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static int Conclude(string file)
    {
        try
        {
            var verdict = SoakReport.Write(file);
            Console.Write(verdict);
            return verdict.Holds ? 0 : 1;
        }
        catch (Exception ex) when (ex is FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(ex.Message);
            return 2;
        }
    }

    private static async Task<int> BadAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return 2;
    }

    private static SoakOptions OptionsOf(ParseResult result) => new()
    {
        For = result.GetValue(For),
        Speed = result.GetValue(Speed),
        Pages = result.GetValue(Pages),
        Connections = result.GetValue(Connections),
        Every = result.GetValue(Every),
        FlipEvery = result.GetValue(FlipEvery),
        RestartEvery = result.GetValue(RestartEvery),
        Out = result.GetValue(Out)!,
    };

    private static string? ProblemOf(ParseResult parsed)
    {
        if (parsed.Errors.Count > 0)
        {
            string[] known = [.. parsed.CommandResult.Command.Children.Where(child => child is Option or Command).Select(child => child.Name)];
            return string.Join(' ', parsed.Errors.Select(error => error.Message).Concat(NearestName.Questions(parsed.UnmatchedTokens, known)));
        }

        return parsed.CommandResult.Command is RootCommand && parsed.GetResult("--help") is null && parsed.GetValue(For) / parsed.GetValue(Every) < FewestSamples
            ? string.Create(CultureInfo.InvariantCulture, $"--for and --every give fewer than {FewestSamples} samples, which say nothing of a trend.")
            : null;
    }

    private static Option<int> Integer(string name, string description, int least, int most, int usual) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description}, {least} to {most}"),
        HelpName = "number",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            if (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: '{result.Tokens[0].Value}' is not a whole number from {least} to {most}."));
            return value;
        },
    };

    private static Option<TimeSpan> Time(string name, string description, TimeSpan least, TimeSpan most, string usual) => new(name)
    {
        Description = $"{description}, {Text(least)} to {Text(most)}",
        HelpName = "time",
        DefaultValueFactory = _ => TryRead(usual, out var value) ? value : default,
        CustomParser = result =>
        {
            if (!TryRead(result.Tokens[0].Value, out var value) || value < least || value > most)
                result.AddError($"{name}: '{result.Tokens[0].Value}' is not a time from {Text(least)} to {Text(most)}, such as 90s, 10m or 2h.");
            return value;
        },
    };

    private static bool TryRead(string text, out TimeSpan value)
    {
        if (text.Contains(':', StringComparison.Ordinal)) // as the help shows what is usual
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value);

        value = default;
        var unit = text.EndsWith('s') ? 1 : text.EndsWith('m') ? 60 : text.EndsWith('h') ? 3600 : 0;
        if (unit == 0 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number * unit > TimeSpan.MaxValue.TotalSeconds / 2)
            return false;
        value = TimeSpan.FromSeconds(number * unit);
        return true;
    }

    private static string Text(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture, $"{(time.TotalHours >= 1 ? time.TotalHours : time.TotalMinutes >= 1 ? time.TotalMinutes : time.TotalSeconds)}{(time.TotalHours >= 1 ? 'h' : time.TotalMinutes >= 1 ? 'm' : 's')}");
}
