using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Strangler.CommandLine.Options;

/// <summary>Options and arguments with a number that has a range; another value is bad usage.</summary>
internal static class Ranged
{
    public static Option<int> Integer(string name, string description, int least, int most, int usual) => new(name)
    {
        Description = $"{description}, {least} to {most}",
        HelpName = "number",
        DefaultValueFactory = _ => usual,
        CustomParser = result => int.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : Refuse(result, $"{name}: '{Text(result)}' is not an integer from {least} to {most}.", number),
    };

    /// <summary>An argument that is the number of something, from 1.</summary>
    public static Argument<long> Number(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => long.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : Refuse(result, $"{name}: '{Text(result)}' is not a whole number from 1.", number),
    };

    /// <summary>Null when not given.</summary>
    public static Option<double?> Number(string name, string description, double least, double most) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description}, {least} to {most}"),
        HelpName = "number",
        CustomParser = result => double.TryParse(Text(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : Refuse(result, string.Create(CultureInfo.InvariantCulture, $"{name}: '{Text(result)}' is not a number from {least} to {most}."), number),
    };

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static T Refuse<T>(ArgumentResult result, string problem, T value)
    {
        result.AddError(problem);
        return value;
    }
}
