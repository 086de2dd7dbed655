using System.Text.Json.Nodes;

namespace Strangler.EndToEnd.Tests.Operations;

/// <summary>What a reader of the dashboard needs and no schema asks for.</summary>
public sealed class DashboardTests
{
    [Fact]
    public void EachPanel_SaysWhatItShows_InAUnit_AndAsksTheChosenPrometheus() => Assert.All(Dashboard.Panels, panel =>
    {
        Assert.NotEqual("", (string?)panel["title"] ?? "");
        Assert.NotEqual("", (string?)panel["description"] ?? "");
        Assert.NotEqual("", (string?)panel["fieldConfig"]!["defaults"]!["unit"] ?? "");
        Assert.NotEmpty(panel["targets"]!.AsArray());
        Assert.All(panel["targets"]!.AsArray().Append(panel), AsksTheChosen);
    });

    [Fact]
    public void EachAnnotation_AsksTheChosenPrometheus_AndHasATitle() => Assert.All(Dashboard.Annotations, annotation =>
    {
        AsksTheChosen(annotation);
        Assert.NotEqual("", (string?)annotation["titleFormat"] ?? "");
    });

    [Fact]
    public void Panels_HaveNamesOfTheirOwn_AndLieSideBySide()
    {
        var ids = Dashboard.Panels.Select(panel => (int)panel["id"]!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());

        var places = Dashboard.Panels.SelectMany(panel => Cells(panel["gridPos"]!)).ToList();
        Assert.Equal(places.Count, places.Distinct().Count());
        Assert.All(places, place => Assert.InRange(place.X, 0, 23));
    }

    private static void AsksTheChosen(JsonNode? asks) => Assert.Equal(("prometheus", "${datasource}"), ((string?)asks!["datasource"]!["type"], (string?)asks["datasource"]!["uid"]));

    private static IEnumerable<(int X, int Y)> Cells(JsonNode place) =>
        from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!)
        from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!)
        select (x, y);
}
