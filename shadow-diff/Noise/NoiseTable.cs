using System.Data.Common;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Noise;

/// <summary>Carries what was learned between memory and database.</summary>
internal static class NoiseTable
{
    public static IEnumerable<NoiseState> Read(DbConnection connection)
    {
        var places = connection.Query(
            "SELECT route, at, kind, raw, noise, form, bounds FROM noise",
            row => (Route: row.GetString(0), Place: Place(row), Count: new NoiseCount(row.GetDouble(3), row.GetDouble(4), KebabName<ValueForm>.TryParse(row.GetString(5)) ?? ValueForm.Any) { Bounds = ValueBounds.Parse(row.GetString(6)) }))
            .Where(row => row.Place is not null)
            .ToLookup(row => row.Route, StringComparer.Ordinal);
        return connection.Query("SELECT route, samples FROM noise_route", row => (Route: row.GetString(0), Samples: row.GetDouble(1)))
            .Select(row => new NoiseState(row.Route, row.Samples, places[row.Route].ToDictionary(place => place.Place!.Value, place => place.Count), IsEnough: false));
    }

    public static void Write(DbConnection connection, IReadOnlyList<NoiseState> states)
    {
        foreach (var state in states)
        {
            connection.Execute(
                "INSERT INTO noise_route (route, samples) VALUES (@route, @samples) ON CONFLICT (route) DO UPDATE SET samples = excluded.samples",
                ("@route", state.Route), ("@samples", state.Samples));
            connection.Execute("DELETE FROM noise WHERE route = @route", ("@route", state.Route));
            foreach (var (place, count) in state.Places)
            {
                connection.Execute(
                    "INSERT INTO noise (route, at, kind, raw, noise, form, bounds) VALUES (@route, @at, @kind, @raw, @noise, @form, @bounds)",
                    ("@route", state.Route),
                    ("@at", place.At),
                    ("@kind", KebabName<DivergenceKind>.Of(place.Kind)),
                    ("@raw", count.Raw),
                    ("@noise", count.Noise),
                    ("@form", KebabName<ValueForm>.Of(count.Form)),
                    ("@bounds", count.Bounds.ToJson()));
            }
        }
    }

    /// <summary>Null for a kind that this program does not know.</summary>
    private static NoisePlace? Place(Row row) =>
        KebabName<DivergenceKind>.TryParse(row.GetString(2)) is { } kind ? new(row.GetString(1), kind) : null;
}
