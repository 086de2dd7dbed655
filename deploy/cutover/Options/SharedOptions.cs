using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Strangler.CommandLine.Exit;
using Strangler.Contract;

namespace Strangler.CommandLine.Options;

/// <summary>The options that every command takes.</summary>
internal static class SharedOptions
{
    private const double ShortestTimeout = 0.1;
    private const double LongestTimeout = 300;

    /// <summary>For an answer, unless <c>--timeout</c> says otherwise.</summary>
    public static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(10);

    private static readonly Option<string> Management = Recursive<string>("--management", "Address of the management port (or STRANGLER_MANAGEMENT)", "URL",
        () => Variable("STRANGLER_MANAGEMENT") ?? "http://127.0.0.1:9091");

    private static readonly Option<string?> Token = Recursive<string?>("--token", "Bearer token of a management port that is not on loopback (or STRANGLER_TOKEN)", "token");
    private static readonly Option<string> Who = Recursive<string>("--who", "Your name, for the audit", "name", UserName);
    private static readonly Option<string?> Seconds = Recursive<string?>("--timeout", $"Seconds to wait for an answer, {ShortestTimeout} to {LongestTimeout} (default 10, rollback 3)", "seconds");
    private static readonly Option<bool> Json = new("--json") { Description = "Write the gateway's JSON, for a script" };

    public static void AddTo(Command root)
    {
        foreach (var option in new Option[] { Management, Token, Who, Seconds })
            root.Add(option);

        // Not recursive: to the commands that send cases it is the name of a file.
        foreach (var command in root.Subcommands.Where(command => command.Options.All(option => option.Name != Json.Name)))
            command.Add(Json);
    }

    public static bool ReadJson(ParseResult result) => result.GetValue(Json);

    /// <inheritdoc cref="ReadJson(ParseResult)"/>
    public static bool ReadJson(CommandResult result) => result.GetValue(Json);

    /// <exception cref="CommandException">It is no address of a server.</exception>
    public static Uri ReadManagement(ParseResult result) => ReadAddress("--management (or STRANGLER_MANAGEMENT)", result.GetRequiredValue(Management));

    /// <exception cref="CommandException">The text is no address of a server.</exception>
    public static Uri ReadAddress(string option, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/"
            ? address
            : throw BadUsage($"{option}: '{text}' is no address such as http://127.0.0.1:9091.");

    /// <summary>Null when none is given.</summary>
    /// <exception cref="CommandException">It holds what a header cannot.</exception>
    public static string? ReadToken(ParseResult result)
    {
        var token = result.GetValue(Token) ?? Variable("STRANGLER_TOKEN");
        return token is null || (token.Length > 0 && token.All(c => c is > ' ' and <= '~'))
            ? token
            : throw BadUsage("--token (or STRANGLER_TOKEN): a token has printable ASCII characters only, and no blanks.");
    }

    /// <summary>Null when not given.</summary>
    /// <exception cref="CommandException">It is out of its range.</exception>
    public static TimeSpan? ReadTimeout(ParseResult result)
    {
        if (result.GetValue(Seconds) is not { } text)
            return null;

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= ShortestTimeout and <= LongestTimeout
            ? TimeSpan.FromSeconds(seconds)
            : throw BadUsage($"--timeout: '{text}' is not a number of seconds from {ShortestTimeout} to {LongestTimeout}.");
    }

    /// <exception cref="CommandException">It is empty or too long for the audit, or no person's.</exception>
    public static string ReadWho(ParseResult result) =>
        AuditText.JudgeName("--who", result.GetValue(Who)) is { } problem ? throw BadUsage(problem) : result.GetRequiredValue(Who);

    /// <summary>The name of one of the gateway's three files: as the variable says, else of the working folder, else of an installation that has it.</summary>
    public static string ConfigurationFile(string variable, string name) =>
        Variable(variable) ?? Path.Combine(UnnamedFolder(name), name);

    /// <summary>The folder of a configuration that nobody has named: as the script says, else the working folder, else an installation's that has the file.</summary>
    public static string UsualConfiguration(string name) =>
        Variable("STRANGLER_USUAL_CONFIG") ?? UnnamedFolder(name);

    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Empty for the working folder.</summary>
    private static string UnnamedFolder(string name) =>
        !File.Exists(name) && File.Exists(Path.Combine(Installation.Configuration, name)) ? Installation.Configuration : "";

    /// <summary>Empty where the system has no users, as a container of a program alone: then it must be given.</summary>
    private static string UserName()
    {
        try
        {
            return Environment.UserName;
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static CommandException BadUsage(string message) => new(message, ExitCode.BadUsage);

    private static Option<T> Recursive<T>(string name, string description, string helpName, Func<T>? usual = null)
    {
        var option = new Option<T>(name) { Description = description, HelpName = helpName, Recursive = true };
        if (usual is not null)
            option.DefaultValueFactory = _ => usual();
        return option;
    }
}
