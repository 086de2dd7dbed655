using Strangler.Settings;

namespace Strangler.ShadowDiff.Store.Moving;

/// <summary>A database as a command line names it: <c>sqlite:FILE</c> or <c>postgresql:CONNECTIONSTRING</c>; with nothing behind the colon, the one that the settings name.</summary>
public sealed class StoreAddress
{
    private static readonly string[] Schemes = ["sqlite", "postgresql"];

    private StoreAddress(string option, StoreProvider provider, string place) => (Option, Provider, Place) = (option, provider, place);

    /// <summary>What named it.</summary>
    internal string Option { get; }

    internal StoreProvider Provider { get; }

    /// <summary>The file's full path, or how the server is reached; empty for the settings'. Never shown: it may have a password.</summary>
    internal string Place { get; }

    /// <summary>Reads one. A file's name counts from the folder that the program is in.</summary>
    /// <param name="option">What names it, for the message.</param>
    /// <param name="text">As it was written.</param>
    /// <exception cref="StoreException">It names no database.</exception>
    public static StoreAddress Of(string option, string? text)
    {
        var parts = (text ?? "").Split(':', 2);
        if (parts.Length < 2 || !parts[0].All(char.IsAsciiLetter))
            throw Refused($"{option} begins with sqlite: or postgresql:, such as sqlite:data/gateway.db.");
        if (!Schemes.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
            throw Refused($"{option}: there is no store '{parts[0]}:'; {NearestName.Advice(parts[0], Schemes, "the stores are")}.");

        var provider = Enum.Parse<StoreProvider>(parts[0], ignoreCase: true);
        var place = parts[1].Trim();
        if (place.Length == 0)
            return new(option, provider, "");
        if (provider == StoreProvider.Sqlite)
            return new(option, provider, Path.GetFullPath(place));

        return StoreProviderOptions.Fault($"What follows {option} postgresql:", place) is { } fault ? throw Refused(fault) : new(option, provider, place);
    }

    /// <summary>With what the settings name, where it names nothing itself.</summary>
    /// <exception cref="StoreException">They name nothing either.</exception>
    internal StoreAddress InFull(DatabaseOptions file, StoreProviderOptions server)
    {
        if (Place.Length > 0)
            return this;
        if (Provider == StoreProvider.Sqlite)
            return new(Option, Provider, Path.GetFullPath(file.Database));

        return server.ConnectionString.Length > 0 ? new(Option, Provider, server.ConnectionString)
            : throw Refused($"{Option} postgresql: has nothing behind it, and Store:ConnectionString is not set: set it, with Store:Provider = postgresql, or write where the server is.");
    }

    private static StoreException Refused(string message) => new(message) { IsSetting = true };
}
