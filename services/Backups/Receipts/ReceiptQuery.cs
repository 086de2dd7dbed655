using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;

namespace Strangler.Services.Backups.Receipts;

/// <summary>
/// The query arguments that modern adds to legacy's routes; without them nothing changes.
/// </summary>
internal static class ReceiptQuery
{
    /// <summary>An argument from 0 to <paramref name="largest"/>; <paramref name="value"/> keeps its value if the argument is absent.</summary>
    public static bool TryRead(HttpRequest request, string name, int largest, ref int value, [NotNullWhen(false)] out Answer? refusal)
    {
        refusal = null;
        if (QueryArgument.First(request, name) is not { } text)
            return true;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= largest)
            value = number;
        else
            refusal = Answer.Failure(StatusCodes.Status400BadRequest, string.Create(CultureInfo.InvariantCulture, $"{name} must be an integer from 0 to {largest}"));
        return refusal is null;
    }

    /// <summary><c>details=1</c> adds what the backup server's database knows.</summary>
    public static bool TryReadDetails(HttpRequest request, out bool details, [NotNullWhen(false)] out Answer? refusal)
    {
        var value = 0;
        var valid = TryRead(request, "details", 1, ref value, out refusal);
        details = value == 1;
        return valid;
    }
}
