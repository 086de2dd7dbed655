using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Strangler.Launcher.Options;

/// <summary>Reads and checks argument values.</summary>
internal static class Arguments
{
    public static Option<int> Port(string name, string description, int usual) => Integer(name, description, usual, 0, 65535, "port");

    public static Option<int> Integer(string name, string description, int usual, int low, int high, string helpName = "number")
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = helpName };
        option.CustomParser = result =>
        {
            if (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < low || value > high)
                result.AddError($"{name}: '{result.Tokens[0].Value}' is not an integer from {low} to {high}.");
            return value;
        };
        return option;
    }

    /// <summary>Where to listen: a port on 127.0.0.1, or <c>http://host:port</c>.</summary>
    public static Uri? ParseListener(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return new Uri($"http://127.0.0.1:{port}");
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && address.PathAndQuery == "/")
            return address;

        result.AddError($"'{text}' is neither a port (0 to 65535) nor an address such as http://127.0.0.1:9090.");
        return null;
    }

    /// <summary>A server to send requests to: <c>http://host:port</c> or <c>https://host</c>, without a path.</summary>
    public static Uri? ParseServer(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/")
            return address;

        result.AddError($"'{text}' is no server address such as http://127.0.0.1:9190.");
        return null;
    }
}
